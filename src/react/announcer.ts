import { part } from './dataAttributes.ts';

/**
 * One polite and one alert region at the end of the page, for every status that has none of its own, such as the rows of
 * a list. They stand, empty, for as long as anything here may speak: a region that comes with its words is not announced.
 */
const regions = new Map<string, HTMLElement>();
let speakers = 0;

/** Puts the regions up. Returns the function that takes them away, once nobody else needs them. */
export function mountAnnouncer(): () => void {
  if (!speakers++)
    for (const role of ['status', 'alert']) {
      const region = document.body.appendChild(document.createElement('div'));
      // Each line is news; the whole would be read again with every one.
      for (const [name, value] of Object.entries({ role, 'aria-atomic': 'false', ...part('announcer') }))
        region.setAttribute(name, value);
      // Property by property: a strict Content-Security-Policy allows no `style` attribute.
      Object.assign(region.style, { position: 'fixed', clipPath: 'inset(50%)', whiteSpace: 'nowrap' });
      regions.set(role, region);
    }
  return () => {
    if (!--speakers) for (const region of regions.values()) region.remove();
  };
}

/** Returns the function that takes the words back. */
export function announce(role: 'status' | 'alert', text: string): () => void {
  const line = document.createElement('p');
  line.textContent = text;
  regions.get(role)?.append(line);
  return () => line.remove();
}
