import { SCHEMA } from './schema.ts';
import type { SqlDatabase } from './sqlSession.ts';

/** Servers that start together migrate one after the other. */
const LOCK = 'select pg_advisory_xact_lock(7207)';

/**
 * `if not exists` would ask for the right to create a table that is there, and a server's role may not have it. What is
 * there is found as every statement finds it, and what is new goes beside it: a schema that comes first in `search_path`
 * since then must not get empty tables of its own, under which every ID would be forgotten.
 */
const VERSIONS = `
do $migration$
declare
  home constant text = (
    select relnamespace::regnamespace from pg_class where oid = to_regclass('safe_action_versions')
  );
begin
  if home is not null then
    perform set_config('search_path', home, true);
  else
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
