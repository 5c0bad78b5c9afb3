import type { Meta } from '@storybook/react-vite';
import { showButton, storiesShowing } from './stage/at.tsx';

const meta: Meta = { title: 'Button' };
export default meta;

const at = storiesShowing(showButton);

export const Idle = at('idle', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: null,
  sends: 0,
});
export const Starting = at('starting', {
  is: 'wait/starting',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: null,
  sends: 0,
});
export const Pending = at('pending', {
  is: 'pending',
  button: 'Processing payment…',
  locked: true,
  spinner: false,
  focus: 'Processing payment…',
  sends: 1,
});
export const PendingForLonger = at('pendingForLonger', {
  is: 'pending',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: 'Processing payment…',
  sends: 1,
});
export const Backoff = at('backoff', {
  is: 'wait/backoff',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: 'Processing payment…',
  sends: 1,
});
export const Offline = at('offline', {
  is: 'wait/offline',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const Processing = at('processing', {
  is: 'wait/processing',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: 'Processing payment…',
  sends: 1,
});
export const Elsewhere = at('elsewhere', {
  is: 'wait/elsewhere',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: null,
  sends: 1,
});
export const Checking = at('checking', {
  is: 'wait/checking',
  button: 'Checking the status…',
  locked: true,
  spinner: true,
  focus: 'Checking the status…',
  sends: 4,
});
export const Person = at('person', {
  is: 'wait/person',
  button: 'Check status',
  locked: false,
  spinner: false,
  focus: 'Check status',
  sends: 1,
});
export const Retry = at('retry', {
  is: 'retry',
  button: 'Try again',
  locked: false,
  spinner: false,
  focus: 'Try again',
  sends: 0,
});
export const RetryWithoutInput = at('retryWithoutInput', {
  is: 'retry',
  button: 'Try again',
  locked: false,
  spinner: false,
  focus: null,
  sends: 0,
});
export const Unanswered = at('unanswered', {
  is: 'check/unanswered',
  button: 'Finish payment',
  locked: false,
  spinner: false,
  focus: 'Finish payment',
  sends: 4,
});
export const UnansweredToAsk = at('unansweredToAsk', {
  is: 'check/unanswered',
  button: 'Check status',
  locked: false,
  spinner: false,
  focus: 'Check status',
  sends: 4,
});
export const Unreadable = at('unreadable', {
  is: 'check/unreadable',
  button: 'Finish payment',
  locked: false,
  spinner: false,
  focus: 'Finish payment',
  sends: 1,
});
export const Refused = at('refused', {
  is: 'check/refused',
  button: 'Finish payment',
  locked: false,
  spinner: false,
  focus: 'Finish payment',
  sends: 2,
});
export const StoredFailure = at('storedFailure', {
  is: 'check/stored-failure',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: 'Pay €20',
  sends: 1,
});
export const Unprotected = at('unprotected', {
  is: 'check/unprotected',
  button: 'Donate €20',
  locked: true,
  spinner: false,
  focus: 'Donate €20',
  sends: 1,
});
export const Expired = at('expired', {
  is: 'check/expired',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: null,
  sends: 4,
});
export const Quarantined = at('quarantined', {
  is: 'check/quarantined',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: null,
  sends: 1,
});
export const Declined = at('declined', {
  is: 'declined',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 1,
});
export const Done = at('done', {
  is: 'done',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 1,
});
export const Invalid = at('invalid', {
  is: 'idle',
  button: 'Save',
  locked: false,
  spinner: false,
  focus: 'Save',
  sends: 0,
});
export const StorageUnreadable = at('storageUnreadable', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const StorageUnwritable = at('storageUnwritable', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const StorageAbsent = at('storageAbsent', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const PastRetention = at('pastRetention', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const InMemory = at('inMemory', {
  is: 'pending',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: 'Processing payment…',
  sends: 1,
});
