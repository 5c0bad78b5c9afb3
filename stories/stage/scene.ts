import type { Action } from 'safe-action';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import type { ReplyName } from './answers.ts';
import type { Stage } from './stage.ts';

/** What a tap asks for. */
interface Offered {
  action: Action;
  input: unknown;
}

/** What a person, or their screen reader, can tell. Only the named ones are compared. */
export interface Seen {
  /** What the button says of its status, and of the reason: `wait/backoff`. */
  is?: string;
  /** The text of the button; `null` where there is none. */
  button?: string | null;
  /** The button says that it is locked. */
  locked?: boolean;
  /** The words of the polite region. */
  status?: string;
  /** The words of the alert region. */
  alert?: string;
  /** The accessible words of what has the focus; `null` where nothing has it. */
  focus?: string | null;
  /** Requests that taps caused, and their repeats. */
  sends?: number;
  /** How often the server did the work. */
  effects?: number;
  /** Something turns. */
  spinner?: boolean;
  /** The lines of the list of open actions. */
  rows?: string[];
  /** The buttons and links for the next steps in that list. */
  steps?: string[];
  /** The words beside the inputs. */
  notes?: string[];
  /** What the inputs hold. */
  typed?: string[];
}

/** The script of a story: what the person does, what the network does, and what must be seen then. */
export interface Scene {
  readonly stage: Stage;
  readonly canvas: ReturnType<typeof within>;
  /** Taps the button of this name; without one the action's, which may be somewhere else in the app. */
  tap(name?: string | RegExp): Promise<void>;
  press(keys: string): Promise<void>;
  type(label: string, text: string): Promise<void>;
  /** Plans what the next requests meet, taps, and lets `ms` pass. */
  send(replies: ReplyName | ReplyName[], ms?: number): Promise<void>;
  /** Waits until all of this is so. */
  shows(seen: Seen): Promise<void>;
}

/** The button of the action: the first that carries a status. */
const buttonIn = (root: HTMLElement) => root.querySelector<HTMLButtonElement>('button[data-status]');

const words = (element: Element | null | undefined) =>
  element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

function createScene(stage: Stage, root: HTMLElement, offer: Offered | undefined): Scene {
  const canvas = within(root);
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  const look: { [Key in keyof Seen]-?: () => Seen[Key] } = {
    is: () => {
      const { status, reason } = (buttonIn(root) ?? all('[data-status]')[0])?.dataset ?? {};
      return [status, reason].filter(Boolean).join('/');
    },
    button: () => {
      const button = buttonIn(root);
      return button ? words(button) : null;
    },
    locked: () => buttonIn(root)?.getAttribute('aria-disabled') === 'true',
    status: () => [...document.querySelectorAll('[role=status]')].map(words).filter(Boolean).join(' | '),
    alert: () => [...document.querySelectorAll('[role=alert]')].map(words).filter(Boolean).join(' | '),
    focus: () => {
      const { activeElement } = document;
      if (!activeElement || activeElement === document.body) return null;
      const { labels } = activeElement as HTMLInputElement;
      return words(labels?.[0] ?? activeElement) || activeElement.tagName.toLowerCase();
    },
    sends: () => stage.sends,
    effects: () => stage.server.effects,
    rows: () => all('[data-part=line]').map(words),
    steps: () => all('[data-part=open-action] > :is(button, a)').map(words),
    notes: () => all('[data-part=field-note]').map(words).filter(Boolean),
    typed: () => all('form input:not([type=checkbox])').map((input) => (input as HTMLInputElement).value),
    spinner: () => root.querySelector('[data-part=spinner]') !== null,
  };

  const scene: Scene = {
    stage,
    canvas,
    tap: async (name) => {
      const button = name === undefined ? buttonIn(root) : canvas.getByRole('button', { name });
      if (button) await userEvent.click(button);
      else if (offer) await stage.run(offer.action, offer.input);
      else throw new Error('There is nothing to tap.');
      await stage.settle();
    },
    press: async (keys) => {
      await userEvent.keyboard(keys);
      await stage.settle();
    },
    type: async (label, text) => {
      const field = canvas.getByLabelText(label);
      await userEvent.clear(field);
      await userEvent.type(field, text);
    },
    send: async (replies, ms = 0) => {
      stage.server.next(...[replies].flat());
      await scene.tap();
      await stage.advance(ms);
    },
    shows: async (expected) => {
      await waitFor(async () => {
        await stage.settle();
        const seen = Object.fromEntries(Object.keys(expected).map((key) => [key, look[key as keyof Seen]()]));
        expect(seen).toEqual(expected);
      });
    },
  };
  return scene;
}

/** The `play` function of a story. */
export function play(
  script: (scene: Scene) => Promise<void>,
  offer?: Offered,
): (context: { loaded: Record<string, unknown>; canvasElement: HTMLElement }) => Promise<void> {
  return async ({ loaded, canvasElement }) => {
    const stage = loaded.stage as Stage;
    await stage.settle();
    await script(createScene(stage, canvasElement, offer));
  };
}
