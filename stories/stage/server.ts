import type { Call, MemoryNetwork } from 'safe-action/testing';
import { type Reply, type ReplyName, replies } from './answers.ts';

/** A server that honours the request ID, and answers as planned. */
export interface StageServer {
  /** The next requests meet these, one each. */
  next(...names: ReplyName[]): void;
  /** Every other request meets this. */
  always(name: ReplyName): void;
  readonly usual: ReplyName;
  /** Planned by `next`, and not met yet. */
  readonly planned: readonly ReplyName[];
  /** How often the work was done: what a person would find on the bank statement. */
  readonly effects: number;
}

const ID = 'idempotency-key';

export function createServer(network: MemoryNetwork): StageServer {
  const results = new Map<string, { id: string }>();
  const planned: ReplyName[] = [];
  const plans = new WeakMap<Call, Reply>();
  let usual: ReplyName = 'ok';

  // Asked once for each request, when it is sent.
  network.fault = (call) => {
    const reply: Reply = replies[planned.shift() ?? (usual === 'ok' && !known(call) ? 'absent' : usual)];
    plans.set(call, reply);
    return reply.fault;
  };
  network.handler = (_request, call) => {
    const { works, status = 200, headers = {}, body }: Reply = plans.get(call) ?? replies.ok;
    const text = works
      ? JSON.stringify(result(call))
      : typeof body === 'string'
        ? body
        : JSON.stringify(body);
    return new Response(text ?? null, { status, headers });
  };

  const isQuestion = ({ method }: Call) => method === 'GET';
  const idOf = ({ headers, url }: Call) => headers[ID] ?? url.slice(url.lastIndexOf('/') + 1);
  /** A question about an ID that never ran has no result to give. */
  const known = (call: Call) => !isQuestion(call) || results.has(idOf(call));
  const result = (call: Call) => {
    const id = idOf(call);
    const made = results.get(id) ?? { id: `r-${results.size + 1}` };
    results.set(id, made);
    return made;
  };

  return {
    next: (...names) => {
      planned.push(...names);
    },
    always: (name) => {
      usual = name;
    },
    get usual() {
      return usual;
    },
    planned,
    get effects() {
      return results.size;
    },
  };
}
