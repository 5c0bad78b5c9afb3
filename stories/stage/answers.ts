import type { NetworkFault } from 'safe-action/testing';

/** What one request meets: what happens on its way, and what the server says. */
export interface Reply {
  /** For the controls. */
  label: string;
  fault?: NetworkFault;
  /** The server does the work, if this ID has not run yet, and gives its result. */
  works?: true;
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

const problem = { 'Content-Type': 'application/problem+json' };

/** Every answer that a story, or a person at the controls, can plan. */
export const replies = {
  ok: { label: 'It works', works: true },
  slow: { label: 'It works, after 3 s', works: true, fault: { answer: 3000 } },
  drop: { label: 'It works, but the answer is lost', works: true, fault: { answer: 'drop' } },
  hang: { label: 'Nothing, ever', fault: { request: 'hang' } },
  refuse: { label: 'The connection breaks', fault: { request: 'refuse' } },
  error: { label: '500', status: 500 },
  busy: { label: '503, come back in 5 s', status: 503, headers: { 'Retry-After': '5' } },
  processing: { label: '202, still processing', status: 202, headers: { 'Retry-After': '4' } },
  declined: {
    label: '402, declined',
    status: 402,
    headers: problem,
    body: { code: 'card_declined', detail: 'Your bank declined the card', change: 'payment' },
  },
  fields: {
    label: '422, words beside the fields',
    status: 422,
    headers: problem,
    body: {
      code: 'invalid',
      detail: 'Two entries need a change',
      change: 'input',
      fields: {
        email: 'This e-mail address already has an account',
        password: 'Use at least 12 characters',
      },
    },
  },
  forbidden: { label: '403', status: 403 },
  person: { label: 'The bank wants a confirmation', status: 200, body: { next: 'https://bank.example/3ds' } },
  unreadable: { label: '200, but no JSON', status: 200, body: '<html>Hello</html>' },
  'stored-failure': { label: '500, replayed', status: 500, headers: { 'Idempotent-Replayed': 'true' } },
  absent: { label: '404, nothing known of it', status: 404, headers: problem, body: { code: 'absent' } },
} satisfies Record<string, Reply>;

export type ReplyName = keyof typeof replies;
