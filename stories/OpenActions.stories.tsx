import type { Meta, StoryObj } from '@storybook/react-vite';
import { OpenActions } from 'safe-action/react';
import { useOwnWords } from './stage/language.tsx';
import { play, type Scene, type Seen } from './stage/scene.ts';
import * as shop from './stage/shop.ts';

function Banner() {
  const own = useOwnWords();
  return <OpenActions formLink={(_handle, label) => <a href="#account">{own(label)}</a>} />;
}

const meta: Meta = { title: 'Open actions', component: Banner };
export default meta;

const payment = shop.cart;
const donation = { cartId: '7', amount: 5 };
const person = { email: 'ann@example.com', password: 'correct horse' };

/** Something happens, the page is reloaded, and the list says this. */
function after(happen: (scene: Scene) => Promise<void>, seen: Seen): StoryObj {
  return {
    play: play(async (scene) => {
      await happen(scene);
      await scene.shows(seen);
    }),
  };
}

const failThenReload = async ({ stage }: Scene, start: () => Promise<void>) => {
  stage.server.always('error');
  await start();
  await stage.advance(31_000);
  await stage.reload();
  await stage.advance(31_000);
  stage.server.always('ok');
};

/** Nothing is open: nothing is seen, and the region is there. */
export const None: StoryObj = after(async () => {}, { rows: [], steps: [], status: '', alert: '' });

export const Pending: StoryObj = after(
  async ({ stage }) => {
    stage.server.always('hang');
    await stage.run(shop.pay, payment);
    await stage.reload();
    await stage.advance(1500);
  },
  {
    rows: ['Your payment of €20 from 14:02 is being confirmed.'],
    steps: [],
    status: 'Your payment of €20: Still trying. Please wait. You will not be charged twice.',
    alert: '',
    focus: null,
  },
);

export const Offline: StoryObj = after(
  async ({ stage }) => {
    stage.world.server.online = false;
    await stage.run(shop.pay, payment);
    await stage.reload();
  },
  { rows: ['Your payment of €20 from 14:02 waits until you are online.'], steps: [], sends: 0 },
);

export const Retry: StoryObj = after(
  async ({ stage }) => {
    stage.world.server.online = false;
    await stage.run(shop.pay, payment);
    await stage.reload();
    await stage.advance(301_000);
    stage.world.server.online = true;
  },
  { rows: ['Your payment of €20 from 14:02 did not happen.'], steps: ['Try again'] },
);

export const RetryWithoutInput: StoryObj = after(
  async ({ stage }) => {
    stage.world.server.online = false;
    await stage.run(shop.signUp, person);
    await stage.reload();
    await stage.advance(301_000);
    stage.world.server.online = true;
  },
  { rows: ['Your new account from 14:02 did not happen.'], steps: ['Fill it in again'] },
);

export const Unanswered: StoryObj = after(
  (scene) => failThenReload(scene, () => scene.stage.run(shop.pay, payment)),
  { rows: ['Your payment of €20 from 14:02 is not confirmed.'], steps: ['Finish payment'] },
);

export const UnansweredToAsk: StoryObj = after(
  (scene) => failThenReload(scene, () => scene.stage.run(shop.order, payment)),
  { rows: ['Your payment from 14:02 is not confirmed.'], steps: ['Check status'] },
);

export const Unprotected: StoryObj = after(
  async ({ stage }) => {
    stage.server.next('drop');
    await stage.run(shop.donate, donation);
    await stage.reload();
  },
  { rows: ['Your donation of €5 from 14:02 is not confirmed.'], steps: [] },
);

export const Quarantined: StoryObj = after(
  async ({ stage }) => {
    stage.server.next('hang');
    await stage.run(shop.pay, payment);
    stage.rewriteOpen((row) => ({ ...row, v: 999 }));
    await stage.reload();
  },
  { rows: ['Your payment is not confirmed.'], steps: [], sends: 1 },
);

export const Person: StoryObj = after(
  async ({ stage }) => {
    stage.server.next('person');
    await stage.run(shop.transfer, payment);
  },
  { rows: ['Your payment of €20 from 14:02 is being confirmed.'], steps: ['Check status'] },
);

/** It becomes done while somebody looks: that is news, until it is closed. */
export const Done: StoryObj = {
  play: play(async ({ stage, shows }) => {
    stage.server.always('error');
    await stage.run(shop.pay, payment);
    stage.server.always('ok');
    await stage.advance(3000);
    await shows({ rows: ['Your payment of €20 went through.'], steps: ['Close'], effects: 1 });
  }),
};

/** Several at once, each with its one next step. */
export const Several: StoryObj = {
  play: play(async (scene) => {
    const { stage, tap, shows } = scene;
    await failThenReload(scene, async () => {
      await stage.run(shop.donate, donation);
      await stage.run(shop.pay, payment);
      await stage.run(shop.order, payment);
      await stage.run(shop.signUp, person);
    });
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
        'Your note “Milk” went through.',
        'Your payment of €20 went through.',
      ],
      steps: ['Check status', 'Check status', 'Close', 'Close'],
      effects: 2,
    });
  }),
};
