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
  ['start transaction read write,not deferrable', 'begin'],
  ['begin deferrable', 'begin'],
  ['/* a /* b */ c */ commit', 'commit'],
  ["/* a /* b */ ' */ commit --'", 'commit'],
  ['-- a service\rcommit', 'commit'],
  ['select 1 -- a service\r; commit', 'refused'],
  ['select $1 /* $a$ */; commit; select $2 /* $a$ */', 'refused'],
  ['create function f() returns int language sql begin atomic select 1; end; commit', 'refused'],
  ['create function f() returns int language sql begin atomic end; commit', 'refused'],
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
  ['do $BODY$ begin perform 1; end $BODY$; commit', 'refused'],
  ['insert into notes values ($Q$x$Q$); commit', 'refused'],
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
  'select 1 /* a /* b */; commit; */',
  "select E'a''\\'; commit; '",
  'select $ü$; commit; $ü$',
  'create function f() returns int language sql begin atomic select 1; end',
  'create or replace procedure p() begin atomic select case when true then 1 end; select 2; END;',
  'prepare paying as select 1; execute paying',
])('%j does nothing to its transaction', (text) => {
  expect(transactionControlIn(text)).toBeUndefined();
});

it.each([
  ['a string', "'", 'x', "'"],
  ['a string of quotes', "'", "''", "'"],
  ['a string with escapes', "e'", "\\'", "'"],
  ['a name', '"', '""', '"'],
  ['a comment', '/*', '/**/', '*/'],
  ['a body', '$a$', '$b$', '$a$'],
])('%s of 16 MB is passed over', (_name, opens, part, closes) => {
  const long = `${opens}${'x'.repeat(16 << 20)}${part.repeat(1 << 20)}${closes}`;
  expect(transactionControlIn(`insert into notes values (1, ${long}); select 'the end'`)).toBeUndefined();
  expect(transactionControlIn(`select ${long}; commit`)).toBe('refused');
});
