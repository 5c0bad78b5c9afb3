/** Two values that JSON writes alike, whatever the order of their keys. What JSON cannot write is never the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  try {
    return a === b || JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
  } catch {
    return false;
  }
}

function sorted(_: string, value: unknown): unknown {
  return value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
