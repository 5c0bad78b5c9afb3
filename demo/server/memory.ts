import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';

export type Memory = ReturnType<typeof createMemory>;

/**
 * Everything the server knows. With a `file`, what `commit` wrote there is there again after a restart, also after a
 * kill: a call's effect and its stored answer go into the file in one step, so there is never one without the other.
 */
export function createMemory(file?: string) {
  const tables: Record<string, Map<string, unknown>> = file && existsSync(file)
    ? deserialize(readFileSync(file))
    : {};

  return {
    table<Row>(name: string): Map<string, Row> {
      tables[name] ??= new Map();
      return tables[name] as Map<string, Row>;
    },

    commit(): void {
      if (!file) return;
      writeFileSync(`${file}.new`, serialize(tables));
      renameSync(`${file}.new`, file);
    },
  };
}
