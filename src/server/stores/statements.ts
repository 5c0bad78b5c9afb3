import type { Statement } from './sqlSession.ts';

const statement = (name: string, text: string): Statement => ({ name: `safe_action_${name}`, text });

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
const later = (value: string): string => `clock_timestamp() + ${value}::float8 * interval '1 millisecond'`;

/** Times as floating point numbers: drivers give 64-bit integers as text, as bigint or as numbers. */
const ROW = `
  request_id, principal, operation, fingerprint, unique_key, state, fence, status, headers, body,
  ${ms('lease_until')} as lease_until, ${ms('created_at')} as created_at, ${ms('started_at')} as started_at`;

const NOW = `${ms('clock_timestamp()')} as now`;

/** Two spaces of advisory locks, for request IDs and for business objects, which end with their transaction. */
const idLock = (id: string): string => `hashtextextended(${id}, 7205)`;
const uniqueLock = (key: string): string => `hashtextextended(${key}, 7206)`;

/**
 * Put-if-absent. The locks are tried, not waited for: a second call hears at once that the first one runs. They are
 * tried only where no row is seen, so that repeats of what is over do not stand in each other's way. Where another
 * transaction committed between this statement's snapshot and its locks, the insert finds its row and nothing comes
 * back: `rows` then looks with a snapshot of its own.
 *
 * $1 ID, $2 principal, $3 operation, $4 fingerprint, $5 unique key, $6 state, $7 lease, $8 keys
 */
export const claim: Statement = statement(
  'claim',
  `
with known as materialized (
  select * from safe_action_requests where request_id = $1
), gate as materialized (
  select case
    when exists (select from known) then null
    when not pg_try_advisory_xact_lock(${idLock('$1')}) then false
    when $5::text is null then true
    else pg_try_advisory_xact_lock(${uniqueLock('$5::text')})
  end as is_open
), inserted as (
  insert into safe_action_requests
    (request_id, principal, operation, fingerprint, unique_key, state, fence,
     lease_until, created_at, started_at, keys_until)
  select $1, $2, $3, $4, $5, $6, 1, ${later('$7')}, clock_timestamp(),
    case when $6 = 'started' then clock_timestamp() end, ${later('$8')}
  from gate where is_open
  on conflict do nothing
  returning *
)
select ${NOW}, gate.is_open, row.claimed, ${ROW}
from gate left join (select true as claimed, * from inserted union all select false, * from known) row on true`,
);

/** The row of an ID, and the row of another one that holds its business object. $1 ID, $2 unique key */
export const rows: Statement = statement(
  'rows',
  `
select ${NOW}, ${ROW} from safe_action_requests
where request_id = $1 or (unique_key is not null and unique_key = $2::text)`,
);

/**
 * The locks that are held are looked at and not tried: a question must not stand in a first call's way.
 * $1 ID
 */
export const find: Statement = statement(
  'find',
  `
select ${NOW}, row.*, row.request_id is null and exists (
  select from pg_locks
  where locktype = 'advisory' and granted and objsubid = 1 and pid <> pg_backend_pid()
    and database = (select oid from pg_database where datname = current_database())
    and classid::bigint = (${idLock('$1')} >> 32) & 4294967295
    and objid::bigint = ${idLock('$1')} & 4294967295
) as busy
from (select) one left join (select ${ROW} from safe_action_requests where request_id = $1) row on true`,
);

const lines = (from: number): string =>
  `unnest($${from}::text[], $${from + 1}::text[], $${from + 2}::text[]) with ordinality as entry (request_id, kind, detail, place)`;

/** An arrival is logged at its end and happened at its transaction's beginning. */
const line = `entry.request_id, case when entry.kind = 'arrived' then now() else clock_timestamp() end, entry.kind, entry.detail`;

/**
 * Compare-and-set on the fence, with its lines of the log.
 *
 * $1 ID, $2 fence, $3 state, $4 new fence, $5 lease, $6 whether there is an answer, $7 status, $8 headers, $9 body,
 * $10 how long answers are kept, $11 whether the business object is free, $12 to $14 the lines
 */
export const write: Statement = statement(
  'write',
  `
with changed as (
  update safe_action_requests set
    state = coalesce($3, state),
    fence = coalesce($4::integer, fence),
    lease_until = coalesce(${later('$5')}, lease_until),
    status = case when $6::boolean then $7::integer else status end,
    headers = case when $6::boolean then $8 else headers end,
    body = case when $6::boolean then $9::bytea else body end,
    answers_until = coalesce(${later('$10')}, answers_until),
    unique_key = case when $11::boolean then null else unique_key end,
    started_at = case when $3 = 'started' then coalesce(started_at, clock_timestamp()) else started_at end
  where request_id = $1 and fence = $2::integer
  returning request_id
), logged as (
  insert into safe_action_log (request_id, at, kind, detail)
  select ${line} from changed, ${lines(12)} order by entry.place
)
select request_id from changed`,
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
select ${line} from ${lines(1)} order by entry.place`,
);

/** $1 ID */
export const trace: Statement = statement(
  'trace',
  `select request_id, ${ms('at')} as at, kind, detail from safe_action_log where request_id = $1 order by at, line`,
);

/** $1 how many */
export const unresolved: Statement = statement(
  'unresolved',
  `
select ${ROW} from safe_action_requests
where state in ('started', 'unknown') and lease_until <= clock_timestamp()
order by started_at limit $1::integer`,
);

/** Several servers may purge at once: each takes rows that no other one has. $1 how many */
export const purgeAnswers: Statement = statement(
  'purge_answers',
  `
with old as (
  select request_id from safe_action_requests
  where state = 'answered' and answers_until < clock_timestamp()
  order by answers_until limit $1::integer for update skip locked
), gone as (
  update safe_action_requests set state = 'expired', headers = null, body = null
  from old where safe_action_requests.request_id = old.request_id
  returning 1
)
select count(*)::integer as gone from gone`,
);

/** $1 how many */
export const purgeKeys: Statement = statement(
  'purge_keys',
  `
with old as (
  select request_id from safe_action_requests
  where keys_until < clock_timestamp() and state not in ('started', 'unknown')
  order by keys_until limit $1::integer for update skip locked
), gone as (
  delete from safe_action_requests using old where safe_action_requests.request_id = old.request_id
  returning 1
)
select count(*)::integer as gone from gone`,
);

/** $1 how many, $2 how long lines are kept, ms */
export const purgeLines: Statement = statement(
  'purge_lines',
  `
with gone as (
  delete from safe_action_log where ctid = any (array(
    select ctid from safe_action_log
    where at < clock_timestamp() - $2::float8 * interval '1 millisecond' limit $1::integer
  ))
  returning 1
)
select count(*)::integer as gone from gone`,
);

/** $1 how many */
export const purgeWatermarks: Statement = statement(
  'purge_watermarks',
  `
with old as (
  select object from safe_action_watermarks
  where keys_until < clock_timestamp()
  order by keys_until limit $1::integer for update skip locked
), gone as (
  delete from safe_action_watermarks using old where safe_action_watermarks.object = old.object
  returning 1
)
select count(*)::integer as gone from gone`,
);
