import type { Key } from '../../../src/core/ports.ts';
import type { View } from '../../../src/core/view.ts';
import type { Change } from '../../../src/testing/memoryStore.ts';
import type { Tab } from '../browser.ts';
import type { Button } from '../happening.ts';
import type { Committed, Life, Truth } from '../truth.ts';
import type { Call } from '../wire.ts';

/** A view that a tab shows to a person. */
export interface Shown extends Button {
  tab: string;
  /** The scope that the page is in. */
  scope: string;
  view: View;
  /** Since the page load nothing but `wait` was shown. */
  first: boolean;
}

/** A transaction in which a tab took along to a user what it had begun for a guest. */
export interface SignedIn {
  tab: Tab;
  /** Of the guests who this user was. */
  sessions: readonly string[];
  /** The action that its page does not know. */
  without: string | undefined;
  /** The user's scope. */
  to: string;
  /** Every row of the disk, in key order. */
  before: Rows;
  after: Rows;
}

type Rows = readonly (readonly [Key, unknown])[];

/** What a law watches. Each function is called before the truth has learned of what it is told. */
export interface Law {
  /** A record was committed. */
  committed?(truth: Truth, one: Committed): void;
  /** Everything that one transaction changed. */
  changed?(truth: Truth, changes: readonly Change[], tab: string): void;
  /** A request is handed to the network. */
  called?(truth: Truth, call: Call, life: Life): void;
  /** Something happened for real. */
  effected?(truth: Truth, call: Call, life: Life): void;
  shown?(truth: Truth, one: Shown): void;
  /** A tab reads a row, or all whose keys begin like this. */
  read?(truth: Truth, tab: Tab, key: Key): void;
  /** A tab that was a guest's has entered a user's scope: what goes along has been written. */
  signedIn?(truth: Truth, one: SignedIn): void;
}
