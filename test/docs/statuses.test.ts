import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const read = (relative: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${relative}`, import.meta.url)), 'utf8');

it('docs/statuses.md quotes words that the components really say', () => {
  const words = read('src/react/english.ts');
  const prose = read('docs/statuses.md').replace(/`[^`]*`/g, '');
  const quoted = [...prose.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text);
  // "…" at the end of a quote stands for words of the app or the server.
  const sentences = quoted.flatMap((text) => text.replace(/ …$/, '').split(/(?<=[.!?])\s+/));
  expect(sentences.length).toBeGreaterThan(30);
  expect(sentences.filter((sentence) => !words.includes(sentence))).toEqual([]);
});
