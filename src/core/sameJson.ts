/** Two values that JSON writes alike, whatever the order of their keys. What JSON would lose is never the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  try {
    return a === b || JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
  } catch {
    return false;
  }
}

function sorted(_: string, value: unknown): unknown {
  if (!value || typeof value !== 'object' || Array.isArray(value)) return value;
  // A Map or a File is written as `{}`, whatever it holds.
  if (Object.prototype.toString.call(value) !== '[object Object]') throw new TypeError();
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
