import type { TestProject } from 'vitest/node';
import { ensurePostgres } from '../../../scripts/postgres.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a real PostgreSQL; `undefined` where there is none, and then its tests are skipped. */
    databaseUrl: string | undefined;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const postgres = await ensurePostgres();
  project.provide('databaseUrl', postgres?.url);
  return () => postgres?.stop();
}
