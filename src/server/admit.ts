import { requestIdTime } from '../core/requestId.ts';
import { requestBytes } from './bytes.ts';
import type { Admitted } from './call.ts';
import { CLOCK_SKEW, PUBLIC, type Rules } from './decide.ts';
import { type Ended, refused, type Visit } from './enter.ts';
import { fingerprint } from './fingerprint.ts';
import { linkOf, objectKey, operationKey, traceparent } from './names.ts';
import type { Operation } from './operation.ts';
import { refusals } from './refusals.ts';
import { bodyKey, headerKey } from './requestKey.ts';

/** Whose a request is; `null` and `undefined` for nobody's. From the server's own authentication, never from the ID. */
export type PrincipalOf<Context> = (
  request: Request,
  context: Context,
) => string | null | undefined | Promise<string | null | undefined>;

/** What is looked at before the table is. */
export interface Gate<Context> {
  principal: PrincipalOf<Context> | undefined;
  /** The current one first. */
  secrets: readonly string[];
}

export interface Admission<Context> {
  call: Admitted<Context>;
  visit: Visit;
}

export function isEnded(value: object): value is Ended {
  return 'response' in value;
}

/** Reads a request completely: its ID, its principal, its bytes. */
export async function admit<Context>(
  { principal, secrets }: Gate<Context>,
  { name, options }: Operation,
  request: Request,
  context: Context,
  recoverable: boolean,
): Promise<Admission<Context> | Ended | { tooLarge: string; principal: string }> {
  // Hono's server makes it when it is asked for, and it hears of nothing that was before.
  const { signal } = request;
  const inHeader = options.idIn === 'header';
  const header = inHeader ? headerKey(request.headers) : undefined;
  if (header && 'problem' in header) return refused('', header.problem);
  const who = options.public ? PUBLIC : await principal?.(request, context);
  if (who === undefined || who === null || (who === '' && !options.public))
    return refused(header?.requestId ?? '', refusals.notSignedIn());
  // Read back from the table it would be text, and no repeat its owner's.
  if (typeof who !== 'string')
    throw new TypeError(
      `\`principal\` gave a ${typeof who}. Give whose the request is as text: String(user.id).`,
    );
  const body = await requestBytes(request, options.maxRequest);
  if (!body)
    return header
      ? { tooLarge: header.requestId, principal: who }
      : refused('', refusals.tooLarge(options.maxRequest, null));
  const key = header ?? bodyKey(options.idIn, body);
  if ('problem' in key) return refused('', key.problem);
  const { requestId } = key;
  const { pathname, search } = new URL(request.url);
  const { method } = request;
  const contentType = request.headers.get('content-type') ?? '';
  const marked = { operation: name, method, path: pathname + search, contentType, body };
  const [effect, trace, ...fingerprints] = await Promise.all([
    operationKey(name, requestId),
    traceparent(requestId),
    ...secrets.map((secret) => fingerprint(marked, secret, options.secretFields)),
  ]);
  const copy = (): Request =>
    new Request(request.url, {
      method,
      headers: request.headers,
      signal,
      ...(method !== 'GET' && method !== 'HEAD' && { body }),
    });
  const unique = options.unique ? await options.unique(copy(), context as never) : null;
  // What JSON holds has no type: a field that was renamed would let every other device pass, and 5 is not "5".
  if (unique !== null && typeof unique !== 'string')
    throw new TypeError(
      `\`unique\` gave ${typeof unique}. Name the object as text, String(cart.id), or give null where there is none.`,
    );
  const rules: Rules = { keys: options.keysFor, recoverable, duplicate: options.duplicate };
  return {
    call: {
      requestId,
      principal: who,
      operation: name,
      operationKey: effect,
      traceparent: trace,
      copy,
      link: linkOf(request.headers),
      context,
    },
    visit: {
      claim: {
        requestId,
        principal: who,
        operation: name,
        fingerprint: fingerprints[0] ?? '',
        uniqueKey: unique === null ? null : await objectKey(name, unique),
        state: 'pending',
        lease: 0,
        // An ID may be this much younger than its row says.
        keys: options.keysFor === null ? null : options.keysFor + CLOCK_SKEW,
      },
      arrival: { principal: who, fingerprints, operation: name, createdAt: requestIdTime(requestId) },
      rules,
    },
  };
}
