interface Hmac {
  update(data: string | Uint8Array): Hmac;
  digest(): Uint8Array;
}

/** What this uses of `node:crypto`. */
export interface NodeCrypto {
  hash(algorithm: 'sha256', data: string, encoding: 'hex' | 'base64url'): string;
  createHmac(algorithm: 'sha256', key: string | Uint8Array): Hmac;
}

/**
 * Node's own hashes, which are done at once: Web Crypto hands each one to a thread, which costs more than the hash.
 * Asked for and not imported, so that other runtimes can load this too; there it is `undefined`.
 */
export const nodeCrypto: NodeCrypto | undefined =
  typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:crypto');
