import { createIdempotency, postgresStore } from 'safe-action/server';
import { pool, secret, userOf } from './shop.ts'; // yours

export const store = postgresStore(pool);
export const idempotency = createIdempotency({ store, secret, principal: userOf });
