import { NotInBrowserError } from './errors/notInBrowserError.ts';
import type { Handle, SafeActions } from './handle.ts';
import { STARTING } from './starting.ts';

/** The client where there is no browser: it renders as "not read yet", and its verbs refuse. */
export function createAbsentClient(app: string): SafeActions {
  const refuse = () => Promise.reject(new NotInBrowserError());
  const nothing = () => () => {};
  const client: SafeActions = {
    app,
    setScope() {},
    handle: (action, subject = ''): Handle => ({
      action,
      subject,
      getView: () => STARTING,
      subscribe: nothing,
      run: refuse,
      proceed: refuse,
      abandon: refuse,
      dismiss: refuse,
      deliver: refuse,
      about: () => undefined,
    }),
    run: refuse,
    getOpen: () => NONE,
    subscribeOpen: nothing,
    subscribe: nothing,
    history: refuse,
    onRound: nothing,
    onDone: nothing,
    combineOnline: nothing,
  };
  return client;
}

const NONE: readonly Handle[] = [];
