/** A statement of ours, prepared once per connection under its name. */
export interface Statement {
  name: string;
  text: string;
}

export type SqlValue = string | number | boolean | null | Uint8Array | readonly (string | null)[];

export type SqlRecord = Record<string, unknown>;

/** One statement at a time; outside a transaction each commits by itself. */
export interface SqlSession {
  query(statement: Statement, values: SqlValue[]): Promise<SqlRecord[]>;
}

interface SqlTransaction<Native> extends SqlSession {
  readonly native: Native;
  /** What the claim gave that was sent with the beginning. */
  readonly begun: SqlRecord | undefined;
}

/** What a transaction ends with. */
interface SqlEnd<T> {
  result: T;
  /** SQL without parameters that is sent with the commit; what it rejects is not committed. */
  last: string;
}

/** What the stores need of a database that speaks PostgreSQL's dialect. */
export interface SqlDatabase<Native> extends SqlSession {
  /**
   * @param idle how long the work may leave its transaction idle before the database ends it, ms
   * @param first a query without parameters that is sent with what begins the transaction
   */
  transact<T>(
    work: (tx: SqlTransaction<Native>) => Promise<SqlEnd<T>>,
    idle: number,
    first: string | undefined,
  ): Promise<T>;
  /** Several statements without values, in one transaction. */
  script(text: string): Promise<void>;
}
