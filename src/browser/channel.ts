import { createEmitter } from '../core/emitter.ts';
import type { Channel, Message } from '../core/ports.ts';

/** The other tabs of `app`, through a BroadcastChannel; silent where there is none: messages are only hints. */
export function createChannel(app: string): Channel {
  const { listen, emit } = createEmitter<Message>();
  let channel: BroadcastChannel | undefined;
  const open = (): void => {
    try {
      channel ??= new BroadcastChannel(`safe-action:${app}`);
      channel.onmessage = ({ data }) => isMessage(data) && emit(data);
    } catch {
      // Missing, or refused in a sandboxed frame.
    }
  };
  open();
  // An open channel can keep a page out of the back/forward cache. What is missed there is read again on `show`.
  addEventListener('pagehide', () => {
    channel?.close();
    channel = undefined;
  });
  addEventListener('pageshow', open);
  return { listen, post: (message) => channel?.postMessage(message) };
}

/** Another version of the app may be open in another tab. */
function isMessage(data: unknown): data is Message {
  const message = Object(data);
  const texts = (...keys: string[]): boolean => keys.every((key) => typeof message[key] === 'string');
  return (
    texts('scope') && (message.type === 'scope' || (message.type === 'changed' && texts('name', 'subject')))
  );
}
