// biome-ignore-all lint/suspicious/noExplicitAny: a definition of any input must fit, and `unknown` is not bivariant
import type { Action } from './action.ts';
import type { ActionEvent } from './actionEvent.ts';
import type { OnlineSource } from './combinedNetwork.ts';
import type { Done } from './doneNews.ts';
import type { View } from './view.ts';

/** One slot as its users see it, without a framework: the current view and its verbs. Functions are stable. */
export interface Handle<Input = any, Data = any> {
  readonly action: Action<Input, any, Data>;
  readonly subject: string;
  /** The same object until something changes. */
  getView(): View<Data>;
  /** Calls `listener` after each change of the view. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /**
   * Does it once. Locks at once, resolves with the view when the round ends, never rejects for what the network did;
   * rejects with `RequestIdError` or `NotInBrowserError`. While it is under way, it joins.
   */
  run(input: Input): Promise<View<Data>>;
  /** Takes the next step that needs no input; elsewhere it changes nothing. */
  proceed(): Promise<View<Data>>;
  /** Frees the slot although it may have happened. Refused (the view is unchanged) while an attempt has no outcome. */
  abandon(consent: { understood: true }): Promise<View<Data>>;
  /** Hides what is settled. */
  dismiss(): Promise<void>;
  /**
   * Marks what is settled as told. Resolves with `null` unless this call was the one that did it: `onDone` fires once per
   * action, whatever the number of hooks, tabs and reloads. `resumed`: by a page load other than the tap's.
   * @param seen the view that is told of: nothing is marked where the slot, or its user, is another by now
   * @param told `false` marks it as shown only: no news for the next page load, but still to be told
   */
  deliver(seen?: View<Data>, told?: boolean): Promise<{ resumed: boolean } | null>;
  /**
   * What a banner needs of the open action; `undefined` where the slot is free. `since` is Unix ms. `attempt` is the one
   * of its round that runs or comes next; 1 is the first, and polls do not count. `input` is a copy at each call.
   */
  about(): { description?: string; since: number; attempt: number; input?: unknown } | undefined;
}

/** The attempts that one intent pays for, as the TanStack mirror sees it. */
export interface Round {
  readonly action: Action;
  readonly subject: string;
  readonly requestId: string;
  /** Resolves with the view when the round is over; never rejects. */
  readonly finished: Promise<View>;
}

/** What `createSafeActions` returns. One per app and page load. */
export interface SafeActions {
  readonly app: string;
  /** `undefined`: not yet known. `null`: a guest. */
  setScope(scope: string | null | undefined): void;
  /** @throws DefinitionError `unknown_action`, or `invalid_subject` where it is no string */
  handle<Input, Data>(action: Action<Input, any, Data>, subject?: string): Handle<Input, Data>;
  /** `run` of that handle, and throws as `handle` does: at once, before anything is stored. */
  run<Input, Data>(
    action: Action<Input, any, Data>,
    input: Input,
    options?: { subject?: string },
  ): Promise<View<Data>>;
  /** Handles of everything open in this scope, and of a late `done` until dismissed. The same array until it changes. */
  getOpen(): readonly Handle[];
  subscribeOpen(listener: () => void): () => void;
  /** Events carry no input values. */
  subscribe(listener: (event: ActionEvent) => void): () => void;
  /** What this browser knows of one request ID, in order. */
  history(requestId: string): Promise<readonly ActionEvent[]>;
  /** Hears each round that this tab sends, also one that is resumed before any component is mounted. */
  onRound(listener: (round: Round) => void): () => void;
  /** Hears each action of this client that is seen to become `done`, in every tab of the scope. */
  onDone(listener: (done: Done) => void): () => void;
  /** A second opinion on being online, such as TanStack's `onlineManager`. Returns the function that takes it back. */
  combineOnline(source: OnlineSource): () => void;
}
