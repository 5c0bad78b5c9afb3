import { SafeActionError } from './safeActionError.ts';

/** Thrown by `run` when an own `requestId` generator gave something unusable, or an ID that is in use. Nothing was sent. */
export class RequestIdError extends SafeActionError {
  override readonly name = 'RequestIdError';

  constructor(id: unknown, options?: ErrorOptions) {
    super(
      'invalid_request_id',
      process.env.NODE_ENV === 'production'
        ? 'Unusable request ID.'
        : `The requestId generator gave ${typeof id === 'string' ? JSON.stringify(id) : typeof id}, which is in use or is not 1-255 visible ASCII characters. Nothing was sent, since a server would mix up two actions. Return a fresh random ID on each call, or drop the option.`,
      options,
    );
  }
}
