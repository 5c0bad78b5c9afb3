/**
 * What a worker comes back with whose row may be another one's by now: the effect's result, or that its call has left
 * and may have arrived.
 */
export type Brought = 'result' | 'doubt';

/** What it finds: who has the row, if there is one; or that it could be read, but not be written, or neither. */
export type Place = 'held' | 'open' | 'cancelled' | 'gone' | 'unmarked' | 'unread';

const OPENING: Readonly<Record<Brought, string>> = {
  result: 'There is a result for',
  doubt: 'A call has left, and may have arrived, for',
};

const PLACES: Readonly<Record<Place, (key: string) => string>> = {
  cancelled: (key) =>
    'that ID had been cancelled by then. Whoever sent it may do it once more under a new ID: look for ' +
    `${key} at the provider, and undo what was done there.`,
  gone: (key) =>
    `its row is gone by now. Whoever sent it may do it once more under a new ID: look for ${key} at the provider, and ` +
    'undo what was done there.',
  open: (key) =>
    `its row was taken from its worker meanwhile: look for ${key} at the provider, and settle it.`,
  held: (key) =>
    'another worker has its row. If that one does not store it, nobody may say that it is absent: look for ' +
    `${key} at the provider, and settle it.`,
  unmarked: (key) =>
    `its row could not be marked: whatever is said of that ID, look for ${key} at the provider.`,
  unread: (key) => `its row could not be read: if that does not say so, look for ${key} at the provider.`,
};

/** What whoever is on duty is to do, with the key by which they find it. */
export function lateWords(brought: Brought, requestId: string, place: Place, operationKey: string): string {
  return `${OPENING[brought]} ${requestId}, and ${PLACES[place](operationKey)}`;
}
