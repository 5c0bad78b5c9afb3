import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { answerNames, cell, eventNames, type State, states } from './machineCells.ts';
import { policy, withCheck } from './sampleRecord.ts';

it('gen', () => {
  let out = '';
  for (const state of Object.keys(states) as State[]) {
    const by = new Map<string, string[]>();
    for (const e of eventNames) {
      const c = cell(state, e);
      by.set(c, [...(by.get(c) ?? []), e]);
    }
    out += `## ${state}\n` + [...by].map(([k, v]) => `  ${k}: ${v.join(' | ')}`).join('\n') + '\n';
    const diff = eventNames.filter((e) => cell(state, e, withCheck) !== cell(state, e));
    for (const e of diff) out += `    WITH CHECK ${e}: ${cell(state, e, withCheck)}\n`;
  }
  out +=
    '## late\n' +
    answerNames.map((e) => `  ${e}: ${cell('pending after a lost answer', e, policy, 1)}`).join('\n');
  writeFileSync('/tmp/table.txt', out);
});
