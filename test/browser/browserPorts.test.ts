import { expect, it } from 'vitest';

const globals = ['window', 'document', 'navigator', 'indexedDB', 'localStorage', 'sessionStorage'];

it('touches nothing of the browser when it is imported, so that a server can render', async () => {
  const touched: string[] = [];
  const before = globals.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  for (const name of globals)
    Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) });
  try {
    await import('../../src/browser/browserPorts.ts');
  } finally {
    for (const [at, name] of globals.entries()) {
      Reflect.deleteProperty(globalThis, name);
      if (before[at]) Object.defineProperty(globalThis, name, before[at]);
    }
  }
  expect(touched).toEqual([]);
});
