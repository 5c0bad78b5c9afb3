import { words } from './language/language.ts';

/** 2000 → “€20.00” */
export function euros(cents: number): string {
  return new Intl.NumberFormat(words().locale, { style: 'currency', currency: 'EUR' }).format(cents / 100);
}
