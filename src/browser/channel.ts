import { createEmitter } from '../core/emitter.ts';
import type { Channel, Message } from '../core/ports.ts';

/** The other tabs of `app`, through a BroadcastChannel; silent where there is none: messages are only hints. */
export function createChannel(app: string): Channel {
  const { listen, emit } = createEmitter<Message>();
  const scopeKey = `safe-action:${app}:scope`;
  let channel: BroadcastChannel | undefined;
  let entered = false;
  const open = (): void => {
    try {
      channel ??= new BroadcastChannel(`safe-action:${app}`);
      channel.onmessage = ({ data }) => isMessage(data) && emit(data);
    } catch {
      // Missing, or refused in a sandboxed frame.
    }
  };
  open();
  // An open channel can keep a page out of the back/forward cache. What is missed there is read again on `show`; whose
  // the cookies are by then lies in no row, so it is kept beside them (law 9).
  addEventListener('pagehide', () => {
    channel?.close();
    channel = undefined;
  });
  addEventListener('pageshow', ({ persisted }) => {
    open();
    if (!persisted || !entered) return;
    // Where it could not be kept, nobody knows: the name of no scope.
    emit({ type: 'scope', scope: kept((storage) => storage.getItem(scopeKey)) ?? '' });
  });
  return {
    listen,
    post(message) {
      if (message.type === 'scope') {
        entered = true;
        // First: what cannot be written must not leave an older one behind.
        kept((storage) => storage.removeItem(scopeKey));
        kept((storage) => storage.setItem(scopeKey, message.scope));
      }
      channel?.postMessage(message);
    },
  };
}

/** `localStorage` may be blocked, or full. */
function kept<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

/** Another version of the app may be open in another tab. */
function isMessage(data: unknown): data is Message {
  const message = Object(data);
  const texts = (...keys: string[]): boolean => keys.every((key) => typeof message[key] === 'string');
  return (
    texts('scope') && (message.type === 'scope' || (message.type === 'changed' && texts('name', 'subject')))
  );
}
