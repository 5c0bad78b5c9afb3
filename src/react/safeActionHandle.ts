import type { Handle } from '../core/handle.ts';
import { STARTING } from '../core/starting.ts';
import type { View } from '../core/view.ts';
import { type PropGetters, propGetters } from './propGetters.ts';

/**
 * One slot for React: its view (narrow it by `status`), its verbs, and the props that carry the button's behaviour.
 * The same object until the view changes; the verbs stay the same for as long as the slot does.
 */
// biome-ignore lint/suspicious/noExplicitAny: what shows any slot, such as a banner, cannot know its types
export type SafeActionHandle<Input = any, Data = any> = View<Data> &
  Pick<Handle<Input, Data>, 'action' | 'subject' | 'run' | 'proceed' | 'abandon' | 'dismiss' | 'about'> &
  PropGetters<Input>;

/** One name for one slot: what is remembered of it is of no other. */
export const slotOf = ({ action, subject }: Pick<Handle, 'action' | 'subject'>): string =>
  JSON.stringify([action.name, subject]);

const nothing = () => undefined;

/** @param isHere whether it is its own user who is said to be here: no tap is sent as another one's (law 9) */
export function bind<Input, Data>(
  handle: Handle<Input, Data>,
  view: View<Data>,
  isHere?: () => boolean,
): SafeActionHandle<Input, Data> {
  const { action, subject, run, proceed, abandon, dismiss } = handle;
  // Until it is said who is here, what is open may be another one's (law 9).
  const about = view === STARTING ? nothing : handle.about;
  return {
    ...view,
    action,
    subject,
    run,
    proceed,
    abandon,
    dismiss,
    about,
    ...propGetters(handle, view, isHere),
  };
}
