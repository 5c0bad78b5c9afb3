import { type ComponentPropsWithoutRef, useId } from 'react';
import { fieldProps, SafeActionFieldNote, type SafeActionHandle } from 'safe-action/react';

interface FieldProps extends ComponentPropsWithoutRef<'input'> {
  handle: SafeActionHandle;
  name: string;
  label: string;
  hint?: string;
}

/** A labelled input with its words beside it. */
export function Field({ handle, name, label, hint, ...input }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && <small id={hintId}>{hint}</small>}
      <input {...input} id={id} {...fieldProps(handle, name, hint && hintId)} />
      <SafeActionFieldNote handle={handle} name={name} />
    </div>
  );
}
