import { describe, expect, it } from 'vitest';
import { cell, eventNames, type State, stateNames } from './machineCells.ts';
import { table, unprotectedTable, withCheckTable } from './machineTable.ts';
import { policy, unprotected, withCheck } from './sampleRecord.ts';

/** The cells of a table, keyed by event and state. A state that is named twice is an error. */
function cellsOf(of: typeof table): Map<string, string> {
  const cells = new Map<string, string>();
  for (const [event, results] of Object.entries(of))
    for (const [result, states] of Object.entries(results))
      for (const state of states) {
        const key = `${event} × ${state}`;
        if (cells.has(key)) throw new Error(`${key} stands in the table twice`);
        cells.set(key, result);
      }
  return cells;
}

const everyCell = eventNames.flatMap((event) => stateNames.map((state): [string, State] => [event, state]));

describe('every status × every event', () => {
  const expected = cellsOf(table);

  it('has a cell for each, and no other', () => {
    const keys = everyCell.map(([event, state]) => `${event} × ${state}`);
    expect([...expected.keys()].sort()).toEqual(keys.sort());
  });

  it.each(everyCell)('%s × %s', (event, state) => {
    expect(cell(state, event)).toBe(expected.get(`${event} × ${state}`) ?? 'a cell in the table');
  });

  it.each([
    ['asks first where the definition has a check', withCheck, withCheckTable],
    ['sends nothing twice to an unprotected endpoint (law 12)', unprotected, unprotectedTable],
  ])('%s, and differs in nothing else', (_, variant, differences) => {
    const found = everyCell
      .map(([event, state]) => ({
        key: `${event} × ${state}`,
        now: cell(state, event, variant),
        base: cell(state, event, policy),
      }))
      .filter(({ now, base }) => now !== base)
      .map(({ key, now }): [string, string] => [key, now]);
    expect(new Map(found.sort())).toEqual(new Map([...cellsOf(differences)].sort()));
  });
});
