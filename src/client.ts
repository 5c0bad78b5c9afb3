import { createBrowserPorts } from './browser/browserPorts.ts';
import { createAbsentClient } from './core/absentClient.ts';
import type { Action } from './core/action.ts';
import { createEngine } from './core/engine.ts';
import { DefinitionError } from './core/errors/definitionError.ts';
import type { SafeActions } from './core/handle.ts';

export interface SafeActionsOptions {
  /** Names the database and everything that tabs share; two apps on one origin take two names. */
  app: string;
  /** Every action of the app: stored records find their definition here after a reload. */
  actions: readonly Action[];
}

/**
 * Creates the client: once per app, in a module. On a server it can be created and rendered with, but not run.
 * @throws DefinitionError `invalid_option`, `duplicate_name`
 */
export function createSafeActions({ app, actions }: SafeActionsOptions): SafeActions {
  if (!app)
    throw new DefinitionError(
      'invalid_option',
      process.env.NODE_ENV === 'production'
        ? 'app'
        : 'Option "app" is missing. It names the database; give a stable name.',
    );
  return typeof window === 'undefined'
    ? createAbsentClient(app)
    : createEngine(createBrowserPorts(app), app, actions);
}
