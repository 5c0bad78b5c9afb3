'use client';
import {
  type ComponentPropsWithRef,
  forwardRef,
  type ReactElement,
  type RefAttributes,
  useCallback,
  useImperativeHandle,
  useRef,
  useSyncExternalStore,
} from 'react';
import { dataAttributes, part } from './dataAttributes.ts';
import { fieldFault, fieldNoteId } from './fieldProps.ts';
import type { Messages } from './messages.ts';
import type { SafeActionHandle } from './safeActionHandle.ts';
import { useMessages } from './useMessages.ts';

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
  const differs = useFormDiffers(note, name, handle.status === 'retry', frozen);
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

/** In `retry` what is typed is what will be sent; only an empty field, which the browser would refuse, is filled so. */
function useFormDiffers(
  note: { current: HTMLElement | null },
  name: string,
  retries: boolean,
  frozen: string | undefined,
): boolean {
  const form = useCallback(() => note.current?.closest('form'), [note]);
  const subscribe = useCallback(
    (changed: () => void) => {
      const watched = form();
      // Later: the values change after the event of a reset.
      const later = () => setTimeout(changed);
      const events = { input: changed, change: changed, reset: later };
      for (const [type, look] of Object.entries(events)) watched?.addEventListener(type, look);
      return () => {
        for (const [type, look] of Object.entries(events)) watched?.removeEventListener(type, look);
      };
    },
    [form],
  );
  const differs = () => {
    const field = form()?.elements.namedItem(name);
    // Of what was empty there is nothing to show.
    if (!frozen?.trim() || !field || ('type' in field && field.type === 'password')) return false;
    if (retries) return 'validity' in field && (field as HTMLInputElement).validity.valueMissing;
    return 'value' in field && field.value !== frozen;
  };
  return useSyncExternalStore(subscribe, differs, () => false);
}
