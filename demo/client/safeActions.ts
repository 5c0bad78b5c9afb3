import { createSafeActions } from 'safe-action';
import { cancelOrder, pay, saveProfile, sendGift, signUp } from './actions.ts';

/** The one client of this shop. */
export const safeActions = createSafeActions({
  app: 'corner-shop',
  actions: [pay, signUp, saveProfile, cancelOrder, sendGift],
});
