// @ts-nocheck: benches are plain scripts
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { marked } from '../../bench/size.mjs';

const root = new URL('../..', import.meta.url);

it('says the measured sizes in the README (node bench/size.mjs --write corrects them)', {
  timeout: 60_000,
}, () => {
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  // In a process of its own: a test runner's NODE_ENV would be bundled.
  const { NODE_ENV: _, ...env } = process.env;
  const measured = JSON.parse(
    execFileSync(process.execPath, ['bench/size.mjs', '--json'], { cwd: root, env, encoding: 'utf8' }),
  );
  for (const name of ['core+browser+hook', 'components']) {
    const { stands, figure } = marked(readme, name, measured[name].size);
    expect(stands.length, `README has a marker for ${name}`).toBeGreaterThan(0);
    for (const said of stands) expect(said, name).toBe(figure);
  }
});
