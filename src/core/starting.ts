import type { View } from './view.ts';

/** The view before anything is known: not `idle`, since unread is not empty (laws 7 and 11). The same on server and client. */
export const STARTING: View = { status: 'wait', reason: 'starting', durability: 'disk', locked: true };
