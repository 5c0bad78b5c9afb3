import { admit, type Gate, isEnded } from './admit.ts';
import { type Ended, refused } from './enter.ts';
import { runExternal } from './external.ts';
import { keysKept } from './keysKept.ts';
import { runLocal } from './local.ts';
import { isOld, look } from './look.ts';
import type { ExternalHandler, LocalHandler, Operation } from './operation.ts';
import { refusals } from './refusals.ts';
import { safely } from './safely.ts';
import { shareAnswer } from './sharedAnswer.ts';
import { pause, type Surroundings, under } from './surroundings.ts';
import { tombstone } from './tombstone.ts';
import { isRecoverable } from './work.ts';

/** Between two looks at a call that is still running, ms. */
const LOOK_AGAIN = 100;

export interface Endpoint<Native, Context, Result> {
  around: Surroundings<Native>;
  gate: Gate<Context>;
  operation: Operation;
  handler: LocalHandler<Native, Context> | ExternalHandler<Native, Context, Result>;
}

/** One arrival at an operation: read, looked up, run where it is the first, and answered. */
export async function answerCall<Native, Context, Result>(
  { around: all, gate, operation, handler }: Endpoint<Native, Context, Result>,
  request: Request,
  context: Context,
): Promise<Ended> {
  const external = typeof handler === 'function' ? undefined : handler;
  const recoverable = !!external && isRecoverable(external, operation);
  /** Without a line in the log: nothing tells of which ID it would be. */
  const unnamed = ({ response }: Ended): Ended => ({ response, entries: [] });
  let admission: Awaited<ReturnType<typeof admit<Context>>>;
  try {
    admission = await admit(gate, operation, request, context, recoverable);
  } catch (error) {
    all.report(error);
    return unnamed(refused('', refusals.handlerFailed()));
  }
  if (isEnded(admission)) return unnamed(admission);

  const around = under(all, 'tooLarge' in admission ? admission.tooLarge : admission.call.requestId);
  const kept = keysKept([operation.options.keysFor]);
  const spend = (requestId: string, principal: string): Promise<Ended> => {
    const isOwner = (whose: string) => whose === principal;
    return safely(around, requestId, () => tombstone(around, requestId, { principal, isOwner, kept }));
  };
  const { maxRequest, wait } = operation.options;
  if ('tooLarge' in admission) {
    const { spent = false } = await spend(admission.tooLarge, admission.principal);
    return unnamed(refused(admission.tooLarge, refusals.tooLarge(maxRequest, spent)));
  }
  const { call, visit } = admission;
  const { requestId, principal } = call;
  const attend = async (again: boolean): Promise<Ended> => {
    const seen = again || isOld(around, visit) ? await look(around, visit) : undefined;
    const ended =
      seen ??
      (external
        ? await runExternal(around, operation, external, call, visit)
        : await runLocal(around, operation, handler as LocalHandler<Native, Context>, call, visit));
    if (ended.share) return shareAnswer(around, operation, visit, ended.share);
    if (!ended.spend) return ended;
    // The tombstone keeps the refusal's promise. Where the ID has got a row meanwhile, that row is the answer.
    const made = await spend(requestId, principal);
    return made.spent ? ended : made;
  };
  for (let waited = 0; ; waited += LOOK_AGAIN) {
    const ended = await safely(around, requestId, () => attend(waited > 0));
    // Somebody was at work on it, perhaps this very call: that nothing ran, only the first look can say.
    if (ended.down && waited > 0) return refused(requestId, refusals.interrupted());
    if (!ended.busy || waited >= wait) return ended;
    await pause(around, LOOK_AGAIN);
  }
}
