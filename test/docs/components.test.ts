import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const read = (relative: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${relative}`, import.meta.url)), 'utf8');

const page = read('docs/components.md');
const styles = read('src/styles.css');

/** The members of the union, as the source writes them. */
const parts = [...read('src/react/dataAttributes.ts').matchAll(/^ {2}\| '([a-z-]+)';?$/gm)].map(
  ([, part = '']) => part,
);

describe('docs/components.md', () => {
  it('names every part that a style sheet can rely on', () => {
    expect(parts.length).toBeGreaterThan(15);
    const table = page.split('| `data-part` | |')[1]?.split('\n\n')[0] ?? '';
    const named = [...table.matchAll(/`([a-z-]+)`/g)].map(([, part = '']) => part);
    expect(named.sort()).toEqual([...parts].sort());
  });

  it('has the headless page that is tested', () => {
    expect(page).toContain(`\`\`\`tsx\n${read('test/react/PayHeadless.tsx')}\`\`\`\n`);
  });

  it('has a picture of each status', () => {
    const pictured = page.split('## Each status')[1]?.split('\n## ')[0] ?? '';
    for (const status of ['idle', 'pending', 'wait', 'retry', 'check', 'declined', 'done'])
      expect(pictured).toMatch(
        new RegExp(`^\\| \`${status}\`.*!\\[.+\\]\\(pictures/${status}\\.png\\)`, 'm'),
      );
  });

  it('names every setting of the style sheet', () => {
    const settings = [...styles.matchAll(/^ {4}(--sa-[a-z-]+):/gm)].map(([, name = '']) => name);
    expect(settings.length).toBeGreaterThan(10);
    expect(settings.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('safe-action/styles.css', () => {
  it('selects only parts that there are, and is all in one layer', () => {
    const selected = [...styles.matchAll(/data-part="([a-z-]+)"/g)].map(([, part = '']) => part);
    expect(selected.filter((part) => !parts.includes(part))).toEqual([]);
    expect(styles.replace(/\/\*[\s\S]*?\*\//g, '').trim()).toMatch(/^@layer safe-action \{[\s\S]*\}$/);
  });

  it('has no side but start and end, so that right-to-left needs nothing', () => {
    expect(styles).not.toMatch(/\b(left|right)\b/);
  });
});
