// `node bench/run.mjs` measures everything, `node bench/run.mjs herd startUp` only that; `--write` puts the table into
// bench/README.md. Figures are printed, not asserted: absolute times are one machine's, ratios are what counts.
import { readFile, writeFile } from 'node:fs/promises';
import { MODEL } from './herd.mjs';
import { table } from './table.mjs';

const ALL = ['size', 'tapToWire', 'startUp', 'renders', 'herd'];
const asked = process.argv.slice(2).filter((argument) => argument !== '--write');
const rows = [];
for (const name of asked.length > 0 ? asked : ALL) {
  console.error(`${name}…`);
  const { report } = await import(`./${name}.mjs`);
  rows.push(...(await report()));
}
const figures = table(rows);
console.log(figures);
if (rows.some(({ figure }) => figure.startsWith('herd'))) console.log(`\n${MODEL}`);

if (process.argv.includes('--write')) {
  const readme = new URL('README.md', import.meta.url);
  const text = await readFile(readme, 'utf8');
  const between = /(?<=<!-- figures -->\n).*(?=<!-- \/figures -->)/s;
  await writeFile(
    readme,
    text.replace(between, () => `${figures}\n`),
  );
}
