/** A bug that somebody could write: one line of `src`, changed. */
export interface SeededBug {
  name: string;
  /** The law it breaks, by number; 0 where it breaks none that has one. */
  law: number;
  /** Below `src/`. */
  file: string;
  line: string;
  becomes: string;
}

/** The simulator must catch each of them; `npm run simulate -- --bugs` plants them, one after the other. */
export const seededBugs: readonly SeededBug[] = [
  {
    name: 'a new ID for each retry',
    law: 1,
    file: 'core/door.ts',
    line: 'const context: SendContext = {\n    requestId,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
    becomes: 'const context: SendContext = {\n    requestId: attempt > 1 ? `${requestId}r` : requestId,',
  },
  {
    name: 'a double tap is two actions when the first one is done quickly',
    law: 1,
    file: 'core/machine.ts',
    line: 'const DOUBLE_TAP = 500;',
    becomes: 'const DOUBLE_TAP = 0;',
  },
  {
    name: '`once` is forgotten',
    law: 1,
    file: 'core/machine.ts',
    line: "if (record?.status === 'done' && policy.once &&",
    becomes: "if (record?.status === 'done' && !policy.once &&",
  },
  {
    name: 'put-if-absent on the slot alone, not on its `once` answer',
    law: 1,
    file: 'core/ledger.ts',
    line: 'tx.add(keys.latest(app, key), record.requestId);',
    becomes: 'tx.put(keys.latest(app, key), record.requestId);',
  },
  {
    name: 'a renewed ID is not the latest of its slot',
    law: 1,
    file: 'core/ledger.ts',
    line: '(!requestId || fresh || before === known)',
    becomes: '(!requestId || before === known)',
  },
  {
    name: 'old answers are purged however young they are',
    law: 1,
    file: 'core/ledger.ts',
    line: 'if (!action || !isOutdated(record, action, clock.now())) continue;',
    becomes: 'if (!action) continue;',
  },
  {
    name: 'a decline keeps its ID',
    law: 4,
    file: 'core/machine.ts',
    line: 'return event.mint ? mint(event.mint, event, now) : keep(record);',
    becomes:
      "return event.mint ? mint(record?.status === 'declined' ? { ...event.mint, requestId: record.requestId } : event.mint, event, now) : keep(record);",
  },
  {
    name: 'the call goes out before the record is stored',
    law: 2,
    file: 'core/slotDriver.ts',
    line: 'const applied = await ledger.apply(slot.key, slot.situate(event), requestId, known, blank);',
    becomes:
      'const full = slot.situate(event); if (blank) { const early = ledger.rehearse(null, full); perform(slot, early.record, early.effects); } const applied = await ledger.apply(slot.key, full, requestId, known, blank);',
  },
  {
    name: 'stored means that the requests succeeded, not that the transaction is complete',
    law: 2,
    file: 'testing/memoryStore.ts',
    line: 'later(() => complete(draft, result));',
    becomes: 'resolve(result); later(() => complete(draft, result));',
  },
  {
    name: 'what cannot be written is sent from memory',
    law: 2,
    file: 'core/slotDriver.ts',
    line: 'const applied = await ledger.apply(slot.key, slot.situate(event), requestId, known, blank);',
    becomes:
      'const applied = await ledger.apply(slot.key, slot.situate(event), requestId, known, blank).catch(() => ledger.rehearse(slot.record, slot.situate(event)));',
  },
  {
    name: 'no fence at the door',
    law: 3,
    file: 'core/sender.ts',
    line: 'record.fence === fence &&',
    becomes: '',
  },
  {
    name: 'the lock alone: a takeover raises no fence',
    law: 3,
    file: 'core/round.ts',
    line: 'fence: record.fence + 1 }',
    becomes: 'fence: record.fence }',
  },
  {
    name: 'a claim never has to be renewed',
    law: 3,
    file: 'core/sender.ts',
    line: 'const CLAIM = 1000;',
    becomes: 'const CLAIM = Number.MAX_VALUE;',
  },
  {
    name: 'the claim counts from when this tab heard that it is stored',
    law: 3,
    file: 'core/sender.ts',
    line: 'let claimed = started;',
    becomes: 'let claimed = ports.clock.now();',
  },
  {
    name: 'a takeover takes whatever the slot holds by then',
    law: 3,
    file: 'core/keeper.ts',
    line: "return slot.apply({ type: 'takeover', seen }, seen.requestId);",
    becomes: "return slot.apply({ type: 'takeover' });",
  },
  {
    name: 'a sender is taken for stopped before its time is over',
    law: 3,
    file: 'core/keeper.ts',
    line: 'const GRACE = 2000;',
    becomes: 'const GRACE = -8000;',
  },
  {
    name: 'every tab resumes what is open, also beside its sender',
    law: 3,
    file: 'core/verbs.ts',
    line: 'if (await grip.held()) {',
    becomes: 'if ((await grip.held()) || record) {',
  },
  {
    name: 'a slot is given up while an attempt is in flight',
    law: 4,
    file: 'core/machine.ts',
    line: "return keep(isInFlight(current) ? current : settle(current, { status: 'abandoned' }));",
    becomes: "return keep(settle(current, { status: 'abandoned' }));",
  },
  {
    name: 'past retention the slot is free, whatever has happened',
    law: 4,
    file: 'core/machine.ts',
    line: "return isProvedNotRun(record)\n      ? settle(record, { status: 'expired' })",
    becomes: "return !isInFlight(record)\n      ? settle(record, { status: 'expired' })",
  },
  {
    name: 'a 401 after an unknown attempt is a decline',
    law: 4,
    file: 'core/outcome.ts',
    line: "return decline(status === 402 && idempotent ? 'action' : 'attempt');",
    becomes: "return decline('action');",
  },
  {
    name: 'edited input is sent under the old ID',
    law: 5,
    file: 'core/machine.ts',
    line: 'const next = mint(event.mint, event, now);',
    becomes: 'const next = mint({ ...event.mint, requestId: record.requestId }, event, now); return next;',
  },
  {
    name: 'retries without end',
    law: 6,
    file: 'core/backoff.ts',
    line: 'retry < retries ? delay(retry)',
    becomes: 'retry < 99 ? delay(retry)',
  },
  {
    name: 'a round has no deadline',
    law: 6,
    file: 'core/standing.ts',
    line: 'return deadline - round.spent - (round.since ? age(round.since, now) : 0);',
    becomes: 'return deadline - (round.spent + age(now, now)) * 0;',
  },
  {
    name: 'an error while the page unloads is taken for "never sent"',
    law: 7,
    file: 'core/door.ts',
    line: 'else resolve(cut ? null : outcome);',
    becomes: "else resolve(cut ? { kind: 'unreached' } : outcome);",
  },
  {
    name: 'a timeout is a failure',
    law: 7,
    file: 'core/door.ts',
    line: 'resolve(page.leaving() ? null : (never ?? UNANSWERED));',
    becomes: "resolve(page.leaving() ? null : { kind: 'unreached' });",
  },
  {
    name: 'a 5xx is a decline',
    law: 7,
    file: 'core/outcome.ts',
    line: 'return { ...UNANSWERED, ...after(response, judging) };',
    becomes: "return decline('attempt');",
  },
  {
    name: 'the end of a round always says that nothing happened',
    law: 7,
    file: 'core/round.ts',
    line: 'return isProvedNotRun(record)\n    ? { ...clear(record)',
    becomes: 'return record.attempts.length < 99\n    ? { ...clear(record)',
  },
  {
    name: 'a 202 is done',
    law: 7,
    file: 'core/outcome.ts',
    line: 'if (response?.status === 202) return later(response, judging);',
    becomes: '',
  },
  {
    name: 'before the store is read the button is free',
    law: 7,
    file: 'core/slotDriver.ts',
    line: '(!slot.read && !slot.problem) ||',
    becomes: '',
  },
  {
    name: "a newer version's row is no record, so the slot is empty",
    law: 8,
    file: 'core/ledger.ts',
    line: 'else if (found.quarantined) return { ...found, before, effects: [] };',
    becomes: '',
  },
  {
    name: "anybody's guest records go to the next user",
    law: 9,
    file: 'core/ledger.ts',
    line: 'if (record?.session !== session) continue;',
    becomes: 'if (!record) continue;',
  },
  {
    name: 'a change of user stops nothing',
    law: 9,
    file: 'core/scopeChange.ts',
    line: "if (slot.record && isActive(slot.record)) slot.apply({ type: 'stop' }).catch(() => {});",
    becomes: '',
  },
  {
    name: 'a secret is stored',
    law: 9,
    file: 'core/rows.ts',
    line: 'if (record.kept) {',
    becomes: 'if (record.kept || record.name) {',
  },
  {
    name: 'intent never goes stale',
    law: 10,
    file: 'core/standing.ts',
    line: 'return age(tapped, now) <= freshness;',
    becomes: 'return age(tapped, now) <= freshness || true;',
  },
  {
    name: 'an ID is sent past its retention',
    law: 10,
    file: 'core/standing.ts',
    line: 'return age(minted, now) > retention;\n}\n\n/** What it answered',
    becomes: 'return age(minted, now) > retention * 1000;\n}\n\n/** What it answered',
  },
  {
    name: 'an unprotected endpoint is sent to again',
    law: 12,
    file: 'core/standing.ts',
    line: "return unprotected || endpoint === 'unprotected';",
    becomes: "return unprotected && endpoint !== 'unprotected';",
  },
  {
    name: '`onDone` fires in every tab',
    law: 0,
    file: 'core/verbs.ts',
    line: 'if (!applied?.record?.delivered || applied.before?.delivered) return null;',
    becomes: 'if (!applied?.record?.delivered) return null;',
  },
];
