import type { Meta, StoryObj } from '@storybook/react-vite';
import { SafeActionButton } from 'safe-action/react';
import { expect } from 'storybook/test';
import { showButton, storiesShowing, storyOf } from './stage/at.tsx';
import { play } from './stage/scene.ts';
import { situations } from './stage/situations.ts';

const meta: Meta = { title: 'Button' };
export default meta;

const at = storiesShowing(showButton);

export const Idle: StoryObj = at('idle', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: null,
  sends: 0,
});
export const Starting: StoryObj = at('starting', {
  is: 'wait/starting',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: null,
  sends: 0,
});
export const Pending: StoryObj = at('pending', {
  is: 'pending',
  button: 'Processing payment…',
  locked: true,
  spinner: false,
  focus: 'Processing payment…',
  sends: 1,
});
export const PendingForLonger: StoryObj = at('pendingForLonger', {
  is: 'pending',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: 'Processing payment…',
  sends: 1,
});
export const Backoff: StoryObj = at('backoff', {
  is: 'wait/backoff',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: 'Processing payment…',
  sends: 1,
});
export const Offline: StoryObj = at('offline', {
  is: 'wait/offline',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const Processing: StoryObj = at('processing', {
  is: 'wait/processing',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: 'Processing payment…',
  sends: 1,
});
export const Elsewhere: StoryObj = at('elsewhere', {
  is: 'wait/elsewhere',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: null,
  sends: 1,
});
export const Checking: StoryObj = at('checking', {
  is: 'wait/checking',
  button: 'Checking the status…',
  locked: true,
  spinner: true,
  focus: 'Checking the status…',
  sends: 4,
});
export const Person: StoryObj = at('person', {
  is: 'wait/person',
  button: 'Check status',
  locked: false,
  spinner: false,
  focus: 'Check status',
  sends: 1,
});
export const Retry: StoryObj = at('retry', {
  is: 'retry',
  button: 'Try again',
  locked: false,
  spinner: false,
  focus: 'Try again',
  sends: 0,
});
export const RetryWithoutInput: StoryObj = at('retryWithoutInput', {
  is: 'retry',
  button: 'Try again',
  locked: false,
  spinner: false,
  focus: null,
  sends: 0,
});
export const Unanswered: StoryObj = at('unanswered', {
  is: 'check/unanswered',
  button: 'Finish payment',
  locked: false,
  spinner: false,
  focus: 'Finish payment',
  sends: 4,
});
export const UnansweredToAsk: StoryObj = at('unansweredToAsk', {
  is: 'check/unanswered',
  button: 'Check status',
  locked: false,
  spinner: false,
  focus: 'Check status',
  sends: 4,
});
export const Unreadable: StoryObj = at('unreadable', {
  is: 'check/unreadable',
  button: 'Finish payment',
  locked: false,
  spinner: false,
  focus: 'Finish payment',
  sends: 1,
});
export const Refused: StoryObj = at('refused', {
  is: 'check/refused',
  button: 'Finish payment',
  locked: false,
  spinner: false,
  focus: 'Finish payment',
  sends: 2,
});
export const StoredFailure: StoryObj = at('storedFailure', {
  is: 'check/stored-failure',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: 'Pay €20',
  sends: 1,
});
export const Unprotected: StoryObj = at('unprotected', {
  is: 'check/unprotected',
  button: 'Donate €20',
  locked: true,
  spinner: false,
  focus: 'Donate €20',
  sends: 1,
});
export const Expired: StoryObj = at('expired', {
  is: 'check/expired',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: null,
  sends: 4,
});
export const Quarantined: StoryObj = at('quarantined', {
  is: 'check/quarantined',
  button: 'Pay €20',
  locked: true,
  spinner: false,
  focus: null,
  sends: 1,
});
export const Declined: StoryObj = at('declined', {
  is: 'declined',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 1,
});
export const Done: StoryObj = at('done', {
  is: 'done',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 1,
});
export const Invalid: StoryObj = at('invalid', {
  is: 'idle',
  button: 'Save',
  locked: false,
  spinner: false,
  focus: 'Save',
  sends: 0,
});
export const StorageUnreadable: StoryObj = at('storageUnreadable', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const StorageUnwritable: StoryObj = at('storageUnwritable', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const StorageAbsent: StoryObj = at('storageAbsent', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const PastRetention: StoryObj = at('pastRetention', {
  is: 'idle',
  button: 'Pay €20',
  locked: false,
  spinner: false,
  focus: 'Pay €20',
  sends: 0,
});
export const InMemory: StoryObj = at('inMemory', {
  is: 'pending',
  button: 'Processing payment…',
  locked: true,
  spinner: true,
  focus: 'Processing payment…',
  sends: 1,
});

/** However it is tapped, and wherever: one action, one send. */
export const TappedInAllWays: StoryObj = at('pending', { is: 'pending', sends: 1 }, async (scene) => {
  const { tap, press, stage, shows } = scene;
  for (let count = 0; count < 3; count++) await tap();
  await press('{Enter}{Enter} ');
  await stage.advance(600);
  await tap();
  await shows({ is: 'pending', locked: true, focus: 'Processing payment…', sends: 1 });
});

/** Two buttons for the same action, such as at the top and at the end of a page: both are locked by one tap. */
export const TwoButtons: StoryObj = {
  ...storyOf(
    (handle, offer) => (
      <div style={{ display: 'grid', justifyItems: 'start', gap: '1rem' }}>
        {showButton(handle, offer)}
        {showButton(handle, offer)}
      </div>
    ),
    situations.idle,
  ),
  play: play(async ({ stage, canvas, tap, shows }) => {
    stage.server.next('hang');
    await tap();
    const [first, second] = canvas.getAllByRole('button');
    expect(second).toHaveAttribute('aria-disabled', 'true');
    second?.click();
    await shows({ is: 'pending', locked: true, sends: 1 });
    expect(first).toHaveFocus();
  }),
};

export const OwnPendingLabel: StoryObj = {
  ...storyOf(
    (handle, { input, label }) => (
      <SafeActionButton handle={handle} input={input} pendingLabel="Booking your table…">
        {label}
      </SafeActionButton>
    ),
    situations.idle,
  ),
  play: play(async ({ send, shows }) => {
    await send('hang', 500);
    await shows({ is: 'pending', button: 'Booking your table…', spinner: true, sends: 1 });
  }),
};

/** An own element, with the same behaviour. */
export const OwnElement: StoryObj = {
  ...storyOf(
    (handle, { input, label }) => (
      <SafeActionButton
        handle={handle}
        input={input}
        render={(props) => <button {...props} style={{ padding: '1rem 2rem', minInlineSize: '18rem' }} />}
      >
        {label}
      </SafeActionButton>
    ),
    situations.idle,
  ),
  play: play(async ({ send, tap, shows }) => {
    await send('hang', 500);
    await tap();
    await shows({ is: 'pending', locked: true, focus: 'Processing payment…', sends: 1 });
  }),
};
