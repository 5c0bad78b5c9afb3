import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void) => onlineManager.subscribe(listener);
const isOffline = () => !onlineManager.isOnline();

/** Tells TanStack's `onlineManager`; the client listens to it. The browser's own offline mode works as well. */
export function OfflineSwitch() {
  const offline = useSyncExternalStore(subscribe, isOffline);
  return (
    <label className="switch">
      <input
        type="checkbox"
        checked={offline}
        onChange={({ target }) => onlineManager.setOnline(!target.checked)}
      />
      <span>
        <strong>Offline</strong>
        <small>The shop believes that there is no connection.</small>
      </span>
    </label>
  );
}
