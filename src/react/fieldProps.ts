import type { Handle } from '../core/handle.ts';
import type { View } from '../core/view.ts';
import type { SafeActionHandle } from './safeActionHandle.ts';

/** What an input needs to belong to the words beside it (`SafeActionFieldNote`). Spread it last. */
export interface FieldProps {
  name: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string;
}

/** What is wrong with a field: the server's words, or the schema's before anything was sent. */
export function fieldFault(view: View, name: string): string | undefined {
  if (view.status === 'declined') {
    const { fields = {} } = view.decline;
    // Without a word nothing is wrong with it.
    return (Object.hasOwn(fields, name) && fields[name]) || undefined;
  }
  const problem = 'problem' in view ? view.problem : undefined;
  if (problem?.code !== 'invalid') return undefined;
  return problem.issues.find(({ path: [first] = [] }) => {
    const key = typeof first === 'object' ? first.key : first;
    return String(key) === name;
  })?.message;
}

/** One name for the words of one field of one slot. Without spaces: in `aria-describedby` they part two IDs. */
export function fieldNoteId({ action, subject }: Pick<Handle, 'action' | 'subject'>, name: string): string {
  return ['safe-action', action.name, subject, name].map(encodeURIComponent).join('/');
}

/**
 * For an input of a form with `getFormProps`: its name, whether it is at fault, and the ID of its `SafeActionFieldNote`.
 * @param described the ID of what else describes it, such as a hint
 * @example <input type="email" {...fieldProps(account, 'email')} />
 */
export function fieldProps(handle: SafeActionHandle, name: string, described?: string): FieldProps {
  const note = fieldNoteId(handle, name);
  return {
    name,
    'aria-invalid': fieldFault(handle, name) === undefined ? undefined : true,
    'aria-describedby': described ? `${described} ${note}` : note,
  };
}
