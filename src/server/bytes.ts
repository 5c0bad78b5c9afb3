import { BodyConsumedError } from './errors/bodyConsumedError.ts';

/**
 * All bytes of a request, as `bytesOf`.
 * @throws BodyConsumedError where something has read from it: some runtimes then give an empty body, with which any two
 * requests would be the same
 * @throws Error where its caller has gone: servers give what is left of such a body as all of it, and that is nothing
 * where nobody had begun to read it
 */
export async function requestBytes(
  request: Request,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { body, bodyUsed, signal } = request;
  if (bodyUsed) throw new BodyConsumedError();
  const bytes = await bytesOf(body, limit);
  if ((body && signal.aborted) || (bytes?.length === 0 && isLong(request)))
    throw new Error('The request broke off before its whole body had been read.');
  return bytes;
}

/** What something has unpacked may be of any length, and of a GET no body is read. */
const isLong = ({ method, headers }: Request): boolean =>
  Number(headers.get('content-length')) > 0 &&
  !headers.has('content-encoding') &&
  !['GET', 'HEAD'].includes(method);

/**
 * All bytes of a body.
 * @returns `undefined` as soon as it is longer than `limit` bytes; the rest is not read
 */
export async function bytesOf(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > limit) {
      reader?.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(part.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
