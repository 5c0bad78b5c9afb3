import type { ComponentPropsWithoutRef } from 'react';
import type { Handle } from '../core/handle.ts';
import type { View } from '../core/view.ts';
import { type DataAttributes, dataAttributes } from './dataAttributes.ts';
import { ignoreHeldKey } from './heldKey.ts';

/** Everything of a `<button>` but `disabled`: it drops the focus, and cancels the submit it was pressed for. */
type PlainButtonProps = Omit<ComponentPropsWithoutRef<'button'>, 'disabled'>;

type PlainFormProps = ComponentPropsWithoutRef<'form'>;

/**
 * Either the form has the input (`type: 'submit'`), or the button has it: `undefined`, said outright, for an action that
 * takes none. Only a handle of any action, as in a banner, may leave it out, and then only takes the next step.
 */
export type ButtonOptions<Input> = PlainButtonProps &
  (
    | { type: 'submit'; input?: never }
    | ({ type?: 'button' } & (IsAny<Input> extends true ? { input?: Input } : { input: Input }))
  );

type IsAny<Type> = 0 extends 1 & Type ? true : false;

interface FormOptions<Input> extends PlainFormProps {
  /** What the submit asks for, or how to read it from the form. */
  input: Input | ((data: FormData) => Input);
}

type ButtonProps = PlainButtonProps & DataAttributes & Required<Pick<PlainButtonProps, 'type' | 'onClick'>>;
type FormProps = PlainFormProps & DataAttributes & Required<Pick<PlainFormProps, 'onSubmit'>>;

export interface PropGetters<Input> {
  /**
   * For the button. Your `onClick` runs first; its `preventDefault()` stops the action. With `type="submit"` the form's
   * submit acts, not the click, unless the next step needs no input and the form would refuse to be submitted. Without
   * `input` it takes the next step of what is open, and starts nothing.
   */
  getButtonProps(
    ...options: IsAny<Input> extends true ? [options?: ButtonOptions<Input>] : [options: ButtonOptions<Input>]
  ): ButtonProps;
  /** For the form: reads the input at each submit. The native submit never runs. Your `onSubmit` runs first. */
  getFormProps(options: FormOptions<Input>): FormProps;
  /** For an element that is always mounted and holds the words of progress. */
  getStatusProps(): DataAttributes & { role: 'status' };
  /** For an element that is always mounted and holds words only when the person must act. */
  getAlertProps(): DataAttributes & { role: 'alert' };
}

/** The behaviour of a locked button. The lock itself is the engine's: a second tap joins. */
export function propGetters<Input>(
  handle: Handle<Input>,
  view: View,
  isHere = () => true,
): PropGetters<Input> {
  const data = dataAttributes(view, handle.action.kind);
  const { status, reason, step, needsInput } = view as Partial<Record<string, unknown>>;
  /** The next step asks for no input. */
  const ready =
    !['idle', 'declined', 'done'].includes(view.status) &&
    reason !== 'starting' &&
    !(needsInput && (!step || step === 'send'));
  /** Nor does what is typed by now matter to it: it is about what was sent. */
  const asks = status === 'check' || reason === 'person';

  return {
    getButtonProps: (options: Partial<ButtonOptions<Input>> = {}) => {
      const { input, onClick, onKeyDownCapture, type = 'button', ...rest } = options;
      return {
        ...rest,
        ...data,
        type,
        'aria-disabled': data['data-locked'] === '' || rest['aria-disabled'],
        onKeyDownCapture(event) {
          onKeyDownCapture?.(event);
          ignoreHeldKey(event);
        },
        onClick(event) {
          onClick?.(event);
          if (event.defaultPrevented || !isHere()) return;
          const submits = type === 'submit';
          // Without an input it never starts anything: an empty request would go out in place of what was typed elsewhere.
          const proceeds = submits
            ? ready && (asks || lacksEntries(event.currentTarget))
            : !('input' in options);
          if (step === 'none' || proceeds) {
            event.preventDefault();
            if (step !== 'none') void handle.proceed();
          } else if (!submits) void handle.run(input as Input);
        },
      };
    },
    getFormProps: ({ input, onSubmit, onKeyDownCapture, ...rest }) => ({
      // Until a page from a server is hydrated the browser submits it: what is typed must not come into the address.
      ...(typeof rest.action !== 'function' && { method: 'post' }),
      ...rest,
      ...data,
      // On its way down: no field can keep it from here.
      onKeyDownCapture(event) {
        onKeyDownCapture?.(event);
        ignoreHeldKey(event);
      },
      onSubmit(event) {
        // React lets the submit of a form in a portal bubble to here.
        if (event.target !== event.currentTarget) return;
        // On the native event, and first: it holds where the own handler throws, and `defaultPrevented` is still its own.
        event.nativeEvent.preventDefault();
        onSubmit?.(event);
        if (event.defaultPrevented || !isHere()) return;
        const entries = () => new FormData(event.currentTarget, event.nativeEvent.submitter);
        void handle.run(input instanceof Function ? input(entries()) : input);
      },
    }),
    getStatusProps: () => ({ role: 'status', ...data }),
    getAlertProps: () => ({ role: 'alert', ...data }),
  };
}

/**
 * The browser would refuse to submit it, for want of entries and nothing else: as after a reload, when the action is
 * still there and what was typed is not. A wrong entry is a change that the person has to finish.
 */
function lacksEntries({ form, formNoValidate }: HTMLButtonElement): boolean {
  if (!form || form.noValidate || formNoValidate) return false;
  // Also those that stand elsewhere in the page, with a `form` attribute.
  const refused = [...form.elements].filter((field) => field.matches(':invalid:not(fieldset)'));
  return refused.length > 0 && refused.every((field) => (field as HTMLInputElement).validity?.valueMissing);
}
