// What `src` uses of Node's globals: `NODE_ENV`, which bundlers replace, and what the lock on PGlite's directory and the hashes need.
// The build has no other Node types.
declare const process: {
  readonly env: { readonly NODE_ENV?: string };
  readonly pid: number;
  kill(id: number, signal: 0): true;
  getBuiltinModule(name: 'node:crypto'): import('./src/server/nodeCrypto.ts').NodeCrypto;
  getBuiltinModule(name: 'node:fs'): {
    writeFileSync(file: string, text: string): void;
    readFileSync(file: string, encoding: 'utf8'): string;
    linkSync(existing: string, file: string): void;
    renameSync(from: string, to: string): void;
    rmSync(file: string, options?: { force?: boolean }): void;
    readonly realpathSync: { native(path: string): string };
  };
  getBuiltinModule(name: 'node:path'): {
    basename(path: string): string;
    dirname(path: string): string;
    join(...parts: string[]): string;
    resolve(...parts: string[]): string;
  };
};
