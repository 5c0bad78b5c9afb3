import type { Action, Kind } from '../core/action.ts';
import type { Problem, View, WaitReason } from '../core/view.ts';
import { type SlotMessages, sentence, type Words } from './messages.ts';

/** The text for one kind of action. */
export function pick(words: Words, kind: Kind | undefined): string {
  return typeof words === 'string' ? words : ((kind && words[kind]) ?? words.neutral);
}

/** The machine stopped and the person must act: an alert. Everything else is progress: a status. */
export function isAlert(view: View): boolean {
  return ['retry', 'check', 'declined'].includes(view.status) || ('problem' in view && !!view.problem);
}

/** What the words depend on beside the view. */
export type Spoken = Pick<Action, 'kind' | 'endpoint'>;

/** What is true now: what happened, what it means, the one next step. Empty where there is nothing to say. */
export function say(view: View, action: Spoken, messages: SlotMessages): string {
  const said = sentences(view, action, messages);
  if (view.inputChanged) said.push(messages.inputChanged);
  return said
    .map((words) => pick(words, action.kind))
    .filter(Boolean)
    .join(' ');
}

function sentences(view: View, { kind, endpoint }: Spoken, messages: SlotMessages): Words[] {
  // Who waits for money asks one thing. The promise is the idempotent endpoint's (laws 7 and 12).
  const promise = kind === 'payment' && endpoint === 'idempotent' ? messages.notTwice : '';
  // While it is open, and nothing else keeps it.
  const memory = view.durability === 'memory' ? messages.memory : '';
  switch (view.status) {
    case 'idle':
      return view.problem ? nothingSent(view.problem, messages) : [];
    case 'pending':
      // The same words as between the attempts: a live region that changes with each of them is noise.
      return view.attempt > 1 ? [messages.wait.backoff, promise, memory] : [messages.pending, memory];
    case 'wait':
      return view.reason === 'starting'
        ? [messages.wait.starting]
        : [messages.wait[view.reason], promise, ...problem(view.problem, messages), memory];
    case 'retry':
      if (view.problem) return [...nothingSent(view.problem, messages), memory];
      return [
        messages.retry,
        messages.nothingHappened,
        view.needsInput ? messages.needsInput : messages.step.retry,
        memory,
      ];
    case 'check': {
      // The promise is the idempotent endpoint's; where nothing more is sent, the doubt is all there is to say (law 7).
      const promised = endpoint === 'idempotent' && view.step !== 'none' && view.reason !== 'unprotected';
      return [
        messages.check[view.reason],
        promised ? messages.notTwice : messages.mayHaveHappened,
        view.step === 'send' && view.needsInput ? messages.needsInput : messages.step[view.step],
        ...problem(view.problem, messages),
        memory,
      ];
    }
    case 'declined': {
      const { message = '', fields, change } = view.decline;
      return [
        sentence(message) || messages.declined,
        fields ? messages.fields(fields) : '',
        messages.nothingHappened,
        messages.change[change],
      ];
    }
    case 'done':
      return [messages.done];
  }
}

/** Why the last tap did nothing, and what helps. Of what went before it nothing is said (law 7). */
function problem(found: Problem | undefined, messages: SlotMessages): Words[] {
  if (!found) return [];
  return [found.code === 'invalid' ? messages.problem.invalid(found.issues) : messages.problem[found.code]];
}

function nothingSent(found: Problem, messages: SlotMessages): Words[] {
  const why = problem(found, messages);
  return found.code === 'expired'
    ? [...why, messages.nothingHappened, messages.step.again]
    : [messages.nothingSent, ...why];
}

/** The label that stands in the place of the button's own; `undefined` where the own one is true. */
export function label(view: View, kind: Kind | undefined, messages: SlotMessages): string | undefined {
  const reason = awaited(view);
  if (view.status === 'retry') return pick(messages.label.retry, kind);
  if (view.status === 'check' && view.step !== 'none') return pick(messages.label[view.step], kind);
  if (reason === 'person') return pick(messages.label.check, kind);
  if (reason === 'checking') return pick(messages.wait.checking, kind);
  return isBusy(view) && reason !== 'starting' ? pick(messages.pending, kind) : undefined;
}

/** What it waits for, where it waits. */
export const awaited = (view: View): WaitReason | undefined =>
  view.status === 'wait' ? view.reason : undefined;

/** Something is under way; offline nothing is. */
export const isBusy = (view: View): boolean => view.locked && awaited(view) !== 'offline';
