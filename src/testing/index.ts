export { createEngine } from '../core/engine.ts';
export type { MemoryLocks } from './memoryLock.ts';
export type { Call, Handler, MemoryNetwork, NetworkFault } from './memoryNetwork.ts';
export type { MemoryPage } from './memoryPage.ts';
export {
  createMemoryServerStore,
  type MemoryData,
  type MemoryServerStore,
  type MemoryServerStoreOptions,
} from './memoryServerStore.ts';
export type { Change, MemoryStore } from './memoryStore.ts';
export { type MemoryTables, memoryTables } from './memoryTables.ts';
export type { StoreFault } from './memoryTransaction.ts';
export type { VirtualClock } from './virtualClock.ts';
export { createWorld, type Tab, type TabOptions, type World, type WorldOptions } from './world.ts';
