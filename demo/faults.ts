/** Every way in which the lab can break one arrival: the name for programs and the words for the panel. */
export const faults = {
  'drop-after': { label: 'Lose the answer', detail: 'It happens, but the answer never arrives.' },
  'drop-before': { label: 'Lose the request', detail: 'The connection breaks before anything happens.' },
  hang: { label: 'Go silent after doing it', detail: 'It happens, then no answer ever comes.' },
  'hang-before': { label: 'Go silent', detail: 'Nothing happens and no answer ever comes.' },
  slow: { label: 'Be slow', detail: 'Everything works, three seconds late.' },
  '500-once': { label: 'Server error', detail: '500, before anything happens.' },
  '500-after': { label: 'Error after doing it', detail: 'It happens, but the answer says 500.' },
  '500-stored': { label: 'Remember an error', detail: 'It happens, and every repeat gets the same 500.' },
  '503-retry-after': { label: 'Overloaded', detail: '503 with “Retry-After: 1”.' },
  '429': { label: 'Too many requests', detail: '429 with “Retry-After: 1”.' },
  '202-then-done': { label: 'Accept, finish later', detail: '202 until it is finished.' },
  'processing-then-done': { label: 'Still working on it', detail: '409 “in progress” until it is finished.' },
  decline: { label: 'Decline', detail: 'A proper refusal: nothing happened.' },
  '401': { label: 'Signed out', detail: 'A gateway answers 401.' },
  '403': { label: 'Forbidden', detail: 'A gateway answers 403.' },
  '404': { label: 'Not found', detail: 'A gateway answers 404.' },
  '422': { label: 'Invalid', detail: 'A gateway answers 422.' },
  'redirect-login': { label: 'Redirect to login', detail: 'The answer is a login page.' },
  'html-200': { label: 'Web page for an answer', detail: '200, but it is not JSON.' },
} as const;

export type Fault = keyof typeof faults;

/** Where a fault can be aimed at. Without a target it hits the next action, but never a question about one (`…-status`). */
export const targets = {
  pay: 'Payment',
  accounts: 'Sign-up',
  profile: 'Profile',
  cancel: 'Cancel order',
  gift: 'Gift card',
  'pay-status': 'Payment status',
  'accounts-status': 'Sign-up status',
} as const;

export type Target = keyof typeof targets;

/** A fault that waits for its next `times` arrivals. */
export interface ArmedFault {
  fault: Fault;
  endpoint?: Target;
  times: number;
  /** How long `slow`, `hang`, `202-then-done` and `processing-then-done` take, and `503-retry-after` asks for, in ms. */
  ms?: number;
}
