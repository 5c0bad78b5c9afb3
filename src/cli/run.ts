import { CHECK_HELP, checkCommand } from './checkCommand.ts';
import { CommandError, type ExitCode, printable, type Terminal } from './terminal.ts';
import { TRACE_HELP, traceCommand } from './traceCommand.ts';

const HELP = `safe-action: one tap, one effect

  safe-action trace <request ID>   everything that happened under an ID
  safe-action check <url>          does a live endpoint honour the Idempotency-Key?

safe-action <command> --help says more.`;

const COMMANDS: Readonly<
  Record<string, { help: string; run(args: string[], terminal: Terminal): Promise<ExitCode> }>
> = {
  trace: { help: TRACE_HELP, run: traceCommand },
  check: { help: CHECK_HELP, run: checkCommand },
};

/** The command `safe-action`. @param args without the program's own name */
export async function run([name, ...args]: string[], terminal: Terminal): Promise<ExitCode> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(HELP);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    terminal.err(`There is no command "${printable(name)}".\n\n${HELP}`);
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(command.help);
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (!(error instanceof CommandError) && !isParseError(error)) throw error;
    terminal.err(printable((error as Error).message));
    terminal.err(`safe-action ${name} --help says how it is used.`);
    return 2;
  }
}

/** Of `parseArgs`. */
function isParseError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
