/**
 * One line of the report. Absolute figures are one machine's; what counts is the ratio.
 * @typedef {{
 *   figure: string,
 *   measured: string,
 *   ratio?: number,
 *   to?: string,
 *   limit?: number,
 * }} Row `to` is what the ratio is taken of; `limit` the most that it may be
 */

/** @param {Row[]} rows */
export function table(rows) {
  const head = ['figure', 'measured', 'ratio', 'of', 'limit', ''];
  const lines = rows.map(({ figure, measured, ratio, to = '', limit }) => [
    figure,
    measured,
    ratio?.toFixed(2) ?? '',
    to,
    limit?.toFixed(2) ?? '',
    ratio === undefined || limit === undefined ? '' : ratio <= limit ? 'ok' : 'OVER',
  ]);
  const widths = head.map((title, column) =>
    Math.max(3, ...[head, ...lines].map((line) => line[column]?.length ?? 0), title.length),
  );
  return [head, widths.map((width) => '-'.repeat(width)), ...lines]
    .map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}
