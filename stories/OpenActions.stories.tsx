import type { Meta, StoryObj } from '@storybook/react-vite';
import { OpenActions } from 'safe-action/react';
import { type Show, storiesShowing } from './stage/at.tsx';
import { play } from './stage/scene.ts';
import * as shop from './stage/shop.ts';

/** Near the root of an app, on a page without the buttons of these actions. */
function Banner() {
  return <OpenActions formLink={(_handle, label) => <a href="#account">{label}</a>} />;
}

const meta: Meta = { title: 'Open actions', component: Banner };
export default meta;

const show: Show = () => <Banner />;
const at = storiesShowing(show);
const donation = { cartId: '7', amount: 5 };
const person = { email: 'ann@example.com', password: 'correct horse' };

/** Nothing is open: nothing is seen, and the regions are there. */
export const None: StoryObj = at('idle', { rows: [], steps: [], status: '', alert: '' });
export const Pending: StoryObj = at('pendingForLonger', {
  is: 'pending',
  rows: ['Your payment of €20 from 14:02 is being confirmed.'],
  steps: [],
  status: 'Your payment of €20: Processing payment…',
  alert: '',
  sends: 1,
});
export const Backoff: StoryObj = at('backoff', {
  is: 'wait/backoff',
  rows: ['Your payment of €20 from 14:02 is being confirmed.'],
  steps: [],
  status: 'Your payment of €20: Still trying. Please wait. You will not be charged twice.',
  alert: '',
  sends: 1,
});
export const Offline: StoryObj = at('offline', {
  is: 'wait/offline',
  rows: ['Your payment of €20 from 14:02 waits until you are online.'],
  steps: [],
  status:
    'Your payment of €20: You are offline. This goes on by itself once you are connected. You will not be charged twice.',
  alert: '',
  sends: 0,
});
export const Processing: StoryObj = at('processing', {
  is: 'wait/processing',
  rows: ['Your payment of €20 from 14:02 is being confirmed.'],
  steps: [],
  status:
    'Your payment of €20: The server is still working on it. Please wait. You will not be charged twice.',
  alert: '',
  sends: 1,
});
export const ProcessingForTooLong: StoryObj = at('processingForTooLong', {
  is: 'wait/processing',
  rows: ['Your payment of €20 from 14:02 is being confirmed.'],
  steps: [],
  status:
    'Your payment of €20: The server is still working on it. Please wait. You will not be charged twice.',
  alert: '',
  sends: 3,
});
export const Elsewhere: StoryObj = at('elsewhere', {
  is: 'wait/elsewhere',
  rows: ['Your payment of €20 from 14:02 is being confirmed.'],
  steps: [],
  status: 'Your payment of €20: Another tab is working on it. Please wait. You will not be charged twice.',
  alert: '',
  sends: 1,
});
export const Checking: StoryObj = at('checking', {
  is: 'wait/checking',
  rows: ['Your payment from 14:02 is being confirmed.'],
  steps: [],
  status: 'Your payment: Checking the status… You will not be charged twice.',
  alert: '',
  sends: 4,
  focus: 'Your payment from 14:02 is being confirmed.Checking the status… You will not be charged twice.',
});
export const Person: StoryObj = at('person', {
  is: 'wait/person',
  rows: ['Your payment of €20 from 14:02 is being confirmed.'],
  steps: ['Check status'],
  status:
    'Your payment of €20: The payment needs your confirmation. Confirm it, then come back here. You will not be charged twice.',
  alert: '',
  sends: 1,
});
export const Retry: StoryObj = at('retry', {
  is: 'retry',
  rows: ['Your payment of €20 from 14:02 did not happen.'],
  steps: ['Try again'],
  status: '',
  alert: 'Your payment of €20: We could not reach the server. Nothing was charged. Try again.',
  sends: 0,
});
export const RetryWithoutInput: StoryObj = at('retryWithoutInput', {
  is: 'retry',
  rows: ['Your new account from 14:02 did not happen.'],
  steps: ['Fill it in again'],
  status: '',
  alert: 'Your new account: We could not reach the server. No account was created. Fill in the same again.',
  sends: 0,
});
export const Unanswered: StoryObj = at('unanswered', {
  is: 'check/unanswered',
  rows: ['Your payment of €20 from 14:02 is not confirmed.'],
  steps: ['Finish payment'],
  status: '',
  alert: 'Your payment of €20: We got no answer yet. You will not be charged twice. Finish it now.',
  sends: 4,
});
export const UnansweredToAsk: StoryObj = at('unansweredToAsk', {
  is: 'check/unanswered',
  rows: ['Your payment from 14:02 is not confirmed.'],
  steps: ['Check status'],
  status: '',
  alert: 'Your payment: We got no answer yet. You will not be charged twice. Check the status.',
  sends: 4,
});
export const Unreadable: StoryObj = at('unreadable', {
  is: 'check/unreadable',
  rows: ['Your payment of €20 from 14:02 is not confirmed.'],
  steps: ['Finish payment'],
  status: '',
  alert:
    'Your payment of €20: We got an answer that we could not read. You will not be charged twice. Finish it now.',
  sends: 1,
});
export const Refused: StoryObj = at('refused', {
  is: 'check/refused',
  rows: ['Your payment of €20 from 14:02 is not confirmed.'],
  steps: ['Finish payment'],
  status: '',
  alert:
    'Your payment of €20: The server refused this, but it may have worked before. You will not be charged twice. Finish it now.',
  sends: 2,
});
export const StoredFailure: StoryObj = at('storedFailure', {
  is: 'check/stored-failure',
  rows: ['Your payment of €20 from 14:02 is not confirmed.'],
  steps: [],
  status: '',
  alert:
    'Your payment of €20: The server had an error, and sending it again cannot help. You may have been charged. Look at your bank account, or ask us, before you pay again.',
  sends: 1,
});
export const Unprotected: StoryObj = at('unprotected', {
  is: 'check/unprotected',
  rows: ['Your donation of €20 from 14:02 is not confirmed.'],
  steps: [],
  status: '',
  alert:
    'Your donation of €20: We got no answer. You may have been charged. Look at your bank account, or ask us, before you pay again.',
  sends: 1,
});
export const Expired: StoryObj = at('expired', {
  is: 'check/expired',
  rows: ['Your payment of €20 from 14 May at 14:02 is not confirmed.'],
  steps: [],
  status: '',
  alert:
    'Your payment of €20: This is too old to be sent again. You may have been charged. Look at your bank account, or ask us, before you pay again.',
  sends: 4,
});
export const Quarantined: StoryObj = at('quarantined', {
  is: 'check/quarantined',
  rows: ['Your payment is not confirmed.'],
  steps: [],
  status: '',
  alert:
    'Your payment: This page cannot read something that was started here before. You may have been charged. Look at your bank account, or ask us, before you pay again.',
  sends: 1,
});
export const InMemory: StoryObj = at('inMemory', {
  is: 'pending',
  rows: ['Your payment of €20 from 14:02 is being confirmed.'],
  steps: [],
  status: 'Your payment of €20: Processing payment… Keep this page open until then.',
  alert: '',
  sends: 1,
});
/** It became done while somebody looked: that is news, until it is closed. */
export const Done: StoryObj = at('done', {
  is: 'done',
  rows: ['Your payment of €20 went through.'],
  steps: ['Close'],
  status: 'Your payment of €20 went through.',
  alert: '',
  sends: 1,
  effects: 1,
});
/** Tried again from here, and refused. */
export const Declined: StoryObj = at('retry', { steps: ['Try again'] }, async ({ send, shows }) => {
  await send('declined');
  await shows({
    is: 'declined',
    rows: ['Your payment of €20 was refused.'],
    steps: ['Close'],
    status: '',
    alert: 'Your payment of €20: Your bank declined the card. Nothing was charged. Use another way to pay.',
    sends: 1,
  });
});

/** The page was reloaded while it was under way: it goes on, and the list shows it. */
export const AfterReload: StoryObj = {
  play: play(async ({ stage, shows }) => {
    stage.server.always('hang');
    await stage.run(shop.pay, shop.cart);
    await stage.reload();
    await stage.advance(1500);
    await shows({
      is: 'pending',
      rows: ['Your payment of €20 from 14:02 is being confirmed.'],
      steps: [],
      status: 'Your payment of €20: Still trying. Please wait. You will not be charged twice.',
      alert: '',
      focus: null,
    });
  }),
};

/** Several at once, each with its one next step. */
export const Several: StoryObj = {
  play: play(async ({ stage, tap, shows }) => {
    stage.server.always('error');
    await stage.run(shop.donate, donation);
    await stage.run(shop.pay, shop.cart);
    await stage.run(shop.order, shop.cart);
    await stage.run(shop.signUp, person);
    await stage.advance(31_000);
    await stage.reload();
    await stage.advance(31_000);
    stage.server.always('ok');
    stage.world.server.online = false;
    await stage.run(shop.save, { text: 'Milk' });
    await shows({
      rows: [
        'Your new account from 14:02 is not confirmed.',
        'Your donation of €5 from 14:02 is not confirmed.',
        'Your payment from 14:02 is not confirmed.',
        'Your payment of €20 from 14:02 is not confirmed.',
        'Your note “Milk” from 14:03 waits until you are online.',
      ],
      steps: ['Check status', 'Check status', 'Finish payment'],
    });

    // The next step of one does not touch the others, and the focus stays in its row.
    stage.world.server.online = true;
    await tap('Finish payment');
    await shows({
      rows: [
        'Your new account from 14:02 is not confirmed.',
        'Your donation of €5 from 14:02 is not confirmed.',
        'Your payment from 14:02 is not confirmed.',
        'Your payment of €20 went through.',
        'Your note “Milk” went through.',
      ],
      steps: ['Check status', 'Check status', 'Close', 'Close'],
      effects: 2,
    });
  }),
};
