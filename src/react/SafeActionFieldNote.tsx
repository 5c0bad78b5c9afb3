'use client';
import {
  type ComponentPropsWithRef,
  forwardRef,
  type ReactElement,
  type RefAttributes,
  useEffect,
  useImperativeHandle,
  useRef,
  useSyncExternalStore,
} from 'react';
import { useProvided } from './context.ts';
import { dataAttributes, part } from './dataAttributes.ts';
import { fieldFault, fieldNoteId } from './fieldProps.ts';
import type { Messages } from './messages.ts';
import { type SafeActionHandle, slotOf } from './safeActionHandle.ts';
import { useMessages } from './useMessages.ts';
import { useSlotState } from './useSlotState.ts';

export interface SafeActionFieldNoteProps extends Omit<ComponentPropsWithRef<'p'>, 'children'> {
  handle: SafeActionHandle;
  /** The field's name: in the form, in the input, and in the words of the server. */
  name: string;
  /** Renders another element: spread `props` on it. It stays mounted, also without words. */
  render?: ((props: ComponentPropsWithRef<'p'>, handle: SafeActionHandle) => ReactElement) | undefined;
  messages?: Partial<Messages> | undefined;
}

/**
 * The words beside one input, in its form: what is wrong with it; or what is frozen under the request ID, where the form
 * says something else (after a reload, or after it was edited). The input takes `fieldProps(handle, name)`.
 */
export const SafeActionFieldNote: (
  props: SafeActionFieldNoteProps & RefAttributes<HTMLParagraphElement>,
) => ReactElement = forwardRef<HTMLParagraphElement, SafeActionFieldNoteProps>(function SafeActionFieldNote(
  { handle, name, render, messages, ...rest },
  ref,
) {
  const words = useMessages(messages);
  const note = useRef<HTMLParagraphElement>(null);
  useImperativeHandle(ref, () => note.current as HTMLParagraphElement);
  const fault = fieldFault(handle, name);
  const frozen = fault === undefined ? frozenValue(handle, name) : undefined;
  const differs = useFormDiffers(note, name, handle, frozen);
  const props = {
    ...rest,
    ...part('field-note'),
    ...dataAttributes(handle, handle.action.kind),
    ref: note,
    id: fieldNoteId(handle, name),
    children: fault ?? (differs && frozen !== undefined ? words.frozen(frozen) : null),
  };
  return render ? render(props, handle) : <p {...props} />;
}) as never;

/** What goes on under this ID, where it can be shown: text and numbers. */
function frozenValue(handle: SafeActionHandle, name: string): string | undefined {
  const input = handle.about()?.input;
  const value: unknown =
    typeof input === 'object' && input !== null ? input[name as keyof typeof input] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/**
 * In `retry` what is typed is what will be sent; only an empty field, which the browser would refuse, is filled so. Else
 * what stands as it was sent is no difference, whatever it was made into: 20 euros are 2000 cents (law 7).
 */
function useFormDiffers(
  note: { current: HTMLElement | null },
  name: string,
  handle: SafeActionHandle,
  frozen: string | undefined,
): boolean {
  const [sent, setSent] = useSlotState<string | undefined>(slotOf(handle), undefined);
  const { status } = handle;
  const { scope } = useProvided();
  // What one person sent is no measure of what the next has.
  const theirs = (value: string | undefined) => JSON.stringify([scope, value]);
  const retries = status === 'retry';
  // What is over is no measure of what another page begins after it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only as it ends, and not as the next one is sent
  useEffect(() => {
    if (['idle', 'done', 'declined'].includes(status)) setSent(undefined);
  }, [status]);
  const form = () => note.current?.closest('form');
  const find = () => {
    const field = form()?.elements.namedItem(name) as HTMLInputElement | RadioNodeList | null | undefined;
    return field && 'type' in field && field.type === 'password' ? undefined : field;
  };
  const subscribe = (changed: () => void) => {
    const watched = form();
    // Later: the values change after the event of a reset.
    const later = () => setTimeout(changed);
    // What is sent while something is frozen joins that, and is not what was frozen.
    const submit = () => (frozen === undefined || retries) && setSent(theirs(find()?.value));
    const events = { input: changed, change: changed, reset: later, submit };
    for (const [type, look] of Object.entries(events)) watched?.addEventListener(type, look);
    return () => {
      for (const [type, look] of Object.entries(events)) watched?.removeEventListener(type, look);
    };
  };
  const differs = () => {
    const field = find();
    // Of what was empty there is nothing to show.
    if (!frozen?.trim() || !field) return false;
    if (retries) return 'validity' in field && field.validity.valueMissing;
    return (
      'value' in field && field.value !== frozen && (theirs(field.value) !== sent || !!handle.inputChanged)
    );
  };
  return useSyncExternalStore(subscribe, differs, () => false);
}
