import { parseArgs } from 'node:util';
import { customAlphabet } from 'nanoid';
import { requestId } from '../core/requestId.ts';
import type { Endpoint } from './endpoint.ts';
import { checkEndpoint } from './endpointCheck.ts';
import { CommandError, type ExitCode, printable, type Terminal } from './terminal.ts';

export const CHECK_HELP = `safe-action check <url> [options]

Holds a live endpoint to the server contract: the same ID twice gives the same answer, another body
422, a missing key 400, and so on.

It really calls the endpoint. What the endpoint does is done once if it keeps the contract, and once
more for each rule that it breaks: use a test account.

  --method <method>        default: POST
  --body <json>            a request that the endpoint accepts; default: {}
  --other-body <json>      the same with another content; default: the body with one more field
  --header <name: value>   such as a cookie or a token; may be given several times
  --stranger <name: value> a header of somebody else: their call under the same ID must be refused
  --ages                   also sends an ID from a year ago and one from tomorrow; an endpoint that
                           keeps keys for ever runs them

Exit codes: 0 every rule is kept, 1 one is not, 2 the endpoint could not be asked.`;

const token = customAlphabet('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 20);

export async function checkCommand(args: string[], { out, fetch }: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      method: { type: 'string', default: 'POST' },
      body: { type: 'string', default: '{}' },
      'other-body': { type: 'string' },
      header: { type: 'string', multiple: true, default: [] },
      stranger: { type: 'string', multiple: true, default: [] },
      ages: { type: 'boolean', default: false },
    },
  });
  const [url, ...rest] = positionals;
  if (url === undefined || rest.length || !isWebAddress(url))
    throw new CommandError('Give the address of one endpoint, such as http://localhost:3000/api/pay.');
  const endpoint: Endpoint = {
    url,
    method: values.method.toUpperCase(),
    headers: values.header.map(headerOf),
    body: values.body,
    otherBody: values['other-body'] ?? another(values.body),
  };
  if (['GET', 'HEAD'].includes(endpoint.method))
    throw new CommandError('A GET or HEAD does no damage when it runs twice: it needs no key.');
  const stranger = values.stranger.map(headerOf);
  let [passed, failed] = [0, 0];
  try {
    const findings = checkEndpoint(endpoint, {
      fetch,
      newId: (at) => requestId('check', at, token()),
      now: Date.now,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      ...(stranger.length && { stranger }),
      ages: values.ages,
    });
    for await (const { rule, ok, seen } of findings) {
      if (ok) passed += 1;
      else failed += 1;
      out(printable(`${ok ? '✓' : '✗'} ${rule}: ${seen}`));
    }
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error && cause.message ? cause.message : message;
    throw new CommandError(`${url} could not be asked: ${why}`);
  }
  out(`${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function headerOf(text: string): [name: string, value: string] {
  const colon = text.indexOf(':');
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  if (colon < 1 || !/^[\w!#$%&'*+.^`|~-]+$/.test(name))
    throw new CommandError(`"${text}" is no header. Write it as "name: value".`);
  return [name, value];
}

/** The body with one more field, or with one more character where it is no JSON object. */
function another(body: string): string {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return JSON.stringify({ ...json, safeActionCheck: true });
  } catch {
    // It is sent as it is, so it may be anything.
  }
  return `${body}0`;
}
