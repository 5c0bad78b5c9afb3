/** Right-to-left override and its end (UAX #9): every letter is laid out from right to left. */
const START = '\u202e';
const END = '\u202c';

/**
 * Words of a language that does not exist: the same English, written from right to left, as a browser lays out Arabic.
 * Shows what breaks there, to readers who only know English.
 */
export function pseudoRtl<Words>(words: Words): Words {
  if (typeof words === 'string') return (words && `${START}${words}${END}`) as Words;
  if (typeof words === 'function')
    return ((...given: unknown[]) => pseudoRtl(words(...given) as unknown)) as Words;
  if (Array.isArray(words)) return words.map(pseudoRtl) as Words;
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, pseudoRtl(value)])) as Words;
}
