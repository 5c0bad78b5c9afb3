import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../bench/bundle.mjs';
import { marked, sizes } from '../../bench/size.mjs';

const measured = await sizes();

describe('the README', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

  it.each(['core+browser+hook', 'components', 'forms+open', 'styles'] as const)(
    'says the measured size of %s',
    (name) => {
      const { stands, figure } = marked(readme, name, measured[name]);
      const fix = `write <!-- size:${name} -->${figure}<!-- /size -->, or run node bench/size.mjs --write`;
      expect(stands.length, `The README gives no size for ${name}: ${fix}`).toBeGreaterThan(0);
      for (const said of stands) expect(said, `The README says ${said} for ${name}: ${fix}`).toBe(figure);
    },
  );
});

describe('the words', () => {
  it('of a second language are downloaded only where they are imported', async () => {
    const words = 'Zahlung läuft';
    const entry = (names: string) => bundle(`export { ${names} } from 'safe-action/react';`);
    expect(
      (await entry('SafeActionProvider, SafeActionButton, SafeActionStatus, OpenActions')).code,
    ).not.toContain(words);
    expect((await entry('SafeActionButton, german')).code).toContain(words);
  });

  it('of the list of open actions are downloaded with the list only', async () => {
    const words = 'Not finished yet';
    const entry = (names: string) => bundle(`export { ${names} } from 'safe-action/react';`);
    expect((await entry('SafeActionProvider, SafeActionButton, SafeActionStatus')).code).not.toContain(words);
    expect((await entry('OpenActions')).code).toContain(words);
  });
});

describe('safe-action/styles.css', () => {
  it('is 2.5 kB at most, and has a real border and GrayText for forced colours', async () => {
    const css = await readFile(new URL('../../src/styles.css', import.meta.url), 'utf8');
    expect(measured.styles).toBeLessThanOrEqual(2.5);
    expect(css).toMatch(/forced-colors: active[\s\S]*GrayText/);
  });
});
