import { SCHEMA } from './schema.ts';
import type { SqlDatabase } from './sqlSession.ts';

/** Servers that start together migrate one after the other. */
const LOCK = 'select pg_advisory_xact_lock(7207)';

/** `if not exists` would ask for the right to create a table that is there, and a server's role may not have it. */
const VERSIONS = `
do $migration$ begin
  if to_regclass(quote_ident(current_schema()) || '.safe_action_versions') is null then
    create table safe_action_versions (
      version integer primary key,
      migrated_at timestamptz not null default now()
    );
  end if;
end $migration$`;

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
