'use client';
import {
  type ComponentPropsWithRef,
  forwardRef,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react';
import type { Messages } from './messages.ts';
import type { ButtonOptions } from './propGetters.ts';
import type { SafeActionHandle } from './safeActionHandle.ts';
import { isBusy, label } from './say.ts';
import { useDelayed } from './useDelayed.ts';
import { useMessages } from './useMessages.ts';

export type SafeActionButtonProps<Input> = ButtonOptions<Input> & {
  handle: SafeActionHandle<Input>;
  /** The label while nothing is open. The next step has a label of its own. */
  children?: ReactNode;
  /** Renders another element with the same behaviour: spread `props` on something that ends as a `<button>`. */
  render?: (props: ComponentPropsWithRef<'button'>, handle: SafeActionHandle<Input>) => ReactElement;
  messages?: Partial<Messages>;
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
  { handle, children, render, messages, ...options },
  ref,
) {
  const words = useMessages(messages);
  const spins = useDelayed(isBusy(handle), SPINNER_AFTER, SPINNER_AT_LEAST);
  const props = {
    ...handle.getButtonProps(options),
    ref,
    children: (
      <>
        {spins && <span data-spinner="" aria-hidden="true" />}
        {label(handle, handle.action.kind, words) ?? children}
      </>
    ),
  };
  return render ? render(props, handle) : <button {...props} />;
}) as never;
