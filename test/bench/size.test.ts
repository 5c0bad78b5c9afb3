// @ts-nocheck: benches are plain scripts
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { marked, sizes } from '../../bench/size.mjs';

it('says the measured sizes in the README (node bench/size.mjs --write corrects them)', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const measured: Record<string, { size: number }> = await sizes();
  for (const name of ['core+browser+hook', 'components']) {
    const { stands, figure } = marked(readme, name, measured[name]?.size);
    expect(stands.length, `README has a marker for ${name}`).toBeGreaterThan(0);
    for (const said of stands) expect(said, name).toBe(figure);
  }
});
