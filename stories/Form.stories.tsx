import type { Meta, StoryObj } from '@storybook/react-vite';
import {
  fieldProps,
  SafeActionButton,
  SafeActionFieldNote,
  SafeActionStatus,
  useSafeAction,
} from 'safe-action/react';
import { expect } from 'storybook/test';
import { useOwnWords } from './stage/language.tsx';
import { play, type Scene } from './stage/scene.ts';
import { save, signUp } from './stage/shop.ts';

const meta: Meta = { title: 'Form' };
export default meta;

/** The password is kept nowhere: after a reload it has to be typed again. */
function SignUp() {
  const account = useSafeAction(signUp);
  const own = useOwnWords();
  return (
    <form
      {...account.getFormProps({
        input: (data) => ({ email: String(data.get('email')), password: String(data.get('password')) }),
      })}
    >
      <div>
        <label>
          {own('E-mail')}
          <input type="email" autoComplete="email" required {...fieldProps(account, 'email')} />
        </label>
        <SafeActionFieldNote handle={account} name="email" />
      </div>
      <div>
        <label>
          {own('Password')}
          <input type="password" autoComplete="new-password" required {...fieldProps(account, 'password')} />
        </label>
        <SafeActionFieldNote handle={account} name="password" />
      </div>
      <SafeActionButton handle={account} type="submit">
        {own('Create account')}
      </SafeActionButton>
      <SafeActionStatus handle={account} />
    </form>
  );
}

/** What is typed here is kept with the action. */
function Note() {
  const note = useSafeAction(save);
  const own = useOwnWords();
  return (
    <form {...note.getFormProps({ input: (data) => ({ text: String(data.get('text')) }) })}>
      <div>
        <label>
          {own('Note')}
          <input {...fieldProps(note, 'text')} />
        </label>
        <SafeActionFieldNote handle={note} name="text" />
      </div>
      <SafeActionButton handle={note} type="submit">
        {own('Save')}
      </SafeActionButton>
      <SafeActionStatus handle={note} />
    </form>
  );
}

const fill = async ({ type }: Scene) => {
  await type('E-mail', 'ann@example.com');
  await type('Password', 'correct horse');
};
const filled = ['ann@example.com', 'correct horse'];

export const Empty: StoryObj = {
  render: () => <SignUp />,
  play: play(async ({ tap, shows }) => {
    // The browser asks for what is missing, and nothing is sent.
    await tap();
    await shows({ is: 'idle', typed: ['', ''], notes: [], focus: 'E-mail', sends: 0 });
  }),
};

/** Enter in a field sends once, however often it is pressed. */
export const Pending: StoryObj = {
  render: () => <SignUp />,
  play: play(async (scene) => {
    const { stage, press, shows } = scene;
    await fill(scene);
    stage.server.next('hang');
    await press('{Enter}{Enter}{Enter}');
    await stage.advance(1500);
    await shows({
      is: 'pending',
      button: 'Creating account…',
      locked: true,
      focus: 'Password',
      status: 'Creating account…',
      typed: filled,
      sends: 1,
    });
  }),
};

/** The server's words stand beside their inputs, and what was typed stays. */
export const Declined: StoryObj = {
  render: () => <SignUp />,
  play: play(async (scene) => {
    const { field, send, shows } = scene;
    await fill(scene);
    await send('fields');
    await shows({
      is: 'declined',
      typed: filled,
      notes: ['This e-mail address already has an account', 'Use at least 12 characters'],
      focus: 'Create account',
      sends: 1,
      effects: 0,
    });
    for (const label of ['E-mail', 'Password']) expect(field(label)).toBeInvalid();
    expect(field('Password')).toHaveAccessibleDescription('Use at least 12 characters');
  }),
};

/** No answer, four times: what was typed is still there, and so is the action. */
export const Unanswered: StoryObj = {
  render: () => <SignUp />,
  play: play(async (scene) => {
    const { stage, send, shows } = scene;
    await fill(scene);
    stage.server.always('error');
    await send([], 31_000);
    stage.server.always('ok');
    await shows({ is: 'check/unanswered', button: 'Check status', typed: filled, sends: 4 });
  }),
};

/** After a reload the form is empty and the password is nowhere. The next step does not need it. */
export const UnansweredAndReloaded: StoryObj = {
  render: () => <SignUp />,
  play: play(async (scene) => {
    const { stage, send, tap, shows } = scene;
    await fill(scene);
    stage.server.next('drop');
    stage.server.always('error');
    await send([], 31_000);
    await stage.reload();
    await stage.advance(31_000);
    stage.server.always('ok');
    await shows({ is: 'check/unanswered', button: 'Check status', typed: ['', ''], sends: 4, effects: 1 });
    await tap();
    await shows({ is: 'done', status: 'The account is created.', alert: '', sends: 4, effects: 1 });
  }),
};

/** Nothing happened, and the password is gone: the same has to be filled in again. */
export const ToFillInAgain: StoryObj = {
  render: () => <SignUp />,
  play: play(async (scene) => {
    const { stage, tap, shows } = scene;
    await fill(scene);
    stage.world.server.online = false;
    await tap();
    await stage.reload();
    await stage.advance(301_000);
    stage.world.server.online = true;
    await shows({
      is: 'retry',
      button: 'Try again',
      alert: 'We could not reach the server. No account was created. Fill in the same again.',
      typed: ['', ''],
      sends: 0,
    });
  }),
};

/** Refused by the schema, before there is an ID: nothing was sent. */
export const Invalid: StoryObj = {
  render: () => <Note />,
  play: play(async ({ field, tap, shows }) => {
    await tap();
    await shows({
      is: 'idle',
      alert: 'Nothing was sent. Correct this first: Write something.',
      notes: ['Write something'],
      focus: 'Save',
      sends: 0,
    });
    expect(field('Note')).toBeInvalid();
  }),
};

/** What goes on under this ID is what was typed at first (law 5); the form says so where it differs. */
export const EditedMeanwhile: StoryObj = {
  render: () => <Note />,
  play: play(async ({ stage, type, send, tap, shows }) => {
    await type('Note', 'Milk');
    stage.server.always('error');
    await send([], 31_000);
    await type('Note', 'Milk and bread');
    await shows({
      is: 'check/unanswered',
      button: 'Finish saving',
      notes: ['Kept from your first try: Milk'],
      typed: ['Milk and bread'],
    });
    stage.server.next('hang');
    await tap();
    const bodies = stage.world.server.calls.map(({ body }) => body);
    expect(new Set(bodies)).toEqual(new Set(['{"text":"Milk"}']));
  }),
};
