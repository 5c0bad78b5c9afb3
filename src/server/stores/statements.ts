import type { Statement } from './sqlSession.ts';

const statement = (name: string, text: string): Statement => ({ name: `safe_action_${name}`, text });

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
const milliseconds = (value: string): string => `${value}::float8 * interval '1 millisecond'`;
const later = (value: string): string => `clock_timestamp() + ${milliseconds(value)}`;

/** Times as floating point numbers: drivers give 64-bit integers as text, as bigint or as numbers. */
const ROW = `
  request_id, principal, operation, fingerprint, unique_key, state, fence, status, headers, body,
  ${ms('lease_until')} as lease_until, ${ms('created_at')} as created_at, ${ms('started_at')} as started_at`;

const NOW = `${ms('clock_timestamp()')} as now`;

/**
 * What others go by from then on must be on the disk when it is committed: that an effect may have begun, that none ever
 * will, that it is done. Where the database answers before that (`synchronous_commit = off`), a crash would take it back.
 */
const kept = (state: string): string => `
  case when ${state} <> 'pending' and current_setting('synchronous_commit') = 'off'
    then set_config('synchronous_commit', 'local', true) end as kept`;

/**
 * Whether an ID is ours from here on: `free`, or `known`, `busy` or `rival`. See `safe_action_claim` in `schema.ts`.
 * $1 ID, $2 and $3 its lock, $4 unique key or null, $5 and $6 its lock
 */
export const claim: Statement = statement(
  'claim',
  `select safe_action_claim($1, $2, $3, $4, $5, $6) as held, ${NOW}`,
);

/** $1 ID */
export const known: Statement = statement(
  'known',
  `select ${ROW} from safe_action_requests where request_id = $1`,
);

/** The row that holds a business object. $1 unique key */
export const holder: Statement = statement(
  'holder',
  `select ${ROW} from safe_action_requests where unique_key = $1`,
);

/**
 * The locks that are held are looked at and not tried: a question must not stand in a first call's way.
 * $1 ID, $2 and $3 its lock
 */
export const find: Statement = statement(
  'find',
  `
select ${NOW}, row.*, row.request_id is null and exists (
  select from pg_locks
  where locktype = 'advisory' and granted and objsubid = 2 and pid <> pg_backend_pid()
    and database = (select oid from pg_database where datname = current_database())
    and classid::bigint = $2::bigint & 4294967295 and objid::bigint = $3::bigint & 4294967295
) as busy
from (select) one left join (select ${ROW} from safe_action_requests where request_id = $1) row on true`,
);

const lines = (from: number): string =>
  `unnest($${from}::text[], $${from + 1}::text[], $${from + 2}::text[]) as entry (request_id, kind, detail)`;

/** An arrival is logged at its end and happened at its transaction's beginning. */
const line = `entry.request_id, case when entry.kind = 'arrived' then now() else clock_timestamp() end, entry.kind, entry.detail`;

/**
 * A row that was claimed in this transaction, as it is when it is first written, with its lines of the log. Who holds
 * the locks finds no other row; should there be one all the same, the transaction fails.
 *
 * $1 ID, $2 principal, $3 operation, $4 fingerprint, $5 unique key, $6 state, $7 fence, $8 when it was claimed,
 * $9 until when its worker was taken for alive then, $10 whether the effect may have begun, $11 keys, $12 lease,
 * $13 status, $14 headers, $15 body, $16 how long answers are kept, $17 to $19 the lines
 */
export const add: Statement = statement(
  'add',
  `select safe_action_add($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19),${kept('$6')}`,
);

/**
 * Compare-and-set, with its lines of the log. Where it has to wait for another transaction, it compares with what that
 * one has committed. A key is never due before its answer: what was open for longer than keys are kept would be purged
 * as it is settled, and its object be free.
 *
 * $1 ID, $2 fence, $3 the state in which a row without a worker was seen, or null where it is one's own, $4 state,
 * $5 new fence, $6 lease, $7 whether there is an answer, $8 status, $9 headers, $10 body, $11 how long answers are kept,
 * $12 whether the business object is free, $13 to $15 the lines
 */
export const write: Statement = statement(
  'write',
  `
with changed as (
  update safe_action_requests set
    state = coalesce($4, state),
    fence = coalesce($5::integer, fence),
    lease_until = coalesce(${later('$6')}, lease_until),
    status = case when $7::boolean then $8::integer else status end,
    headers = case when $7::boolean then $9 else headers end,
    body = case when $7::boolean then $10::bytea else body end,
    answers_until = coalesce(${later('$11')}, answers_until),
    keys_until = case when keys_until is null then null else greatest(keys_until, ${later('$11')}) end,
    unique_key = case when $12::boolean then null else unique_key end,
    started_at = case when $4 = 'started' then coalesce(started_at, clock_timestamp()) else started_at end
  where request_id = $1 and fence = $2::integer
    and ($3::text is null or (state = $3 and lease_until <= clock_timestamp()))
  returning request_id
), logged as (
  insert into safe_action_log (request_id, at, kind, detail)
  select ${line} from changed, ${lines(13)}
)
select request_id,${kept('$4')} from changed`,
);

/**
 * Waits for the row where another transaction has it, and then has it itself. It keeps what was before, since an update
 * gives back only what is after. $1 object, $2 at, $3 keys
 */
export const raise: Statement = statement(
  'raise',
  `
insert into safe_action_watermarks as mark (object, at, keys_until) values ($1, $2::float8, ${later('$3')})
on conflict (object) do update set
  before = mark.at,
  at = greatest(mark.at, excluded.at),
  keys_until = case when mark.keys_until is null or excluded.keys_until is null then null
    else greatest(mark.keys_until, excluded.keys_until) end
returning before`,
);

/** $1 to $3 the lines */
export const log: Statement = statement(
  'log',
  `
insert into safe_action_log (request_id, at, kind, detail)
select ${line} from ${lines(1)}`,
);

/** $1 ID */
export const trace: Statement = statement(
  'trace',
  `select request_id, ${ms('at')} as at, kind, detail from safe_action_log where request_id = $1 order by at, line`,
);

/** In an order that has no index: each sign of life would have to write there. $1 how many */
export const unresolved: Statement = statement(
  'unresolved',
  `
select ${ROW} from safe_action_requests
where state in ('started', 'unknown') and lease_until <= clock_timestamp()
order by lease_until limit $1::integer`,
);

/*
 * The purge. Several servers may do it at once: each takes rows that no other one has. It compares with `now()`, which
 * stands still, so that an index can be asked; and it says which rows in the indexes' own words (`schema.ts`, version
 * 4). So it reads what is due, and nothing of the rest.
 */

/** An answer goes at the latest when its key does. $1 how many */
export const purgeAnswers: Statement = statement(
  'purge_answers',
  `
with gone as (
  update safe_action_requests set state = 'expired', headers = null, body = null
  where request_id = any (array(
    select request_id from safe_action_requests
    where state = 'answered' and least(answers_until, keys_until) < now()
    order by least(answers_until, keys_until) limit $1::integer for update skip locked
  ))
  returning 1
)
select count(*)::integer as gone from gone`,
);

/** What is answered has its answer purged first. $1 how many */
export const purgeKeys: Statement = statement(
  'purge_keys',
  `
with gone as (
  delete from safe_action_requests where request_id = any (array(
    select request_id from safe_action_requests
    where state in ('pending', 'expired', 'cancelled') and keys_until < now()
    order by keys_until limit $1::integer for update skip locked
  ))
  returning 1
)
select count(*)::integer as gone from gone`,
);

/**
 * "It never will" stays for as long as its effect is open: what somebody has heard of it decides whether that may be
 * executed once more (law 4). $1 how many, $2 how long lines are kept, ms
 */
export const purgeLines: Statement = statement(
  'purge_lines',
  `
with gone as (
  delete from safe_action_log where ctid = any (array(
    select ctid from safe_action_log line where at < now() - ${milliseconds('$2')}
      and (kind <> 'cancelled' or not exists (
        select from safe_action_requests request
        where request.request_id = line.request_id and state in ('started', 'unknown')
      ))
    order by at limit $1::integer
  ))
  returning 1
)
select count(*)::integer as gone from gone`,
);

/** $1 how many */
export const purgeWatermarks: Statement = statement(
  'purge_watermarks',
  `
with gone as (
  delete from safe_action_watermarks where object = any (array(
    select object from safe_action_watermarks where keys_until < now()
    order by keys_until limit $1::integer for update skip locked
  ))
  returning 1
)
select count(*)::integer as gone from gone`,
);
