type Parts = Record<string, unknown>;

/**
 * Two values that JSON writes alike, whatever the order of their keys. What JSON would lose, as a Map, bytes or a big
 * integer, is compared by what it holds. Part by part, since every view is compared with the last one: to write them
 * takes ten times as long.
 * @param unknown what to say where no difference is seen, and there may be one: files are read later, a circle has no end
 */
export function sameJson(a: unknown, b: unknown, unknown = false): boolean {
  try {
    return same(a, b, unknown);
  } catch {
    return unknown;
  }
}

function same(a: unknown, b: unknown, unknown: boolean): boolean {
  if (a === b) return true;
  const [one, other] = [a, b].map(written) as [Parts, Parts];
  const kind = kindOf(one);
  if (kind !== kindOf(other)) return false;
  if (/ (Object|Array)]/.test(kind))
    return Object.keys({ ...one, ...other }).every((name) => same(one[name], other[name], unknown));
  if (/ (Map|Set|FileList)]/.test(kind)) {
    const [all, others] = [one, other].map((list) => Array.from(list as unknown as Iterable<unknown>));
    return same(all, others, unknown);
  }
  if (/ArrayBuffer]/.test(kind) || ArrayBuffer.isView(one)) return text(one) === text(other);
  return (
    Object.is(one, other) ||
    (unknown && typeof one === 'object' && FILE.every((name) => isLike(one[name], other[name])))
  );
}

/** What a file shows at once. A browser that loses one of them in its store knows nothing by it. */
const FILE = ['size', 'name', 'type', 'lastModified'];
const isLike = (one: unknown, other: unknown): boolean =>
  one === other || one === undefined || other === undefined;

const written = (value: unknown): unknown =>
  (value as Parts | null)?.toJSON ? JSON.parse(JSON.stringify(value)) : value;

const kindOf = (value: unknown): string =>
  Object.prototype.toString.call(value) + (Array.isArray(value) && value.length);

/** A character for each byte: the platform compares them at once, also those of a picture. */
const text = (bytes: unknown): string => new TextDecoder('latin1').decode(bytes as ArrayBuffer);
