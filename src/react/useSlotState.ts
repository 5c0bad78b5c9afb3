'use client';
import { useState } from 'react';

/** State that is of one slot: the component may come to show another one, for which it begins anew. */
export function useSlotState<Value>(slot: string, initial: Value): [Value, (value: Value) => void] {
  const [held, hold] = useState({ slot, value: initial });
  const set = (value: Value) => hold({ slot, value });
  if (held.slot === slot) return [held.value, set];
  set(initial);
  return [initial, set];
}
