import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { marked, sizes } from '../../bench/size.mjs';

describe('the README', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const measured = await sizes();

  it.each(['core+browser+hook', 'components'] as const)('says the measured size of %s', (name) => {
    const { stands, figure } = marked(readme, name, measured[name]);
    const fix = `write <!-- size:${name} -->${figure}<!-- /size -->, or run node bench/size.mjs --write`;
    expect(stands.length, `The README gives no size for ${name}: ${fix}`).toBeGreaterThan(0);
    for (const said of stands) expect(said, `The README says ${said} for ${name}: ${fix}`).toBe(figure);
  });
});
