import { SafeActionError } from './safeActionError.ts';

/** Thrown by the verbs of a client that runs on a server: an action belongs to a person's browser. */
export class NotInBrowserError extends SafeActionError {
  override readonly name = 'NotInBrowserError';

  constructor() {
    super(
      'not_in_browser',
      process.env.NODE_ENV === 'production'
        ? 'Not in a browser.'
        : 'An action was run where there is no browser. On a server there is no person, and no place where the request ID would survive. Run it in an event handler or an effect.',
    );
  }
}
