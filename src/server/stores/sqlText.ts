/** What begins a part that does nothing by itself: a comment, a string, a name, the body of a function. */
const OPENS = /--|\/\*|(?<!\w)e'|['"]|(?<![\w$])\$(?:[a-z_\x80-\uffff][\w\x80-\uffff]*)?\$/gi;

const LINE_ENDS = /[\n\r]/g;
const COMMENT = /\/\*|\*\//g;
const ESCAPED = /\\[\s\S]|''|'/g;

/** The statements of a text, without what does nothing by itself: each such part is a blank. */
export function statementsIn(text: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const opens = next(OPENS, text, at);
    parts.push(text.slice(at, opens?.index));
    if (!opens) break;
    // By hand: a pattern for a whole string has no room for one of 16 MB, and none counts comments within comments.
    at = endOf(opens[0], text, OPENS.lastIndex);
  }
  return parts
    .join(' ')
    .toLowerCase()
    .split(';')
    .map((each) => each.trim().replace(/\s+/g, ' '))
    .filter(Boolean);
}

/** Where the part ends that `opens` has begun; what has no end goes on to that of the text. */
function endOf(opens: string, text: string, from: number): number {
  if (opens === '--') return next(LINE_ENDS, text, from)?.index ?? text.length;
  if (opens === '/*') return endOfComment(text, from);
  if (/^e'/i.test(opens)) return endOfEscaped(text, from);
  return opens.startsWith('$') ? behind(opens, text, from) : endOfQuoted(opens, text, from);
}

function endOfQuoted(quote: string, text: string, from: number): number {
  let at = behind(quote, text, from);
  // One that is doubled is a part of it.
  while (text[at] === quote) at = behind(quote, text, at + 1);
  return at;
}

function behind(closes: string, text: string, from: number): number {
  const at = text.indexOf(closes, from);
  return at < 0 ? text.length : at + closes.length;
}

function endOfComment(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (depth > 0) {
    const found = next(COMMENT, text, at);
    if (!found) return text.length;
    depth += found[0] === '/*' ? 1 : -1;
    at = COMMENT.lastIndex;
  }
  return at;
}

function endOfEscaped(text: string, from: number): number {
  let at = from;
  for (;;) {
    const found = next(ESCAPED, text, at);
    if (!found) return text.length;
    at = ESCAPED.lastIndex;
    if (found[0] === "'") return at;
  }
}

function next(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
