// @ts-nocheck: a script, measured by running it
// Every figure in one table, each beside its limit. Absolute times are this machine's; compare the ratios.
for (const name of ['size', 'tapToWire', 'startUp', 'renders', 'herd']) {
  const { report } = await import(`./${name}.mjs`);
  console.log(`\n${name}`);
  console.table(await report());
}
