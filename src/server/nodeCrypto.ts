interface Hash {
  update(data: string | Uint8Array): Hash;
  digest(): Uint8Array;
}

/** What this uses of `node:crypto`. */
export interface NodeCrypto {
  createHash(algorithm: 'sha256'): Hash;
  createHmac(algorithm: 'sha256', key: string | Uint8Array): Hash;
}

/**
 * Node's own hashes, which are done at once: Web Crypto hands each one to a thread, which costs more than the hash.
 * Asked for and not imported, so that other runtimes can load this too; there it is `undefined`.
 */
export const nodeCrypto: NodeCrypto | undefined =
  typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:crypto');
