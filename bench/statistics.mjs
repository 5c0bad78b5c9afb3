/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/**
 * The value below which this share of the values lies.
 * @param {number[]} values
 * @param {number} share 0 to 1
 */
export function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
