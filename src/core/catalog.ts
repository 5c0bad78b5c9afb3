import type { Action } from './action.ts';
import { DefinitionError } from './errors/definitionError.ts';

/** The actions of an app, by name. @throws DefinitionError `duplicate_name` */
export function register(definitions: readonly Action[]): ReadonlyMap<string, Action> {
  const actions = new Map<string, Action>();
  for (const action of definitions) {
    if (actions.has(action.name)) fail('duplicate_name', action.name);
    actions.set(action.name, action);
  }
  return actions;
}

/** @throws DefinitionError `unknown_action` */
export function defined(actions: ReadonlyMap<string, Action>, action: Action): Action {
  if (!actions.has(action.name)) fail('unknown_action', action.name);
  return action;
}

/** A production bundle leaves it out. */
const WHY = {
  unknown_action: 'is not in the `actions` of createSafeActions. Add it there.',
  duplicate_name: 'is defined twice; stored records refer to it. Rename one.',
};

function fail(code: keyof typeof WHY, name: string): never {
  throw new DefinitionError(
    code,
    process.env.NODE_ENV === 'production' ? name : `The action "${name}" ${WHY[code]}`,
  );
}
