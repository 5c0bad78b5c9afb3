/**
 * The tables, version by version. What has been released is never edited: a change is a new version at the end.
 *
 * `safe_action_requests` has a row per request ID (`Row`), `safe_action_log` a line per thing that happened. The log is
 * only ever appended to, so a block range index finds its oldest lines and costs nothing to write.
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
];
