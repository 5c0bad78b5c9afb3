import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

const sources = readdirSync(path('src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(path(`src/${file}`), 'utf8'))
  .join('\n');

const pages = readdirSync(path('docs/errors')).map((file) => file.replace(/\.md$/, ''));

const quoted = (text = ''): string[] => [...text.matchAll(/'([a-z_]+)'/g)].map(([, code = '']) => code);

/** What a type declaration says, up to the next empty line. */
const declared = (type: string): string => sources.split(`export type ${type} =`)[1]?.split('\n\n')[0] ?? '';

const codes = {
  /** `super('code', …)` and `new SafeActionError('code', …)`. */
  errors: [...sources.matchAll(/(?:super|new SafeActionError)\(\s*'([a-z_]+)'/g)].map(
    ([, code = '']) => code,
  ),
  definition: quoted(declared('DefinitionErrorCode')),
  operations: quoted(declared('OperationErrorCode')),
  problems: quoted(declared('Problem')),
};

describe('docs/errors', () => {
  it('is compared with the codes that are really in src', () => {
    expect(codes.errors).toEqual(expect.arrayContaining(['action_declined', 'not_sent', 'no_provider']));
    expect(codes.definition).toEqual(expect.arrayContaining(['unknown_option', 'invalid_subject']));
    expect(codes.problems).toEqual(expect.arrayContaining(['invalid', 'storage_unreadable', 'expired']));
  });

  it('has one page for every code in src, and none for a code that is gone', () => {
    expect(pages.sort()).toEqual([...new Set(Object.values(codes).flat())].sort());
  });

  it.each(pages)('says on the page of %s what happened, why, and how to fix it, with an example', (code) => {
    const page = readFileSync(path(`docs/errors/${code}.md`), 'utf8');
    const parts = [`# ${code}\n`, '**What happened.**', '**Why', '**How to fix it.**', '```ts'];
    const places = parts.map((part) => page.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
