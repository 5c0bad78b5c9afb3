import { SCHEMA } from './schema.ts';
import type { SqlDatabase } from './sqlSession.ts';

/** Servers that start together migrate one after the other. */
const LOCK = 'select pg_advisory_xact_lock(7207)';

const VERSIONS = `
create table if not exists safe_action_versions (
  version integer primary key,
  migrated_at timestamptz not null default now()
)`;

/** Brings the tables to this version: each missing version, all in one transaction. */
export async function migrate<Native>(
  database: SqlDatabase<Native>,
  versions: readonly string[] = SCHEMA,
): Promise<void> {
  // The steps ask which version there is behind the lock, so that nobody runs one twice.
  const steps = versions.map((text, index) => {
    const version = index + 1;
    return `
do $migration$ begin
  if not exists (select from safe_action_versions where version = ${version}) then
    ${text}
    insert into safe_action_versions (version) values (${version});
  end if;
end $migration$`;
  });
  await database.script([LOCK, VERSIONS, ...steps].join(';\n'));
}
