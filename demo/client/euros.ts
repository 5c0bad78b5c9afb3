const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** 2000 → “€20.00” */
export function euros(cents: number): string {
  return format.format(cents / 100);
}
