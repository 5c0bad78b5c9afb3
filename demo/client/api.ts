/** The server has answered, and not with what was asked for. */
export class ApiError extends Error {
  readonly status: number;

  constructor(asked: string, status: number) {
    super(`${asked} answered ${status}.`);
    this.status = status;
  }
}

/** What may be asked as often as one likes: reading, and changes that do no harm twice. */
export async function api<Data>(path: string, method = 'GET', body?: unknown): Promise<Data> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new ApiError(`${method} ${path}`, response.status);
  return response.json();
}
