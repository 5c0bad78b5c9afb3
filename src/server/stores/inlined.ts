import { base64 } from '../base64.ts';
import type { SqlValue, Statement } from './sqlSession.ts';

/**
 * A statement with its values in it, so that it can share a message with `begin` or `commit`: only a message without
 * parameters may hold several statements. Each value is quoted, and takes the type of where it stands. Where it fails,
 * PostgreSQL's own log has the values (docs/security.md).
 *
 * @throws TypeError for a text with a NUL, which PostgreSQL cannot keep, and where its protocol ends a message
 */
export function inlined({ name, text }: Statement, values: readonly SqlValue[]): string {
  let parts = taken.get(name);
  if (!parts) {
    // What stands between the places, and their numbers.
    parts = text.split(/\$(\d+)/);
    taken.set(name, parts);
  }
  let whole = '';
  for (const [at, part] of parts.entries())
    whole += at % 2 ? literal(values[Number(part) - 1] ?? null) : part;
  return whole;
}

/** Statements taken apart, by name: that costs more than putting one together. */
const taken = new Map<string, string[]>();

function literal(value: SqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'object')
    return value instanceof Uint8Array
      ? `decode('${base64(value)}', 'base64')`
      : `array[${value.map(literal).join()}]::text[]`;
  const text = String(value);
  if (!/['\\\0]/.test(text)) return `'${text}'`;
  if (text.includes('\0')) throw new TypeError('A text with a NUL cannot be stored.');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // Said to be escaped, so that `standard_conforming_strings` does not matter.
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
