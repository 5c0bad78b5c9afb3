import type { LoggedEntry } from './logEntry.ts';
import { operationKey } from './names.ts';
import type { ServerStore } from './store.ts';

/**
 * Everything that happened under a request ID, oldest first, and every webhook that named it: itself, or the operation
 * key that its provider knows it by.
 */
export async function traceOf(store: ServerStore, requestId: string): Promise<LoggedEntry[]> {
  const { row } = await store.find(requestId);
  const own = await store.trace(requestId);
  if (!row?.operation) return own;
  const webhooks = await store.trace(await operationKey(row.operation, requestId));
  // A stable sort: lines of one time stay in their order.
  return [...own, ...webhooks.map((entry) => ({ ...entry, requestId }))].sort((a, b) => a.at - b.at);
}
