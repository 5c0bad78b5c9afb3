import { expect, it } from 'vitest';
import {
  fieldProps,
  SafeActionButton,
  SafeActionFieldNote,
  type SafeActionFieldNoteProps,
  SafeActionStatus,
  useSafeAction,
} from '../../src/react/index.ts';
import { json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { save, signUp } from './shop.ts';

watchPages();

const unavailable = () => new Response(null, { status: 503 });
const NOTE = '[data-part=field-note]';

type NoteProps = { required?: boolean; type?: string } & Partial<SafeActionFieldNoteProps>;

function Note({ required = false, type, ...note }: NoteProps) {
  const saving = useSafeAction(save);
  return (
    <form {...saving.getFormProps({ input: (data) => ({ text: String(data.get('text')) }) })}>
      <small id="hint">A word will do.</small>
      <input required={required} type={type} {...fieldProps(saving, 'text', 'hint')} />
      <SafeActionFieldNote {...note} handle={saving} name="text" />
      <SafeActionButton handle={saving} type="submit">
        Save
      </SafeActionButton>
      <SafeActionStatus handle={saving} />
    </form>
  );
}

function SignUp() {
  const account = useSafeAction(signUp);
  return (
    <form
      {...account.getFormProps({
        input: (data) => ({ email: String(data.get('email')), password: String(data.get('password')) }),
      })}
    >
      {(['email', 'password'] as const).map((name) => (
        <label key={name}>
          {name}
          <input type={name} {...fieldProps(account, name)} />
          <SafeActionFieldNote handle={account} name={name} className={name} />
        </label>
      ))}
      <SafeActionButton handle={account} type="submit">
        Create account
      </SafeActionButton>
    </form>
  );
}

const field = (page: Page, name = 'text') => page.find<HTMLInputElement>(`[name=${name}]`);
const type = (page: Page, value: string, name = 'text') => {
  field(page, name).value = value;
  field(page, name).dispatchEvent(new Event('input', { bubbles: true }));
};

it("puts the decline's words beside their inputs, and what was typed stays", async () => {
  const fields = { email: 'This address has an account.' };
  const page = openPage({
    server: () => json({ code: 'taken', detail: 'Not possible', change: 'input', fields }, 402),
  });
  page.show(<SignUp />);
  await page.settle();
  type(page, 'a@b.c', 'email');
  type(page, 'long enough', 'password');
  page.find().click();
  await page.says('This address has an account.', '.email');
  expect(page.text('.password')).toBe('');
  const [email, password] = [field(page, 'email'), field(page, 'password')];
  expect([email.value, password.value]).toEqual(['a@b.c', 'long enough']);
  expect([email.ariaInvalid, password.ariaInvalid]).toEqual(['true', null]);
  expect(document.getElementById(email.getAttribute('aria-describedby') ?? '')).toBe(page.find('.email'));
});

it("says what the schema says, before anything was sent, beside the form's own hint", async () => {
  const page = openPage();
  page.show(<Note />);
  await page.settle();
  expect(page.text(NOTE)).toBe('');
  page.find().click();
  await page.says('Write something', NOTE);
  const [hint, note = ''] = field(page).getAttribute('aria-describedby')?.split(' ') ?? [];
  expect([hint, document.getElementById(note)]).toEqual(['hint', page.find(NOTE)]);
  expect(page.calls).toHaveLength(0);

  type(page, 'hello');
  page.world.server.handler = () => json({});
  page.find().click();
  await page.says('Saved.', '[role=status]');
  expect([page.text(NOTE), field(page).ariaInvalid]).toEqual(['', null]);
});

it('shows what goes on under the ID where the form says something else (law 5)', async () => {
  const { server } = slowServer();
  const page = openPage({ server });
  page.show(<Note />);
  await page.settle();
  type(page, 'hello');
  page.find().click();
  await page.until(() => expect(page.find().dataset.status).toBe('pending'));
  expect(page.text(NOTE)).toBe('');
  type(page, 'hello again');
  await page.says('Kept from your first try: hello', NOTE);
  type(page, 'hello');
  await page.says('', NOTE);
});

it('shows it after a reload, which empties the form', async () => {
  const page = openPage({ server: unavailable });
  page.show(<Note />);
  await page.settle();
  type(page, 'hello');
  page.find().click();
  await page.advance(60_000);
  await page.until(() => expect(page.find().dataset.status).toBe('check'));
  const again = page.reload();
  again.show(<Note />);
  await again.advance(60_000);
  await again.says('Kept from your first try: hello', NOTE);
});

it('shows it in `retry` only beside a field that must not be empty: else what is typed is what will be sent', async () => {
  const page = openPage();
  page.world.server.online = false;
  page.show(<Note required />);
  await page.settle();
  type(page, 'hello');
  page.find().click();
  await page.advance(400_000);
  await page.until(() => expect(page.find().dataset.status).toBe('retry'));
  type(page, 'other words');
  await page.says('', NOTE);
  type(page, '');
  await page.says('Kept from your first try: hello', NOTE);
});

it('never shows a secret: neither one that is kept nowhere, nor what is in a password field (law 9)', async () => {
  const { server } = slowServer();
  const page = openPage({ server });
  page.show(<SignUp />);
  await page.settle();
  type(page, 'a@b.c', 'email');
  type(page, 'a secret', 'password');
  page.find().click();
  await page.until(() => expect(page.find().dataset.status).toBe('pending'));
  type(page, '', 'email');
  type(page, '', 'password');
  await page.settle();
  expect(page.container.textContent).not.toContain('a secret');
  expect(page.text('.password')).toBe('');

  const note = openPage({ server });
  note.show(<Note type="password" />);
  await note.settle();
  type(note, 'a secret');
  note.find().click();
  await note.until(() => expect(note.find().dataset.status).toBe('pending'));
  type(note, '');
  await note.settle();
  expect(note.text(NOTE)).toBe('');
});

it('can be rendered by the app, in its own words', async () => {
  const { server } = slowServer();
  const page = openPage({ server });
  page.show(
    <Note
      messages={{ frozen: (value) => `Unterwegs: ${value}` }}
      render={({ children, ...props }) => (
        <p {...props}>
          <b>{children}</b>
        </p>
      )}
    />,
  );
  await page.settle();
  type(page, 'hello');
  page.find().click();
  await page.until(() => expect(page.find().dataset.status).toBe('pending'));
  type(page, 'x');
  await page.says('Unterwegs: hello', `${NOTE} b`);
});

async function pending(typed?: string) {
  const page = openPage({ server: slowServer().server });
  page.show(<Note />);
  await page.settle();
  if (typed !== undefined) type(page, typed);
  void page.client.run(save, { text: typed ?? 'hello' });
  await page.until(() => expect(page.find().dataset.status).toBe('pending'));
  return page;
}

it('says after a reset of the form what is true then', async () => {
  const page = await pending('typed');
  await page.says('', NOTE);
  page.find<HTMLFormElement>('form').reset();
  expect(field(page).value).toBe('');
  await page.says('Kept from your first try: typed', NOTE);
  field(page).defaultValue = 'typed';
  page.find<HTMLFormElement>('form').reset();
  expect(field(page).value).toBe('typed');
  await page.says('', NOTE);
});

it('says nothing of what was empty at first', async () => {
  const page = await pending(' ');
  type(page, 'other');
  await page.settle();
  await new Promise((resolve) => setTimeout(resolve));
  expect(page.text(NOTE)).toBe('');
});

it('hands its `ref` on', async () => {
  const ref: { current: HTMLParagraphElement | null } = { current: null };
  const page = openPage();
  function OnlyNote() {
    return <SafeActionFieldNote handle={useSafeAction(save)} name="text" ref={ref} />;
  }
  page.show(<OnlyNote />);
  expect(ref.current).toBe(page.find(NOTE));
  page.show(null);
  expect(ref.current).toBe(null);
});
