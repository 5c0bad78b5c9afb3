import type { Meta, StoryObj } from '@storybook/react-vite';
import { addons } from 'storybook/preview-api';
import { expect } from 'storybook/test';
import { showBoth, storyOf } from './stage/at.tsx';
import { ORDER, type Order } from './stage/remote.ts';
import { play } from './stage/scene.ts';
import * as shop from './stage/shop.ts';

const meta: Meta = { title: 'A whole life' };
export default meta;

const payment = { action: shop.pay, input: shop.cart, label: 'Pay €20' };
const order = { ...payment, action: shop.order };

/** Nothing happens here by itself: tap, and break the network at the controls. The clock goes. */
export const YourTurn: StoryObj = {
  ...storyOf(showBoth, order),
  parameters: { stage: { goes: true } },
};

/** One action: tapped, lost, retried, reloaded, asked about, done. One ID, one charge. */
export const FromTapToReceipt: StoryObj = {
  ...storyOf(showBoth, order),
  play: play(async ({ stage, tap, press, shows }) => {
    await shows({ is: 'idle', button: 'Pay €20', locked: false, status: '', alert: '', focus: null });

    // The charge happens, and its answer is lost. Taps meanwhile send nothing.
    stage.server.next('drop', 'error', 'busy');
    await tap();
    await tap();
    await press('{Enter}');
    await press(' ');
    await shows({ is: 'wait/backoff', locked: true, focus: 'Processing payment…', sends: 1, effects: 1 });

    // It tries again by itself, later each time, and waits when it is told to.
    await stage.advance(3000);
    await shows({
      is: 'wait/backoff',
      status: 'Still trying. Please wait. You will not be charged twice.',
      alert: '',
      sends: 3,
      effects: 1,
    });

    // The page is reloaded in the middle of it: the same action goes on.
    stage.server.always('error');
    await stage.reload();
    await shows({ is: 'wait/backoff', locked: true, focus: null, sends: 3 });
    await stage.advance(31_000);
    await shows({
      is: 'check/unanswered',
      button: 'Check status',
      locked: false,
      status: '',
      alert: 'We got no answer yet. You will not be charged twice. Check the status.',
      effects: 1,
    });

    // The server is back. Asking finds the charge that happened at first.
    stage.server.always('ok');
    const { sends } = stage;
    await tap();
    await shows({
      is: 'done',
      button: 'Pay €20',
      status: 'The payment is done.',
      alert: '',
      focus: 'Pay €20',
      sends,
      effects: 1,
    });
    const ids = stage.world.server.calls.flatMap(({ headers }) => headers['idempotency-key'] ?? []);
    expect(new Set(ids).size).toBe(1);
  }),
};

/** Refused: nothing was charged, and the next tap is another action with another ID. */
export const DeclinedThenPaid: StoryObj = {
  ...storyOf(showBoth, payment),
  play: play(async ({ stage, send, shows }) => {
    await send('declined', 1000);
    await shows({
      is: 'declined',
      alert: 'Your bank declined the card. Nothing was charged. Use another way to pay.',
      effects: 0,
    });
    await send('ok');
    await shows({ is: 'done', alert: '', status: 'The payment is done.', sends: 2, effects: 1 });
    const [first, second] = stage.world.server.calls;
    expect(first?.headers['idempotency-key']).not.toBe(second?.headers['idempotency-key']);
  }),
};

/** Offline at the tap: the ID is on the disk, and it is sent once the network is back. */
export const OfflineThenOnline: StoryObj = {
  ...storyOf(showBoth, payment),
  play: play(async ({ stage, tap, shows }) => {
    stage.world.server.online = false;
    await tap();
    await shows({ is: 'wait/offline', locked: true, sends: 0 });
    stage.world.server.online = true;
    await stage.advance(1000);
    await shows({ is: 'done', status: 'The payment is done.', focus: 'Pay €20', sends: 1, effects: 1 });
  }),
};

/** The bank wants a confirmation: the person goes there, comes back, and it goes on. */
export const ConfirmedAtTheBank: StoryObj = {
  ...storyOf(showBoth, { ...payment, action: shop.transfer }),
  play: play(async ({ stage, canvas, send, shows }) => {
    await send('person');
    await shows({ is: 'wait/person', button: 'Check status', locked: false, sends: 1 });
    expect(canvas.getByRole('link').getAttribute('href')).toBe('https://bank.example/3ds');
    stage.load().tab.page.focus();
    await shows({ is: 'done', status: 'The payment is done.', sends: 2, effects: 1 });
  }),
};

/** Nobody knows what became of it, and nothing can be asked: freed only by a person who knows what that means. */
export const GivenUp: StoryObj = {
  ...storyOf(showBoth, { ...payment, action: shop.donate, label: 'Donate €20' }),
  play: play(async ({ send, tap, canvas, press, shows }) => {
    await send('drop');
    await shows({ is: 'check/unprotected', locked: true, sends: 1, effects: 1 });
    await tap();
    await shows({ is: 'check/unprotected', sends: 1 });

    // Without the tick the button only points at it.
    await tap('Give up');
    await shows({ is: 'check/unprotected', focus: 'I understand that I may have been charged.' });
    await press(' ');
    expect(canvas.getByRole('checkbox')).toBeChecked();
    await tap('Give up');
    await shows({
      is: 'idle',
      locked: false,
      status:
        'You gave it up, and nothing more will be sent. Look at your bank account before you pay again.',
      alert: '',
      focus: 'You gave it up, and nothing more will be sent. Look at your bank account before you pay again.',
      sends: 1,
    });
  }),
};

/** What a person asks for at the panel "Network and clock", the stage does. */
export const AtTheControls: StoryObj = {
  ...storyOf(showBoth, payment),
  play: play(async ({ stage, tap, shows }) => {
    const order = async (given: Order) => {
      addons.getChannel().emit(ORDER, given);
      await stage.settle();
    };
    await order({ verb: 'online', online: false });
    await tap();
    await shows({ is: 'wait/offline', sends: 0 });

    await order({ verb: 'always', reply: 'error' });
    await order({ verb: 'next', reply: 'processing' });
    await order({ verb: 'online', online: true });
    await shows({ is: 'wait/processing', sends: 1, effects: 0 });
    await order({ verb: 'reload' });
    await shows({ is: 'wait/processing', sends: 1 });
    await order({ verb: 'advance', ms: 60_000 });
    await shows({ is: 'check/unanswered', effects: 0 });
  }),
};
