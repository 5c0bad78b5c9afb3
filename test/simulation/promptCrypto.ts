import { createHash, createHmac } from 'node:crypto';

/**
 * The platform's digests come from other threads, when they like, and so would the order of all that follows. Here the
 * same digests are there in the same turn.
 */
export function makeCryptoPrompt(): void {
  const bytes = (data: BufferSource): Buffer =>
    ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data as ArrayBuffer);
  const whole = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer;
  const prompt = {
    digest: async (_: string, data: BufferSource) => whole(createHash('sha256').update(bytes(data)).digest()),
    importKey: async (_: string, secret: BufferSource) => bytes(secret),
    sign: async (_: string, key: unknown, data: BufferSource) =>
      whole(
        createHmac('sha256', key as Buffer)
          .update(bytes(data))
          .digest(),
      ),
  };
  for (const [name, value] of Object.entries(prompt))
    Object.defineProperty(crypto.subtle, name, { value, configurable: true });
}
