import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));

const pages = [...markdownIn('.'), ...markdownIn('docs'), ...markdownIn('docs/errors')];

/** Without what only looks like a link or a heading: code. */
const prose = (file: string): string => read(file).replace(/```[\s\S]*?```/g, '');

/** A heading's anchor, as the usual viewers make it: lower case, without punctuation, spaces as dashes. */
const anchors = (file: string): string[] =>
  [...prose(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page) => {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link));

  it('links only to pages and headings that exist', () => {
    const broken = links.filter((link) => {
      const [file, anchor] = link.split('#');
      const target = file ? join(dirname(page), file) : page;
      return !existsSync(join(root, target)) || (anchor !== undefined && !anchors(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  const text = read('ARCHITECTURE.md');

  it('names only files that exist', () => {
    const sources = [
      ...text.matchAll(/`((?:core|browser|react|testing|demo|test|src|bench|scripts)\/[\w./-]+\.\w+)`/g),
    ].map(([, file = '']) => file);
    const tests = [...text.matchAll(/`((?:laws|browser|react|testing|bench)\/[\w.-]+)`/g)]
      .map(([, file = '']) => file)
      .filter((file) => !/\.tsx?$/.test(file))
      .map((file) => `test/${file}.test.ts`);
    expect(sources.length).toBeGreaterThan(30);
    expect(tests.length).toBeGreaterThan(12);
    const gone = [...sources.map((file) => (existsSync(join(root, file)) ? file : `src/${file}`)), ...tests];
    expect(gone.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('names a file and a function that this file has', () => {
    const named = [...text.matchAll(/`([\w/]+\.tsx?)` \((`\w+`(?:, `\w+`)*)\)/g)].flatMap(
      ([, file = '', names = '']) => names.split(', ').map((name) => [file, name.slice(1, -1)] as const),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(([file, name]) => !new RegExp(`\\b${name}\\b`).test(read(`src/${file}`)))).toEqual(
      [],
    );
  });

  it('has a row for each law', () => {
    const rows = [...text.matchAll(/^\| (\d+) \|.*`core\/.*\| `laws\/law-\d\d/gm)].map(([, law]) =>
      Number(law),
    );
    expect(rows).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  it('gives a reason for every dependency', () => {
    const { dependencies, devDependencies, peerDependencies } = JSON.parse(read('package.json'));
    const all = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
    const typed = all.filter((name) => !name.startsWith('@types/') && name !== '@vitejs/plugin-react');
    expect(typed.filter((name) => !text.includes(`\`${name}\``) && !text.includes(`\`${name}/`))).toEqual([]);
  });
});

describe('statuses.md', () => {
  it('quotes words that the components really say', () => {
    const words = read('src/react/messages.ts');
    const quoted = [...read('docs/statuses.md').matchAll(/"([^"]+)"/g)].map(([, text = '']) => text);
    const sentences = quoted.flatMap((text) => text.split(/(?<=[.!?…:])\s+(?:…$)?/)).filter(Boolean);
    expect(sentences.length).toBeGreaterThan(30);
    const ours = (sentence: string) => words.includes(sentence.replace(/, quote …$|\s?…$/, ''));
    expect(sentences.filter((sentence) => !ours(sentence))).toEqual([]);
  });
});
