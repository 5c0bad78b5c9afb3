import type { KeyboardEvent } from 'react';

/**
 * A key that is held down is one intent (law 1), but the keyboard repeats it: a held Enter clicks its button, or submits
 * the form of its field, some 30 times a second. Space clicks once, as it comes up. Where Enter only writes, or is the
 * business of another form's field or of an own button, its repetition is left alone.
 */
export function ignoreHeldKey(event: KeyboardEvent): void {
  if (!event.repeat || event.key !== 'Enter') return;
  const { currentTarget } = event;
  // Also in a web component, whose field is not the target from outside.
  const [target = event.target] = event.nativeEvent.composedPath();
  const { form, type, isContentEditable } = target as HTMLInputElement;
  const writes = isContentEditable || type === 'textarea';
  const foreign = type === 'button' || (form && form !== currentTarget);
  if (target === currentTarget || !(writes || foreign)) event.preventDefault();
}
