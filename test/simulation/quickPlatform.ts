import { copy } from '../../src/testing/copy.ts';

/**
 * Headers, bodies and abort signals as the engine and the server half see them, without Node's streams, event targets
 * and checks: the simulator makes millions. What the platform refuses is tested elsewhere, on the platform.
 */
export function makePlatformQuick(): void {
  Object.assign(globalThis, {
    structuredClone: copy,
    AbortController: QuickAbortController,
    Headers: QuickHeaders,
    Request: QuickRequest,
    Response: QuickResponse,
  });
}

class QuickSignal {
  aborted = false;
  reason: unknown;
  listeners: (() => void)[] = [];
  addEventListener(_: 'abort', listener: () => void): void {
    this.listeners.push(listener);
  }
  removeEventListener(_: 'abort', listener: () => void): void {
    this.listeners = this.listeners.filter((other) => other !== listener);
  }
}

/** Reasons are compared by nobody here, and a `DOMException` takes its time. */
const ABORTED = new DOMException('This operation was aborted', 'AbortError');

class QuickAbortController {
  readonly signal = new QuickSignal();
  abort(reason: unknown = ABORTED): void {
    const { signal } = this;
    if (signal.aborted) return;
    signal.aborted = true;
    signal.reason = reason;
    for (const listener of signal.listeners.splice(0)) listener();
  }
}

type Init = Iterable<readonly [string, string]> | Record<string, string> | undefined;

class QuickHeaders {
  readonly fields = new Map<string, string>();
  constructor(init?: Init) {
    if (!init) return;
    const all = Symbol.iterator in init ? (init as Iterable<[string, string]>) : Object.entries(init);
    for (const [name, value] of all) this.append(name, value);
  }
  get(name: string): string | null {
    return this.fields.get(name.toLowerCase()) ?? null;
  }
  has(name: string): boolean {
    return this.fields.has(name.toLowerCase());
  }
  set(name: string, value: string): void {
    this.fields.set(name.toLowerCase(), String(value));
  }
  append(name: string, value: string): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }
  delete(name: string): void {
    this.fields.delete(name.toLowerCase());
  }
  *[Symbol.iterator](): Iterator<[string, string]> {
    yield* [...this.fields].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** What `Request` and `Response` have in common. */
class Message {
  readonly headers: QuickHeaders;
  bodyUsed = false;
  readonly #said: string | Uint8Array | null;
  constructor(body: string | Uint8Array | null | undefined, headers: Init) {
    this.#said = body ?? null;
    this.headers = new QuickHeaders(headers);
  }
  get body(): { getReader(): { read(): Promise<unknown>; cancel(): Promise<void> } } | null {
    if (this.#said === null) return null;
    const read = async (): Promise<unknown> =>
      this.bodyUsed
        ? { done: true }
        : {
            done: false,
            value: typeof this.#take() === 'string' ? utf8.encode(this.#said as string) : this.#said,
          };
    return { getReader: () => ({ read, cancel: async () => {} }) };
  }
  async text(): Promise<string> {
    const said = this.#take() ?? '';
    return typeof said === 'string' ? said : text.decode(said);
  }
  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
  #take(): string | Uint8Array | null {
    if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read');
    this.bodyUsed = this.#said !== null;
    return this.#said;
  }
  protected get said(): string | Uint8Array | null {
    return this.#said;
  }
}

class QuickRequest extends Message {
  readonly method: string;
  readonly signal: unknown;
  constructor(
    readonly url: string,
    init: { method?: string; headers?: Init; body?: string | Uint8Array; signal?: unknown } = {},
  ) {
    super(init.body, init.headers);
    this.method = init.method ?? 'GET';
    this.signal = init.signal ?? new QuickSignal();
  }
}

class QuickResponse extends Message {
  readonly status: number;
  readonly redirected = false;
  constructor(body?: string | Uint8Array | null, init: { status?: number; headers?: Init } = {}) {
    super(body, init.headers);
    this.status = init.status ?? 200;
  }
  static json(data: unknown, init: { status?: number } = {}): QuickResponse {
    return new QuickResponse(JSON.stringify(data), {
      ...init,
      headers: { 'content-type': 'application/json' },
    });
  }
  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
  clone(): QuickResponse {
    return new QuickResponse(this.said, { status: this.status, headers: this.headers });
  }
}
