import { problem } from './answer.ts';
import type { Call } from './call.ts';

export type Aftermath = ReturnType<typeof createAftermath>;

const inProgress = (status: 202 | 409): Response =>
  problem(status, 'in_progress', { detail: 'This is still being worked on.', retryAfter: 1 });

/** What a fault leaves behind for the later calls under its request ID: things that this shop itself would never do. */
export function createAftermath() {
  const accepted = new Map<string, 202 | 409>();
  const failed = new Set<string>();

  return {
    forget() {
      accepted.clear();
      failed.clear();
    },

    /** Put into a queue, from which it is worked on later. */
    accept({ requestId }: Call, status: 202 | 409): Response {
      accepted.set(requestId, status);
      return inProgress(status);
    },

    takeUp({ requestId }: Call) {
      accepted.delete(requestId);
    },

    /** A failure after the effect, kept for ever. */
    fail({ requestId }: Call): Response {
      failed.add(requestId);
      return problem(500, 'crashed');
    },

    /** What stands in the way of this call. */
    answer({ requestId, method }: Call): Response | undefined {
      const status = accepted.get(requestId);
      if (status !== undefined) return inProgress(method === 'GET' ? 202 : status);
      if (!failed.has(requestId) || method === 'GET') return undefined;
      const failure = problem(500, 'crashed');
      failure.headers.set('Idempotent-Replayed', 'true');
      return failure;
    },
  };
}
