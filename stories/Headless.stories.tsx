import type { Meta, StoryObj } from '@storybook/react-vite';
import type { Show } from './stage/at.tsx';
import { storiesShowing } from './stage/at.tsx';

const meta: Meta = { title: 'Headless' };
export default meta;

/** An own button and own words: the getters carry the lock, the attributes and the live regions. */
const show: Show = (handle, { input, label }) => (
  <>
    <button {...handle.getButtonProps({ input })}>{handle.locked ? 'One moment…' : label}</button>
    <p {...handle.getStatusProps()}>{handle.status === 'done' && 'Thank you.'}</p>
    <p {...handle.getAlertProps()}>{handle.status === 'declined' && handle.decline.message}</p>
  </>
);
const at = storiesShowing(show);

export const Idle: StoryObj = at('idle', { is: 'idle', button: 'Pay €20', status: '', alert: '', sends: 0 });
export const Pending: StoryObj = at(
  'pending',
  { is: 'pending', button: 'One moment…', locked: true, focus: 'One moment…', sends: 1 },
  async ({ tap, press, shows }) => {
    await tap();
    await press('{Enter}');
    await shows({ is: 'pending', focus: 'One moment…', sends: 1 });
  },
);
export const Declined: StoryObj = at('declined', {
  is: 'declined',
  button: 'Pay €20',
  status: '',
  alert: 'Your bank declined the card',
  focus: 'Pay €20',
  sends: 1,
});
export const Done: StoryObj = at('done', {
  is: 'done',
  button: 'Pay €20',
  status: 'Thank you.',
  alert: '',
  focus: 'Pay €20',
  sends: 1,
  effects: 1,
});
