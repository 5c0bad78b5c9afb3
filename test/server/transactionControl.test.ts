import { expect, it } from 'vitest';
import { transactionControlIn } from '../../src/server/stores/transactionControl.ts';

it.each([
  ['begin', 'begin'],
  ['BEGIN;', 'begin'],
  ['  Begin Transaction', 'begin'],
  ['begin work', 'begin'],
  ['START TRANSACTION', 'begin'],
  ['start   transaction\n isolation level read committed, read write;', 'begin'],
  ['-- a service\nbegin /* here */', 'begin'],
  ['commit', 'commit'],
  ['END TRANSACTION;', 'commit'],
  ['rollback', 'rollback'],
  ['Abort Work', 'rollback'],
  ['begin isolation level serializable', 'refused'],
  ['begin read only', 'refused'],
  ['start transaction isolation level repeatable read', 'refused'],
  ['commit and chain', 'refused'],
  ["commit prepared 'x'", 'refused'],
  ["prepare transaction 'x'", 'refused'],
  ['begin; insert into paid values (1); commit', 'refused'],
  ["insert into paid values ('a;b'); commit", 'refused'],
  ["insert into paid values (E'it\\'s'); commit", 'refused'],
  ["insert into paid values ('it''s'); -- done\ncommit;", 'refused'],
  ['select 1;end', 'refused'],
])('%j is seen as %s', (text, control) => {
  expect(transactionControlIn(text)).toBe(control);
});

it.each([
  'insert into paid values (1)',
  "insert into notes values ('; commit')",
  "insert into notes values (E'\\'; commit; \\'')",
  'select "begin" from "; commit"',
  'select case when free then 1 end from stock',
  'do $$ begin perform 1; end $$',
  'create function f() returns int as $body$ begin return 1; end; $body$ language plpgsql',
  'savepoint mine; rollback to savepoint mine; release savepoint mine',
  'rollback work to savepoint mine',
  'select 1 -- ; commit',
  'select 1 /* ; commit */',
  'select beginning, committed from stock',
  'prepare paying as select 1; execute paying',
])('%j does nothing to its transaction', (text) => {
  expect(transactionControlIn(text)).toBeUndefined();
});
