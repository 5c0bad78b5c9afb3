import { BodyConsumedError } from './errors/bodyConsumedError.ts';

/**
 * All bytes of a request, as `bytesOf`.
 * @throws BodyConsumedError where something has read from it: some runtimes then give an empty body, with which any two
 * requests would be the same
 */
export async function requestBytes(
  { body, bodyUsed }: Request,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (bodyUsed) throw new BodyConsumedError();
  return bytesOf(body, limit);
}

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
