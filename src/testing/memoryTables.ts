import type { LoggedEntry } from '../server/logEntry.ts';
import type { Row } from '../server/row.ts';

export interface Mark {
  at: number;
  keysUntil: number;
}

export interface Kept {
  row: Row;
  answersUntil: number;
  keysUntil: number;
}

/** What is committed, as data that can be written down: maps, arrays, bytes and plain objects. */
export interface MemoryTables {
  rows: Map<string, Kept>;
  marks: Map<string, Mark>;
  data: Map<string, unknown>;
  story: LoggedEntry[];
}

export function memoryTables(): MemoryTables {
  return { rows: new Map(), marks: new Map(), data: new Map(), story: [] };
}
