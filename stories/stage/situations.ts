import type { Action } from 'safe-action';
import type { Scene } from './scene.ts';
import * as shop from './shop.ts';
import type { StageOptions } from './stage.ts';

/** One status and reason, and the way there: what the person, the network and the clock do. */
export interface Situation extends Pick<StageOptions, 'prepare'> {
  action: Action;
  input: unknown;
  /** The button's own label. */
  label: string;
  happen(scene: Scene): Promise<void>;
}

const HOUR = 3_600_000;
/** Long enough for the words of what is under way. */
const A_WHILE = 1500;
/** Longer than a round. */
const A_ROUND = 31_000;

const payment = { action: shop.pay, input: shop.cart, label: 'Pay €20' };
const order = { ...payment, action: shop.order };
const note = { action: shop.save, input: { text: 'Milk' }, label: 'Save' };
const person = { email: 'ann@example.com', password: 'correct horse' };
const account = { action: shop.signUp, input: person, label: 'Create account' };

const nothing = async () => {};
const tapOffline = async ({ stage, tap }: Scene) => {
  stage.world.server.online = false;
  await tap();
};
const failRound = async ({ stage, send }: Scene) => {
  stage.server.always('error');
  await send([], A_ROUND);
  stage.server.always('ok');
};
/** The row of the open action becomes one that a newer version wrote. */
const makeUnreadable = async ({ stage, send }: Scene) => {
  await send('hang');
  stage.rewriteOpen((row) => ({ ...row, v: 999 }));
  await stage.reload();
};

export const situations = {
  idle: { ...payment, happen: nothing },
  starting: { ...payment, prepare: ({ disk }) => void disk.hang(), happen: nothing },
  pending: { ...payment, happen: ({ send }) => send('hang') },
  pendingForLonger: { ...payment, happen: ({ send }) => send('hang', A_WHILE) },
  backoff: { ...payment, happen: ({ send }) => send('busy', A_WHILE) },
  offline: {
    ...payment,
    happen: async (scene) => {
      await tapOffline(scene);
      await scene.stage.advance(A_WHILE);
    },
  },
  processing: { ...payment, happen: ({ send }) => send('processing', A_WHILE) },
  processingForTooLong: {
    ...payment,
    happen: async ({ stage, send }) => {
      stage.server.always('processing');
      await send([], 10_500);
    },
  },
  elsewhere: {
    ...payment,
    happen: async ({ stage }) => {
      stage.server.next('hang');
      await stage.elsewhere(shop.pay, shop.cart);
      await stage.advance(A_WHILE);
    },
  },
  checking: {
    ...order,
    happen: async (scene) => {
      await failRound(scene);
      await scene.send('hang', A_WHILE);
    },
  },
  person: { ...payment, action: shop.transfer, happen: ({ send }) => send('person') },
  retry: {
    ...payment,
    happen: async (scene) => {
      await tapOffline(scene);
      await scene.stage.advance(301_000);
      scene.stage.world.server.online = true;
    },
  },
  retryWithoutInput: {
    ...account,
    happen: async (scene) => {
      await tapOffline(scene);
      await scene.stage.reload();
      await scene.stage.advance(301_000);
      scene.stage.world.server.online = true;
    },
  },
  unanswered: { ...payment, happen: failRound },
  unansweredToAsk: { ...order, happen: failRound },
  unreadable: { ...payment, happen: ({ send }) => send('unreadable') },
  refused: { ...payment, happen: ({ send }) => send(['drop', 'forbidden'], 1000) },
  storedFailure: { ...payment, happen: ({ send }) => send('stored-failure') },
  unprotected: { ...payment, action: shop.donate, label: 'Donate €20', happen: ({ send }) => send('drop') },
  expired: {
    ...payment,
    happen: async (scene) => {
      await failRound(scene);
      scene.stage.world.clock.jump(21 * HOUR);
      await scene.stage.reload();
    },
  },
  quarantined: { ...payment, happen: makeUnreadable },
  declined: { ...payment, happen: ({ send }) => send('declined') },
  done: { ...payment, happen: ({ send }) => send('ok') },
  invalid: { ...note, input: { text: '' }, happen: ({ tap }) => tap() },
  storageUnreadable: {
    ...payment,
    prepare: ({ disk }) => void disk.hang(),
    happen: ({ send }) => send([], 20_000),
  },
  storageUnwritable: {
    ...payment,
    happen: async ({ stage, send }) => {
      stage.world.disk.failNext('write', 10);
      await send([], 5000);
    },
  },
  storageAbsent: {
    ...payment,
    action: shop.large,
    prepare: ({ disk }) => {
      disk.absent = true;
    },
    happen: ({ tap }) => tap(),
  },
  pastRetention: {
    ...payment,
    happen: async (scene) => {
      await tapOffline(scene);
      await scene.stage.advance(301_000);
      scene.stage.world.clock.jump(21 * HOUR);
      await scene.tap();
    },
  },
  inMemory: {
    ...payment,
    prepare: ({ disk }) => {
      disk.absent = true;
    },
    happen: ({ send }) => send('hang', A_WHILE),
  },
} satisfies Record<string, Situation>;

export type SituationName = keyof typeof situations;
