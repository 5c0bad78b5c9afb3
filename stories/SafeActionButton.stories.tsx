import type { Meta, StoryObj } from '@storybook/react-vite';
import { SafeActionButton, useSafeAction } from 'safe-action/react';
import { play } from './stage/scene.ts';
import { cart, pay } from './stage/shop.ts';

function PayButton() {
  return (
    <SafeActionButton handle={useSafeAction(pay)} input={cart}>
      Pay €20
    </SafeActionButton>
  );
}

const meta: Meta = { title: 'Button', component: PayButton };
export default meta;
type Story = StoryObj;

export const Idle: Story = {
  play: play(({ shows }) => shows({ button: 'Pay €20', locked: false, sends: 0, focus: null })),
};

export const Pending: Story = {
  play: play(async ({ tap, send, press, shows }) => {
    await send('hang');
    await tap();
    await press('{Enter}');
    await shows({
      button: 'Processing payment…',
      locked: true,
      spinner: false,
      focus: 'Processing payment…',
      sends: 1,
    });
  }),
};

export const PendingForLonger: Story = {
  play: play(async ({ send, shows }) => {
    await send('hang', 400);
    await shows({ button: 'Processing payment…', spinner: true, focus: 'Processing payment…', sends: 1 });
  }),
};

export const Done: Story = {
  play: play(async ({ send, shows }) => {
    await send('ok');
    await shows({ button: 'Pay €20', locked: false, focus: 'Pay €20', sends: 1, effects: 1 });
  }),
};
