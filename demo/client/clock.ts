import { words } from './language/language.ts';

/** “14:02” */
export const timeOfDay = (at: number): string =>
  new Intl.DateTimeFormat(words().locale, { hour: '2-digit', minute: '2-digit' }).format(at);

/** “24 November” */
export const dayOfYear = (at: number): string =>
  new Intl.DateTimeFormat(words().locale, { day: 'numeric', month: 'long' }).format(at);
