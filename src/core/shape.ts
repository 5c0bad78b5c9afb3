/** Whether a value of unknown origin has a shape. Never throws, and changes nothing. */
export type Check = (value: unknown) => boolean;

export const text: Check = (value) => typeof value === 'string';
export const flag: Check = (value) => typeof value === 'boolean';
/** Finite: `NaN` is nobody's age. */
export const number: Check = Number.isFinite;
export const anything: Check = () => true;

export const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);

export const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** Holes are checked as `undefined`. */
export const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && Array.from(value).every(check);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of any keys; no Map, no Date. */
export const dictionary =
  (check: Check): Check =>
  (value) =>
    isObject(value) &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value)) &&
    Object.values(value).every(check);

/** An object with these fields; what else it holds is let be. The type sees to it that no field is forgotten. */
export const shape = <T>(fields: { [Field in keyof Required<T>]: Check }): Check => {
  const checks = Object.entries<Check>(fields);
  return (value) => isObject(value) && checks.every(([field, check]) => check(value[field]));
};
