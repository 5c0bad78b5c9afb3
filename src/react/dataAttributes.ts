import type { Kind } from '../core/action.ts';
import type { CheckReason, Status, View, WaitReason } from '../core/view.ts';

/** What every element of this package carries for style sheets. The whole list; nothing else is meant for styling. */
export interface DataAttributes {
  /** The status of the slot. */
  'data-status': Status;
  /** Why: present in `wait` and `check`. */
  'data-reason': WaitReason | CheckReason | undefined;
  /** Present (empty) while a tap starts nothing: under way, or only the guarded abandon is left. */
  'data-locked': '' | undefined;
  /** The kind of the definition; absent where it has none. */
  'data-kind': Kind | undefined;
}

export function dataAttributes(view: View, kind: Kind | undefined): DataAttributes {
  return {
    'data-status': view.status,
    'data-reason': 'reason' in view ? view.reason : undefined,
    'data-locked': view.locked || (view.status === 'check' && view.step === 'none') ? '' : undefined,
    'data-kind': kind,
  };
}
