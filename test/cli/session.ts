import { run } from '../../src/cli/run.ts';

export interface Session {
  code: number;
  out: string;
  err: string;
}

/** Runs the command as a shell would, but in this process. */
export async function safeAction(
  args: string[],
  env: Record<string, string | undefined> = {},
): Promise<Session> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    env,
    fetch,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
