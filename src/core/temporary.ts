/**
 * Statuses that say nothing of what became of a call: the next one may be answered otherwise. 499 is of a proxy that did
 * not wait for the end.
 */
export function isTemporary(status: number): boolean {
  return /^(408|425|429|499|[5-9])/.test(`${status}`);
}
