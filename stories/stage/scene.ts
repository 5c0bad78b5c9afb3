import type { StoryContext } from '@storybook/react-vite';
import type { Action } from 'safe-action';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import type { ReplyName } from './answers.ts';
import { inLanguage, type Language, languages } from './language.tsx';
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
  /** Which attempt it is. */
  attempt?: string;
  /** The lines of the list of open actions. */
  rows?: string[];
  /** The buttons and links for the next steps in that list. */
  steps?: string[];
  /** The words beside the inputs. */
  notes?: string[];
  /** What the inputs hold. */
  typed?: string[];
}

/** A slow machine shows the same, later. Of real time, in ms. */
const PATIENCE = { timeout: 5000 };

/** What holds in every language. */
const WORDLESS: readonly string[] = ['is', 'locked', 'spinner', 'sends', 'effects'] satisfies (keyof Seen)[];

/** The script of a story: what the person does, what the network does, and what must be seen then. */
export interface Scene {
  readonly stage: Stage;
  readonly canvas: ReturnType<typeof within>;
  /** Taps the button of this name; without one the action's, which may be somewhere else in the app. */
  tap(name?: string): Promise<void>;
  press(keys: string): Promise<void>;
  type(label: string, text: string): Promise<void>;
  field(label: string): HTMLElement;
  /** Plans what the next requests meet, taps, and lets `ms` pass. */
  send(replies: ReplyName | ReplyName[], ms?: number): Promise<void>;
  /** Waits until all of this is so. The words are compared in English alone. */
  shows(seen: Seen): Promise<void>;
}

/** The button of the action: the first that carries a status. */
const buttonIn = (root: HTMLElement) => root.querySelector<HTMLButtonElement>('button[data-status]');

const words = (element: Element | null | undefined) =>
  element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

function createScene(stage: Stage, root: HTMLElement, language: Language, offer: Offered | undefined): Scene {
  const canvas = within(root);
  const translated = (text: string) => inLanguage(language, text);
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
    attempt: () => words(all('[data-part=attempt]')[0]),
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
      const button =
        name === undefined ? buttonIn(root) : canvas.getByRole('button', { name: translated(name) });
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
      const field = scene.field(label);
      await userEvent.clear(field);
      await userEvent.type(field, text);
    },
    field: (label) => canvas.getByLabelText(translated(label)),
    send: async (replies, ms = 0) => {
      stage.server.next(...[replies].flat());
      await scene.tap();
      await stage.advance(ms);
    },
    shows: async (expected) => {
      await waitFor(async () => {
        await stage.settle();
        const told = Object.entries(expected).filter(
          ([key]) => language === languages.en || WORDLESS.includes(key),
        );
        const seen = told.map(([key]) => [key, look[key as keyof Seen]()]);
        expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(told));
      }, PATIENCE);
    },
  };
  return scene;
}

/** The `play` function of a story. */
export function play(
  script: (scene: Scene) => Promise<void>,
  offer?: Offered,
): (context: Pick<StoryContext, 'loaded' | 'canvasElement' | 'globals'>) => Promise<void> {
  return async ({ loaded, canvasElement, globals }) => {
    const stage = loaded.stage as Stage;
    await stage.settle();
    await script(
      createScene(stage, canvasElement, languages[globals.language as keyof typeof languages], offer),
    );
  };
}
