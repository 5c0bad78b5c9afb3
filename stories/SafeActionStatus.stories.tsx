import type { Meta, StoryObj } from '@storybook/react-vite';
import { SafeActionStatus, useSafeAction } from 'safe-action/react';
import { type Offer, showBoth, showButton, storiesShowing, storyOf } from './stage/at.tsx';
import { useOwnWords } from './stage/language.tsx';
import { play } from './stage/scene.ts';
import * as shop from './stage/shop.ts';
import { situations } from './stage/situations.ts';

const meta: Meta = { title: 'Status' };
export default meta;

const at = storiesShowing(showBoth);

export const Idle: StoryObj = at('idle', {
  is: 'idle',
  status: '',
  alert: '',
  button: 'Pay €20',
  focus: null,
  sends: 0,
});
export const Starting: StoryObj = at('starting', {
  is: 'wait/starting',
  status: '',
  alert: '',
  button: 'Pay €20',
  focus: null,
  sends: 0,
});
export const Pending: StoryObj = at('pending', {
  is: 'pending',
  status: '',
  alert: '',
  button: 'Processing payment…',
  focus: 'Processing payment…',
  sends: 1,
});
export const PendingForLonger: StoryObj = at('pendingForLonger', {
  is: 'pending',
  status: 'Processing payment…',
  alert: '',
  button: 'Processing payment…',
  focus: 'Processing payment…',
  sends: 1,
});
export const Backoff: StoryObj = at('backoff', {
  is: 'wait/backoff',
  status: 'Still trying. Please wait. You will not be charged twice.',
  alert: '',
  button: 'Processing payment…',
  focus: 'Processing payment…',
  sends: 1,
});
export const Offline: StoryObj = at('offline', {
  is: 'wait/offline',
  status: 'You are offline. This goes on by itself once you are connected. You will not be charged twice.',
  alert: '',
  button: 'Pay €20',
  focus: 'Pay €20',
  sends: 0,
});
export const Processing: StoryObj = at('processing', {
  is: 'wait/processing',
  status: 'The server is still working on it. Please wait. You will not be charged twice.',
  alert: '',
  button: 'Processing payment…',
  focus: 'Processing payment…',
  sends: 1,
});
/** After 10 s there is a way out. */
export const ProcessingForTooLong: StoryObj = at('processingForTooLong', {
  is: 'wait/processing',
  status: 'The server is still working on it. Please wait. You will not be charged twice.',
  alert: '',
  button: 'Processing payment…',
  focus: 'Processing payment…',
  sends: 3,
});
export const Elsewhere: StoryObj = at('elsewhere', {
  is: 'wait/elsewhere',
  status: 'Another tab is working on it. Please wait. You will not be charged twice.',
  alert: '',
  button: 'Processing payment…',
  focus: null,
  sends: 1,
});
export const Checking: StoryObj = at('checking', {
  is: 'wait/checking',
  status: 'Checking the status… You will not be charged twice.',
  alert: '',
  button: 'Checking the status…',
  focus: 'Checking the status…',
  sends: 4,
});
export const Person: StoryObj = at('person', {
  is: 'wait/person',
  status:
    'The payment needs your confirmation. Confirm it, then come back here. You will not be charged twice.',
  alert: '',
  button: 'Check status',
  focus: 'Check status',
  sends: 1,
});
export const Retry: StoryObj = at('retry', {
  is: 'retry',
  status: '',
  alert: 'We could not reach the server. Nothing was charged. Try again.',
  button: 'Try again',
  focus: 'Try again',
  sends: 0,
});
export const RetryWithoutInput: StoryObj = at('retryWithoutInput', {
  is: 'retry',
  status: '',
  alert: 'We could not reach the server. No account was created. Fill in the same again.',
  button: 'Try again',
  focus: null,
  sends: 0,
});
export const Unanswered: StoryObj = at('unanswered', {
  is: 'check/unanswered',
  status: '',
  alert: 'We got no answer yet. You will not be charged twice. Finish it now.',
  button: 'Finish payment',
  focus: 'Finish payment',
  sends: 4,
});
export const UnansweredToAsk: StoryObj = at('unansweredToAsk', {
  is: 'check/unanswered',
  status: '',
  alert: 'We got no answer yet. You will not be charged twice. Check the status.',
  button: 'Check status',
  focus: 'Check status',
  sends: 4,
});
export const Unreadable: StoryObj = at('unreadable', {
  is: 'check/unreadable',
  status: '',
  alert: 'We got an answer that we could not read. You will not be charged twice. Finish it now.',
  button: 'Finish payment',
  focus: 'Finish payment',
  sends: 1,
});
export const Refused: StoryObj = at('refused', {
  is: 'check/refused',
  status: '',
  alert:
    'The server refused this, but it may have worked before. You will not be charged twice. Finish it now.',
  button: 'Finish payment',
  focus: 'Finish payment',
  sends: 2,
  effects: 1,
});
export const StoredFailure: StoryObj = at('storedFailure', {
  is: 'check/stored-failure',
  status: '',
  alert:
    'The server had an error, and sending it again cannot help. You may have been charged. Look at your bank account, or ask us, before you pay again.',
  button: 'Pay €20',
  focus: 'Pay €20',
  sends: 1,
});
export const Unprotected: StoryObj = at('unprotected', {
  is: 'check/unprotected',
  status: '',
  alert:
    'We got no answer. You may have been charged. Look at your bank account, or ask us, before you pay again.',
  button: 'Donate €20',
  focus: 'Donate €20',
  sends: 1,
  effects: 1,
});
export const Expired: StoryObj = at('expired', {
  is: 'check/expired',
  status: '',
  alert:
    'This is too old to be sent again. You may have been charged. Look at your bank account, or ask us, before you pay again.',
  button: 'Pay €20',
  focus: null,
  sends: 4,
});
export const Quarantined: StoryObj = at('quarantined', {
  is: 'check/quarantined',
  status: '',
  alert:
    'This page cannot read something that was started here before. You may have been charged. Look at your bank account, or ask us, before you pay again.',
  button: 'Pay €20',
  focus: null,
  sends: 1,
});
export const Declined: StoryObj = at('declined', {
  is: 'declined',
  status: '',
  alert: 'Your bank declined the card. Nothing was charged. Use another way to pay.',
  button: 'Pay €20',
  focus: 'Pay €20',
  sends: 1,
});
export const Done: StoryObj = at('done', {
  is: 'done',
  status: 'The payment is done.',
  alert: '',
  button: 'Pay €20',
  focus: 'Pay €20',
  sends: 1,
  effects: 1,
});
export const Invalid: StoryObj = at('invalid', {
  is: 'idle',
  status: '',
  alert: 'Nothing was sent. Correct this first: Write something.',
  button: 'Save',
  focus: 'Save',
  sends: 0,
});
export const StorageUnreadable: StoryObj = at('storageUnreadable', {
  is: 'idle',
  status: '',
  alert: 'Nothing was sent. This browser cannot read what was started before. Reload the page.',
  button: 'Pay €20',
  focus: 'Pay €20',
  sends: 0,
});
export const StorageUnwritable: StoryObj = at('storageUnwritable', {
  is: 'idle',
  status: '',
  alert: 'Nothing was sent. This browser could not store it. Free some space on this device.',
  button: 'Pay €20',
  focus: 'Pay €20',
  sends: 0,
});
export const StorageAbsent: StoryObj = at('storageAbsent', {
  is: 'idle',
  status: '',
  alert: 'Nothing was sent. This window stores nothing. Open the page in another window.',
  button: 'Pay €20',
  focus: 'Pay €20',
  sends: 0,
});
export const PastRetention: StoryObj = at('pastRetention', {
  is: 'idle',
  status: '',
  alert: 'By the clock of this device, this is too old to be sent. Nothing was charged. Start again.',
  button: 'Pay €20',
  focus: 'Pay €20',
  sends: 0,
});
export const InMemory: StoryObj = at('inMemory', {
  is: 'pending',
  status: 'Processing payment… Keep this page open until then.',
  alert: '',
  button: 'Processing payment…',
  focus: 'Processing payment…',
  sends: 1,
});

/** Which attempt it is, for those who want to know. */
export const Attempts: StoryObj = {
  ...storyOf(
    (handle, offer) => (
      <>
        {showButton(handle, offer)}
        <SafeActionStatus handle={handle} attempts />
      </>
    ),
    situations.idle,
  ),
  play: play(async ({ send, shows }) => {
    await send(['error', 'error', 'hang'], 3000);
    await shows({
      is: 'pending',
      status: 'Still trying. Please wait. You will not be charged twice.',
      sends: 3,
    });
    await shows({ attempt: 'Attempt 3 of 4' });
  }),
};

/** Laid out in an element of one's own: both regions stay mounted. */
export const OwnLayout: StoryObj = {
  ...storyOf(
    (handle, offer) => (
      <>
        {showButton(handle, offer)}
        <SafeActionStatus
          handle={handle}
          render={({ status, alert, actions }) => (
            <section style={{ display: 'flex', flexDirection: 'column-reverse' }}>
              {actions}
              {alert}
              {status}
            </section>
          )}
        />
      </>
    ),
    situations.idle,
  ),
  play: play(async ({ send, shows }) => {
    await send('declined');
    await shows({
      is: 'declined',
      status: '',
      alert: 'Your bank declined the card. Nothing was charged. Use another way to pay.',
      focus: 'Pay €20',
    });
  }),
};

function Row({ id }: { id: string }) {
  const handle = useSafeAction(shop.message, { subject: id });
  return (
    <li>
      {showButton(handle, { ...situations.idle, input: { text: `Hello ${id}` }, label: `Send to ${id}` })}
      <SafeActionStatus handle={handle} live={false} />
    </li>
  );
}

/** The rows of a list have no regions of their own: the provider's say what each has to say, with its name. */
export const InAList: StoryObj = {
  render: () => (
    <ul>
      {['Ann', 'Ben', 'Eve'].map((id) => (
        <Row key={id} id={id} />
      ))}
    </ul>
  ),
  play: play(async ({ stage, tap, shows }) => {
    stage.server.next('declined', 'hang');
    await tap('Send to Ann');
    await tap('Send to Eve');
    await stage.advance(1500);
    await shows({
      status: 'Your message “Hello Eve”: Sending…',
      alert:
        'Your message “Hello Ann”: Your bank declined the card. Nothing was sent. Use another way to pay.',
      focus: 'Sending…',
      sends: 2,
    });
  }),
};

const kinds: Offer[] = [
  { action: shop.order, input: shop.cart, label: 'Pay €20' },
  {
    action: shop.signUp,
    input: { email: 'ann@example.com', password: 'correct horse' },
    label: 'Create account',
  },
  { action: shop.message, input: { text: 'Hello' }, label: 'Send' },
  { action: shop.save, input: { text: 'Milk' }, label: 'Save' },
  { action: shop.book, input: { seat: '7A' }, label: 'Book' },
];

function Kind({ kind: { action, input, label } }: { kind: Offer }) {
  const own = useOwnWords();
  return <div>{showBoth(useSafeAction(action), { action, input, label: own(label) })}</div>;
}

/** The words of each kind of action, where nobody knows what became of it. */
export const Kinds: StoryObj = {
  render: () => (
    <div style={{ display: 'grid', gap: '1.5rem' }}>
      {kinds.map((kind) => (
        <Kind key={kind.label} kind={kind} />
      ))}
    </div>
  ),
  play: play(async ({ stage, tap, shows }) => {
    stage.server.always('error');
    for (const { label } of kinds) await tap(label);
    await stage.advance(31_000);
    await shows({
      alert: [
        'We got no answer yet. You will not be charged twice. Check the status.',
        'We got no answer yet. No second account will be created. Check the status.',
        'We got no answer yet. It will not be sent twice. Finish it now.',
        'We got no answer yet. It will not be saved twice. Finish it now.',
        'We got no answer yet. It will not be done twice. Finish it now.',
      ].join(' | '),
      status: '',
    });
  }),
};
