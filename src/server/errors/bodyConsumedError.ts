import { SafeActionError } from '../../core/errors/safeActionError.ts';

/** Something has read the body before, so that the bytes of the request are gone. */
export class BodyConsumedError extends SafeActionError {
  override readonly name = 'BodyConsumedError';

  constructor() {
    super(
      'body_consumed',
      'The body of this request has been read before the handler got it, so the request cannot be recognised when it ' +
        'comes again. Read a `clone()` of it there. In Express, mount the handler before `express.json()`, or keep the ' +
        'bytes: `express.raw()`, or `verify` of `express.json()` with `request.rawBody = bytes`.',
    );
  }
}
