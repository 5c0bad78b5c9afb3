'use client';
import {
  type ComponentPropsWithRef,
  forwardRef,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react';
import { part } from './dataAttributes.ts';
import type { Messages } from './messages.ts';
import type { ButtonOptions } from './propGetters.ts';
import { type SafeActionHandle, slotOf } from './safeActionHandle.ts';
import { isBusy, label, pick } from './say.ts';
import { useDelayed } from './useDelayed.ts';
import { useMessages } from './useMessages.ts';

export type SafeActionButtonProps<Input> = ButtonOptions<Input> & {
  handle: SafeActionHandle<Input>;
  /** The label while nothing is open. The next step has a label of its own. */
  children?: ReactNode;
  /** The label while it is under way, in place of the words of the kind. */
  pendingLabel?: string | undefined;
  /** Renders another element with the same behaviour: spread `props` on something that ends as a `<button>`. */
  render?:
    | ((props: ComponentPropsWithRef<'button'>, handle: SafeActionHandle<Input>) => ReactElement)
    | undefined;
  messages?: Partial<Messages> | undefined;
};

/** Not below 400 ms (Doherty), and then not a flash. */
const SPINNER_AFTER = 400;
const SPINNER_AT_LEAST = 300;

/**
 * A button that locks at the first tap, says what is going on, and offers the one next step. Outside a form give it
 * `input`; in a form with `getFormProps` give it `type="submit"`.
 */
export const SafeActionButton: <Input>(
  props: SafeActionButtonProps<Input> & RefAttributes<HTMLButtonElement>,
) => ReactElement = forwardRef<HTMLButtonElement, SafeActionButtonProps<unknown>>(function SafeActionButton(
  { handle, children, pendingLabel, render, messages, ...options },
  ref,
) {
  const { kind, check } = handle.action;
  const given = useMessages(messages);
  const words = pendingLabel === undefined ? given : { ...given, pending: pendingLabel };
  const spins = useDelayed(slotOf(handle), isBusy(handle), SPINNER_AFTER, SPINNER_AT_LEAST);
  // Whatever it may come to say: with `safe-action/styles.css` the button keeps its size from the first label on.
  const { label: steps, pending, wait } = words;
  const texts = [steps.retry, steps.check, steps.send, pending, check ? wait.checking : pending];
  const room = texts.map((text) => pick(text, kind));
  const own = asText(children);
  const said = label(handle, kind, words);
  const props = {
    ...handle.getButtonProps(options),
    ...part('button'),
    ref,
    children: (
      <span {...part('label')}>
        {spins && <span {...part('spinner')} aria-hidden="true" />}
        {/* One text, or gone as a whole: of a page that the browser translates, React finds no single texts any more. */}
        <span key={own ? undefined : said}>{said ?? (own || children)}</span>
        {[...new Set([own, ...room])].map((text) => (
          <span key={text} {...part('room')} data-text={text} hidden />
        ))}
      </span>
    ),
  };
  return render ? render(props, handle) : <button {...props} />;
}) as never;

/** Of a label that is more than text there is no copy: its elements may be there only once. */
function asText(children: ReactNode): string {
  // What a condition leaves out is no text, and no element either.
  const pieces = [children].flat().filter((piece) => typeof piece !== 'boolean');
  return pieces.some((piece) => piece && typeof piece === 'object') ? '' : pieces.join('');
}
