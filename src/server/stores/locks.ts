/** An advisory lock of PostgreSQL that ends with its transaction: two 32-bit numbers. */
export type Lock = readonly [number, number];

export const idLock = (requestId: string): Lock => lockOf('id', requestId);
export const objectLock = (uniqueKey: string): Lock => lockOf('object', uniqueKey);

/**
 * Made here and not by the database, so that the lock can be tried with the statement that begins a transaction, which
 * takes no values. Two names with one lock only hear `in_progress` of each other. The hash is cyrb53's, all 64 bits.
 */
function lockOf(space: string, name: string): Lock {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  const text = `safe-action ${space} ${name}`;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  const mixed = (from: number, to: number): number =>
    Math.imul(from ^ (from >>> 16), 2246822507) ^ Math.imul(to ^ (to >>> 13), 3266489909);
  const first = mixed(one, other);
  return [first | 0, mixed(other, first) | 0];
}
