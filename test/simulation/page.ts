import { createEngine } from '../../src/core/engine.ts';
import type { Handle, SafeActions } from '../../src/core/handle.ts';
import { encodeScope } from '../../src/core/slot.ts';
import type { Tab } from './browser.ts';
import type { Button } from './happening.ts';
import type { Shown } from './laws/law.ts';
import { definitions, type What } from './shop.ts';
import { slotOf } from './truth.ts';

/** The app in one tab: the real engine, and its buttons. */
export interface Page {
  readonly tab: Tab;
  readonly client: SafeActions;
  /** By `slotOf`. */
  readonly handles: ReadonlyMap<string, Handle>;
  /** Whose page it is. */
  user: string | null;
  /** An action that this deploy does not know. */
  readonly without: What | undefined;
  enter(user: string | null): void;
}

export interface PageOptions {
  tab: Tab;
  user: string | null;
  buttons: readonly Button[];
  /** An action that this deploy does not know. */
  without: What | undefined;
  onEntered: (scope: string) => void;
  onShown: (one: Shown) => void;
  /** `onDone` fires. */
  onDelivered: (requestId: string) => void;
}

export function openPage({
  tab,
  user,
  buttons,
  without,
  onEntered,
  onShown,
  onDelivered,
}: PageOptions): Page {
  const known = Object.values(definitions).filter(({ name }) => name !== without);
  const client = createEngine(tab.ports, 'shop', known);
  const handles = new Map<string, Handle>();
  const page: Page = {
    tab,
    client,
    handles,
    user,
    without,
    enter: (next) => {
      page.user = next;
      onEntered(encodeScope(next));
      client.setScope(next);
    },
  };
  for (const button of buttons) {
    if (button.what === without) continue;
    const handle = client.handle(definitions[button.what], button.subject);
    handles.set(slotOf(button.what, button.subject), handle);
    let first = true;
    const look = (): void => {
      const view = handle.getView();
      onShown({ tab: tab.id, scope: encodeScope(page.user), ...button, view, first });
      if (view.status !== 'wait') first = false;
      if (view.status !== 'done' && view.status !== 'declined') return;
      const { requestId } = view;
      void handle.deliver().then((delivery) => delivery && onDelivered(requestId));
    };
    look();
    handle.subscribe(look);
  }
  page.enter(user);
  return page;
}
