/** The newest event of each object that a webhook has applied, so that an older one that comes late changes nothing. */
export interface Watermarks {
  /**
   * Raises an object's watermark to `at` where it is below that, and locks it until the transaction ends. Waits for
   * another transaction that holds it.
   * @param at Unix ms, by the sender's clock
   * @param keys how long the watermark is kept at least from now on, ms; `null`: for ever
   * @returns what it was before; `null` where the object had none
   */
  raise(object: string, at: number, keys: number | null): Promise<number | null>;
}
