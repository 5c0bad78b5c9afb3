import { expect, it } from 'vitest';
import { fingerprint } from '../../src/server/fingerprint.ts';
import { operationKey, traceparent } from '../../src/server/names.ts';
import { nodeCrypto } from '../../src/server/nodeCrypto.ts';

// A runtime without `node:crypto`, as a browser is one. The values are those of Node, which share a table with these.
it('hashes with Web Crypto where there is no Node', async () => {
  expect(nodeCrypto).toBeUndefined();
  expect(await operationKey('pay', 'payment_1')).toBe('sa_u0_IhoMk-2sv7AhiJVH-H57iuHpVzjBk5Zzzvq69b_A');
  expect(await traceparent('payment_1')).toMatch(/^00-1c434f8ee15ca465c1884580ed72e145-[0-9a-f]{16}-01$/);
  const body = new TextEncoder().encode('{"b":1,"a":"ß"}');
  const call = { operation: 'pay', method: 'POST', path: '/pay', contentType: 'application/json', body };
  expect(await fingerprint(call, 'a secret of the tests', [])).toBe(
    'iM4fHUuGLIbOJRbUWf0K_sONf6YPZQjUoY9tneaTdfM',
  );
});
