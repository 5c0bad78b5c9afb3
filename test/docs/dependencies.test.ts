import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const read = (relative: string): string => readFileSync(path(relative), 'utf8');
const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };

interface Installed {
  hasInstallScript?: true;
  dependencies?: Record<string, string>;
}
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Installed> };
const installed = (name: string): Installed | undefined => packages[`node_modules/${name}`];

const names = Object.keys(dependencies).sort();

it('has four runtime dependencies, two in the browser and two on the server', () => {
  expect(names).toEqual(['canonicalize', 'idb-keyval', 'nanoid', 'structured-headers']);
});

it.each(names)(
  '%s: a range within one major version, nothing run at its installation, nothing behind it',
  (name) => {
    expect(dependencies[name]).toMatch(/^\^[1-9]\d*\.\d+\.\d+$/);
    expect(installed(name)).toBeDefined();
    expect(installed(name)?.hasInstallScript).toBeUndefined();
    expect(installed(name)?.dependencies ?? {}).toEqual({});
  },
);

it('has a reason for each in docs/security.md', () => {
  const reasons = read('docs/security.md').split('## Dependencies')[1] ?? '';
  expect(names.filter((name) => !reasons.includes(`| \`${name}\` |`))).toEqual([]);
});
