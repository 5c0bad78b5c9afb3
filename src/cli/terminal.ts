/** What a command knows of the world. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  env: Readonly<Record<string, string | undefined>>;
  fetch: typeof fetch;
}

/** - 0: all is well. - 1: a check failed, or nothing is known under the ID. - 2: the command could not do its work. */
export type ExitCode = 0 | 1 | 2;

/** What somebody who typed the command can repair. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Nothing that a log or a server says may steer a terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '\u{fffd}');
}
