// What anybody would write: the key is inserted, the work is done, the row is updated, in one transaction.

export const TABLES = {
  hand: `create table hand (request_id text primary key, principal text not null, fingerprint text not null,
    state text not null, created_at timestamptz not null, status integer, headers text, body bytea)`,
  work: 'create table work (request_id text primary key, amount integer not null)',
};

export const HAND = {
  insert: `insert into hand (request_id, principal, fingerprint, state, created_at) values ($1, 'ada', 'f', 'pending', now())`,
  work: 'insert into work (request_id, amount) values ($1, 20)',
  update: `update hand set state = 'answered', status = 200, headers = '[]', body = $2 where request_id = $1`,
};
