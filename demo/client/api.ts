/** What may be asked as often as one likes: reading, and changes that do no harm twice. */
export async function api<Data>(path: string, method = 'GET', body?: unknown): Promise<Data> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}.`);
  return response.json();
}
