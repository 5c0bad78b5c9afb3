/**
 * The tables, version by version. What has been released is never edited: a change is a new version at the end.
 *
 * `safe_action_requests` has a row per request ID (`Row`), `safe_action_log` a line per thing that happened.
 * `safe_action_watermarks` has a row per object that webhooks tell of: `at`, and what it was before the last raise.
 */
export const SCHEMA: readonly string[] = [
  `
create table safe_action_requests (
  request_id text primary key,
  principal text not null,
  operation text not null,
  fingerprint text not null,
  unique_key text,
  state text not null,
  fence integer not null,
  lease_until timestamptz not null,
  created_at timestamptz not null,
  started_at timestamptz,
  keys_until timestamptz,
  answers_until timestamptz,
  status integer,
  headers text,
  body bytea
);
create unique index safe_action_requests_unique_key on safe_action_requests (unique_key) where unique_key is not null;
create index safe_action_requests_keys_until on safe_action_requests (keys_until) where keys_until is not null;
create index safe_action_requests_answers_until on safe_action_requests (answers_until) where state = 'answered';
create index safe_action_requests_open on safe_action_requests (started_at) where state in ('started', 'unknown');

create table safe_action_log (
  line bigint generated always as identity,
  request_id text not null,
  at timestamptz not null,
  kind text not null,
  detail text
);
create index safe_action_log_request_id on safe_action_log (request_id);
create index safe_action_log_at on safe_action_log using brin (at) with (autosummarize = on);
`,
  `
create table safe_action_watermarks (
  object text primary key,
  at double precision not null,
  before double precision,
  keys_until timestamptz
);
create index safe_action_watermarks_keys_until on safe_action_watermarks (keys_until) where keys_until is not null;
`,
  // Functions, so that claiming an ID is one step for the database and one message to it, and needs no plan each time.
  // Each question in the first one is a statement of its own, and sees what the lock's last holder has committed.
  `
create function safe_action_claim(
  id text, id_lock integer, id_lock_too integer, object text, object_lock integer, object_lock_too integer
) returns text language plpgsql as $claim$
declare
  free constant boolean = pg_try_advisory_xact_lock(id_lock, id_lock_too);
begin
  if exists (select from safe_action_requests where request_id = id) then return 'known'; end if;
  if not free then return 'busy'; end if;
  if object is null then return 'free'; end if;
  if not pg_try_advisory_xact_lock(object_lock, object_lock_too) then return 'busy'; end if;
  if exists (select from safe_action_requests where unique_key = object) then return 'rival'; end if;
  return 'free';
end $claim$;

create function safe_action_add(
  id text, its_principal text, its_operation text, its_fingerprint text, object text, its_state text, its_fence integer,
  claimed float8, alive float8, begun boolean, keys float8, lease float8,
  its_status integer, its_headers text, its_body bytea, answers float8,
  ids text[], kinds text[], details text[]
) returns void language plpgsql as $add$
declare
  ms constant interval = interval '1 millisecond';
  since constant timestamptz = timestamptz 'epoch' + claimed * ms;
begin
  insert into safe_action_requests
    (request_id, principal, operation, fingerprint, unique_key, state, fence, created_at, lease_until, started_at,
     keys_until, status, headers, body, answers_until)
  values (id, its_principal, its_operation, its_fingerprint, object, its_state, its_fence, since,
    coalesce(clock_timestamp() + lease * ms, timestamptz 'epoch' + alive * ms), case when begun then since end,
    since + keys * ms, its_status, its_headers, its_body, clock_timestamp() + answers * ms);
  insert into safe_action_log (request_id, at, kind, detail)
  select entry.id, case when kind = 'arrived' then now() else clock_timestamp() end, kind, detail
  from unnest(ids, kinds, details) as entry (id, kind, detail);
end $add$;
`,
  // What the purge looks for. A row is in one of the two indexes, so a first call writes one; in a single one by time, each
  // half of the purge would walk over what is due for the other. Lines have an index that is in order: a block
  // range's summary never gets narrower, and says nothing once purged blocks are filled again.
  `
drop index safe_action_requests_keys_until;
drop index safe_action_requests_answers_until;
create index safe_action_requests_answer_due on safe_action_requests (least(answers_until, keys_until))
  where state = 'answered';
create index safe_action_requests_key_due on safe_action_requests (keys_until)
  where state in ('pending', 'expired', 'cancelled');

drop index safe_action_log_at;
create index safe_action_log_at on safe_action_log (at);
`,
];
