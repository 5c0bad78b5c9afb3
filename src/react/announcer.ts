import type { Part } from './dataAttributes.ts';

/**
 * One polite and one alert region at the end of the page, for every status that has none of its own, such as the rows of
 * a list. They stand, empty, from the first that may speak on: a region that comes with its words is not announced.
 */
const regionOf = (role: string) => document.querySelector(`[data-part=announcer][role=${role}]`);

/** Slots, by a verb of each, that a status on the page speaks for in live regions of its own. */
const spoken: unknown[] = [];

/** Puts the regions up, and leaves them: on the next page another may speak. */
export function mountAnnouncer(): void {
  for (const role of ['status', 'alert']) {
    if (regionOf(role)) continue;
    const region = document.createElement('div');
    region.setAttribute('role', role);
    // Each line is news; the whole would be read again with every one.
    region.setAttribute('aria-atomic', 'false');
    region.dataset.part = 'announcer' satisfies Part;
    // Property by property: a strict Content-Security-Policy allows no `style` attribute.
    region.style.position = 'fixed';
    region.style.clipPath = 'inset(50%)';
    document.body.append(region);
  }
}

/** Returns the function that takes the words back. */
export function announce(role: 'status' | 'alert', text: string): () => void {
  const line = document.createElement('p');
  line.textContent = text;
  regionOf(role)?.append(line);
  return () => line.remove();
}

/** Says that the page itself speaks for this slot. Returns the function that takes it back. */
export function speakFor(run: unknown): () => void {
  spoken.push(run);
  return () => void spoken.splice(spoken.indexOf(run), 1);
}

export const isSpoken = (run: unknown): boolean => spoken.includes(run);
