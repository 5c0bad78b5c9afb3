import type { View } from 'safe-action';

/** Words per field: of the schema, before anything was sent, or of the server that refused. */
export function fieldErrors(view: View): Record<string, string> {
  if (view.status === 'declined') return view.decline.fields ?? {};
  if (view.status !== 'idle' || view.problem?.code !== 'invalid') return {};
  return Object.fromEntries(
    view.problem.issues.map(({ path: [key] = [], message }) => [
      String(typeof key === 'object' ? key.key : key),
      message,
    ]),
  );
}
