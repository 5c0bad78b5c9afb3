import { requestId } from '../../../src/core/requestId.ts';

/** A request ID that was made just now. */
export function newId(): string {
  const token = Array.from({ length: 20 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
  return requestId('payment', Date.now(), token);
}
