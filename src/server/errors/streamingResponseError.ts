import { SafeActionError } from '../../core/errors/safeActionError.ts';

/** A handler answered with a stream that is meant never to end. It cannot be stored, so it cannot be repeated. */
export class StreamingResponseError extends SafeActionError {
  override readonly name = 'StreamingResponseError';

  constructor() {
    super(
      'streaming_response',
      'A handler behind a request ID answered with an event stream, which cannot be stored and given to a repeat. ' +
        'Answer with a finished body, and stream from an endpoint of its own.',
    );
  }
}
