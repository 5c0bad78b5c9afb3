import type { StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { SafeActionButton, type SafeActionHandle, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { useOwnWords } from './language.tsx';
import { play, type Scene, type Seen } from './scene.ts';
import { type Situation, type SituationName, situations } from './situations.ts';

/** An action, and the button for it. */
export type Offer = Pick<Situation, 'action' | 'input' | 'label'>;

/** What a story shows of one action. */
export type Show = (handle: SafeActionHandle, offer: Offer) => ReactElement;

function Shown({ offer, show }: { offer: Offer; show: Show }) {
  const own = useOwnWords();
  return show(useSafeAction(offer.action), { ...offer, label: own(offer.label) });
}

/** A story that shows one action. */
export function storyOf(show: Show, offer: Offer): StoryObj {
  return { render: () => <Shown offer={offer} show={show} /> };
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
      ...storyOf(show, situation),
      parameters: { stage: { prepare: situation.prepare } },
      play: play(async (scene) => {
        await situation.happen(scene);
        await scene.shows(seen);
        await then?.(scene);
      }, situation),
    };
  };
}

export const showButton: Show = (handle, { input, label }) => (
  <SafeActionButton handle={handle} input={input}>
    {label}
  </SafeActionButton>
);

export const showBoth: Show = (handle, offer) => (
  <>
    {showButton(handle, offer)}
    <SafeActionStatus handle={handle} />
  </>
);
