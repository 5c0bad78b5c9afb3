import type { StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { SafeActionButton, type SafeActionHandle, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { play, type Scene, type Seen } from './scene.ts';
import { type Situation, type SituationName, situations } from './situations.ts';

/** What a story shows of one action. */
export type Show = (handle: SafeActionHandle, situation: Situation) => ReactElement;

function Shown({ situation, show }: { situation: Situation; show: Show }) {
  return show(useSafeAction(situation.action), situation);
}

/**
 * The stories of one component: each drives the engine into a situation, and there the person must see `seen`; `then`
 * goes on from there.
 */
export function storiesShowing(
  show: Show,
): (name: SituationName, seen: Seen, then?: (scene: Scene) => Promise<void>) => StoryObj {
  return (name, seen, then) => {
    const situation: Situation = situations[name];
    return {
      parameters: { stage: { prepare: situation.prepare } },
      render: () => <Shown situation={situation} show={show} />,
      play: play(async (scene) => {
        await situation.happen(scene);
        await scene.shows(seen);
        await then?.(scene);
      }),
    };
  };
}

export const showButton: Show = (handle, { input, label }) => (
  <SafeActionButton handle={handle} input={input}>
    {label}
  </SafeActionButton>
);

export const showBoth: Show = (handle, situation) => (
  <>
    {showButton(handle, situation)}
    <SafeActionStatus handle={handle} />
  </>
);
