import type { Books } from './books.ts';

/** What `pg` clients and PGlite's transactions have in common. */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The shop's own table. The server half brings its tables by a versioned migration. */
export const BOOKS = 'create table if not exists shop_books (key text primary key, value jsonb not null)';

/** Empties every table, but for which versions have been migrated. */
export const EMPTY = `
do $empty$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = current_schema()
    and (tablename = 'shop_books' or tablename like 'safe\\_action\\_%') and tablename <> 'safe_action_versions'
  loop execute format('truncate %I', name); end loop;
end $empty$`;

/** The shop's data in the transaction in which the server half keeps its own. */
export function sqlBooks(client: SqlClient): Books {
  const insert = 'insert into shop_books (key, value) values ($1, $2)';
  const write = async (text: string, ...values: unknown[]): Promise<void> => {
    await client.query(text, values);
  };
  return {
    async get(key) {
      const { rows } = await client.query('select value from shop_books where key = $1', [key]);
      return (rows[0] as { value: never } | undefined)?.value;
    },
    put: (key, value) =>
      write(`${insert} on conflict (key) do update set value = excluded.value`, key, JSON.stringify(value)),
    insert: (key, value) => write(insert, key, JSON.stringify(value)),
    delete: (key) => write('delete from shop_books where key = $1', key),
    async list(prefix) {
      const text = 'select key, value from shop_books where starts_with(key, $1) order by key';
      const { rows } = await client.query(text, [prefix]);
      return (rows as { key: string; value: never }[]).map(({ key, value }) => [key, value]);
    },
  };
}
