import type { SafeActions } from '../core/handle.ts';

interface Shown {
  client: SafeActions;
  /** Absent: every open action. */
  name: string | undefined;
  subject: string | undefined;
}

/** What is mounted; in development only. */
const mounted = new Set<Shown>();

/** Says that a component shows this slot, or every open one. Returns the function that takes it back. */
export function shows(client: SafeActions, name?: string, subject?: string): () => void {
  const entry = { client, name, subject };
  mounted.add(entry);
  return () => void mounted.delete(entry);
}

/** Time for a lazy route to appear, ms. */
const PATIENCE = 2000;

/** Warns once when a round runs that no mounted component shows: one that a page load resumed, on another page. */
export function warnOfUnseen(client: SafeActions): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const stop = client.onRound(({ action: { name }, subject }) => {
    const isSeen = () =>
      [...mounted].some(
        (shown) =>
          shown.client === client &&
          (shown.name === undefined || (shown.name === name && shown.subject === subject)),
      );
    const warn = () => {
      if (warned.has(client) || isSeen()) return;
      warned.add(client);
      console.warn(
        `safe-action: "${name}" (subject "${subject}") goes on, and no mounted component shows it. The person does not learn what becomes of it. Render a banner from useOpenActions() near the root, or useSafeAction(${name}) on this page.`,
      );
    };
    if (!isSeen()) timers.add(setTimeout(warn, PATIENCE));
  });
  return () => {
    stop();
    for (const timer of timers) clearTimeout(timer);
  };
}

const warned = new WeakSet<SafeActions>();
