import { createHash } from 'node:crypto';
import { type Answer, problem } from './answer.ts';
import type { Call } from './call.ts';
import type { Memory } from './memory.ts';

interface Stored {
  visitor: string;
  user: string | undefined;
  /** Of method, path and body: a hash, because a body may hold a password. */
  fingerprint: string;
  /** What a repeat hears while the first one runs: accepted, or in progress. */
  meanwhile: 202 | 409;
  answer?: Answer;
}

/** Says "not now" or "who are you": nothing that may be given back later. */
const temporary = new Set([401, 403, 408, 425, 429]);

/** Request ID → the one answer it ever gets. What has not been answered when the process ends has not happened. */
export function createAnswerStore(memory: Memory) {
  const stored = memory.table<Stored>('answers');
  for (const [requestId, { answer }] of stored) if (!answer) stored.delete(requestId);

  const find = (call: Call) => {
    const known = stored.get(call.requestId);
    return known && isSameCaller(known, call) ? known : undefined;
  };

  return {
    forgetAll: () => stored.clear(),

    /** Runs `effect` for the first call under a request ID and gives its answer to every repeat. */
    async once(call: Call, effect: () => Promise<Answer>, meanwhile: 202 | 409 = 409): Promise<Answer> {
      if (!call.requestId) return problem(400, 'key_missing', { detail: 'Idempotency-Key is required.' });
      const known = stored.get(call.requestId);
      if (known) {
        if (!isSameCaller(known, call)) return problem(403, 'scope_mismatch');
        if (known.fingerprint !== fingerprint(call)) return problem(422, 'key_reused');
        return known.answer ? replay(known.answer) : unfinished(known);
      }
      const pending: Stored = {
        visitor: call.caller.visitor,
        user: call.caller.user?.id,
        fingerprint: fingerprint(call),
        meanwhile,
      };
      stored.set(call.requestId, pending);
      try {
        const answer = await effect();
        if (temporary.has(answer.status)) stored.delete(call.requestId);
        else pending.answer = answer;
        memory.commit();
        return answer;
      } catch (error) {
        // Every effect of this shop throws before it writes anything, so the ID is free again.
        stored.delete(call.requestId);
        throw error;
      }
    },

    /** What became of a request ID, without changing anything. */
    status(call: Call): Answer {
      const known = find(call);
      if (!known) return problem(404, 'absent');
      return known.answer ?? unfinished({ ...known, meanwhile: 202 });
    },
  };
}

/** A guest who signed in keeps what this browser began as a guest. Nobody else sees it. */
function isSameCaller(known: Stored, { caller }: Call): boolean {
  return known.user === undefined ? known.visitor === caller.visitor : known.user === caller.user?.id;
}

function fingerprint({ method, path, body }: Call): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`).digest('base64');
}

function replay(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'Idempotent-Replayed': 'true' }, replayed: true };
}

function unfinished({ meanwhile }: Pick<Stored, 'meanwhile'>): Answer {
  return problem(meanwhile, 'in_progress', { detail: 'This is still being worked on.', retryAfter: 1 });
}
