'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Handle, SafeActions } from '../core/handle.ts';
import type { View } from '../core/view.ts';
import { useIsHere, useProvided } from './context.ts';
import { bind, type SafeActionHandle } from './safeActionHandle.ts';
import { shows } from './unseen.ts';

const NONE: readonly SafeActionHandle[] = [];
const none = () => NONE;

/**
 * Everything open in this scope, and what was done after it had been abandoned, until dismissed: for a banner. The same
 * array until one of them changes, and in it the same handle until its view changes. Empty on a server.
 * @throws SafeActionError `no_provider`
 */
export function useOpenActions(): readonly SafeActionHandle[] {
  const { client } = useProvided();
  const isHere = useIsHere();
  const open = useMemo(() => openHandles(client), [client]);
  useEffect(() => (process.env.NODE_ENV === 'production' ? undefined : shows(client)), [client]);
  const look = () => (isHere() ? open.get() : NONE);
  return useSyncExternalStore(open.subscribe, look, none);
}

/** The list and the views of what is in it, as one store. */
function openHandles(client: SafeActions) {
  // By handle: while the store is read, several have one and the same view.
  const bound = new WeakMap<Handle, { view: View; whole: SafeActionHandle }>();
  let shown = NONE;

  function get(): readonly SafeActionHandle[] {
    const next = client.getOpen().map((handle) => {
      const view = handle.getView();
      const known = bound.get(handle);
      if (known?.view === view) return known.whole;
      const whole = bind(handle, view);
      bound.set(handle, { view, whole });
      return whole;
    });
    const same = next.length === shown.length && next.every((handle, index) => handle === shown[index]);
    if (!same) shown = next;
    return shown;
  }

  function subscribe(listener: () => void): () => void {
    const stops = new Map<Handle, () => void>();
    const follow = () => {
      const handles = client.getOpen();
      for (const handle of handles) if (!stops.has(handle)) stops.set(handle, handle.subscribe(listener));
      for (const [handle, stop] of stops) if (!handles.includes(handle) && stops.delete(handle)) stop();
    };
    follow();
    const stopOpen = client.subscribeOpen(() => {
      follow();
      listener();
    });
    return () => {
      stopOpen();
      for (const stop of stops.values()) stop();
    };
  }

  return { get, subscribe };
}
