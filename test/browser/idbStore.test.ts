import { IDBDatabase, IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { beforeEach, describe, vi } from 'vitest';
import { describeIdbStore } from './idbContract.ts';

describe('IndexedDB store on fake-indexeddb', () => {
  beforeEach(() => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    vi.stubGlobal('IDBDatabase', IDBDatabase);
    vi.stubGlobal('IDBKeyRange', IDBKeyRange);
    vi.stubGlobal('IDBObjectStore', IDBObjectStore);
  });
  describeIdbStore();
});
