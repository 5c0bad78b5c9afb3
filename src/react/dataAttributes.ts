import type { Kind } from '../core/action.ts';
import type { CheckReason, Status, View, WaitReason } from '../core/view.ts';

/** What every element that shows an action carries for style sheets. With `Part` the whole list. */
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

/** The values of `data-part`: which element of the ready-made components this is. */
export type Part =
  /** The button of `SafeActionButton`. */
  | 'button'
  /** Its label, with the spinner and the room for its other labels. */
  | 'label'
  /** Present after 400 ms of something under way, for 300 ms at least. */
  | 'spinner'
  /** One per label that the button may come to show, in `data-text`: a style sheet can keep room for it. */
  | 'room'
  /** The element around all of `SafeActionStatus`. */
  | 'status'
  /** The words of progress (`role="status"`). */
  | 'progress'
  /** The words where the person must act (`role="alert"`). */
  | 'alert'
  /** The time until the next attempt. Silent. */
  | 'countdown'
  /** "Attempt 2 of 4", where `attempts` asks for it. */
  | 'attempt'
  /** The link to where the person has to go, such as their bank. */
  | 'next'
  /** The request ID and its copy button. */
  | 'reference'
  /** The guarded way out (`<details>`). */
  | 'give-up'
  /** The words beside an input of `SafeActionFieldNote`. */
  | 'field-note'
  /** The element around all of `OpenActions`. */
  | 'open-actions'
  /** One of its rows. */
  | 'open-action'
  /** What it is and how it stands, in a row. */
  | 'line'
  /** The one next step, in a row. */
  | 'step'
  /** The provider's live regions, for those who cannot see the page. */
  | 'announcer';

export function dataAttributes(view: View, kind: Kind | undefined): DataAttributes {
  return {
    'data-status': view.status,
    'data-reason': 'reason' in view ? view.reason : undefined,
    'data-locked': view.locked || (view.status === 'check' && view.step === 'none') ? '' : undefined,
    'data-kind': kind,
  };
}

/** The attribute that names a part. */
export const part = (name: Part): { 'data-part': Part } => ({ 'data-part': name });
