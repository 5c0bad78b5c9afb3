import { parseArgs } from 'node:util';
import { traceOf } from '../server/traceOf.ts';
import { openDatabase } from './openDatabase.ts';
import { story } from './story.ts';
import { CommandError, type ExitCode, printable, type Terminal } from './terminal.ts';

export const TRACE_HELP = `safe-action trace <request ID> [options]

Prints everything that happened under a request ID, oldest first: each attempt, each replay, the
effect, the answer, and every webhook that named it. It changes nothing.

  --database <where>   postgres://…, or a directory of PGlite's; default: DATABASE_URL
  --json               one JSON object per line

Exit codes: 0 it is known, 1 nothing is known under this ID, 2 it could not be read.`;

export async function traceCommand(args: string[], { out, err, env }: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { database: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [requestId, ...rest] = positionals;
  if (requestId === undefined || rest.length) throw new CommandError('Give one request ID.');
  const where = values.database ?? env.DATABASE_URL;
  if (!where) throw new CommandError('Where is the database? Set DATABASE_URL, or give --database.');
  const { store, close } = await openDatabase(where);
  try {
    const entries = await traceOf(store, requestId);
    const { row } = await store.find(requestId);
    if (!entries.length && !row) {
      err(`Nothing is known under ${printable(requestId)}.`);
      return 1;
    }
    const lines = values.json
      ? entries.map((entry) => JSON.stringify(entry))
      : story(requestId, entries, row);
    for (const line of lines) out(line);
    return 0;
  } catch (error) {
    throw new CommandError(`The database could not be read: ${(error as Error).message || String(error)}`);
  } finally {
    await close();
  }
}
