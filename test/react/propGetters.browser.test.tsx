import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { describe, expect, it, vi } from 'vitest';
import { useOpenActions, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, slowServer, takeComplaints, watchPages } from './page.tsx';
import { pay, ring, save, signUp, transfer } from './shop.ts';

watchPages();

const unavailable = () => new Response(null, { status: 503 });

/** The form of an account: both fields are required. */
function SignUp({ children, ...form }: { children?: ReactNode } & Partial<ComponentPropsWithoutRef<'form'>>) {
  const account = useSafeAction(signUp);
  const input = (data: FormData) => ({
    email: String(data.get('email')),
    password: String(data.get('password')),
  });
  return (
    <form {...account.getFormProps({ ...form, input })}>
      <input name="email" required />
      <input name="password" type="password" required />
      <button {...account.getButtonProps({ type: 'submit' })}>{account.status}</button>
      {children}
    </form>
  );
}

function Note({ noValidate = false }: { noValidate?: boolean }) {
  const note = useSafeAction(save);
  return (
    <form {...note.getFormProps({ noValidate, input: (data) => ({ text: String(data.get('text')) }) })}>
      <input name="text" required pattern="[a-z ]*" />
      <button {...note.getButtonProps({ type: 'submit' })}>{note.status}</button>
    </form>
  );
}

function Pay(props: Pick<ComponentPropsWithoutRef<'button'>, 'onClick' | 'aria-disabled'>) {
  const payment = useSafeAction(pay);
  const input = { cartId: '42', amount: 20 };
  return <button {...payment.getButtonProps({ ...props, input, className: 'big' })}>{payment.status}</button>;
}

const type = (page: Page, name: string, value: string) => {
  page.find<HTMLInputElement>(`[name=${name}]`).value = value;
};
const fillIn = (page: Page) => {
  type(page, 'email', 'a@b.c');
  type(page, 'password', 'secret');
};
const bodies = (page: Page) => page.calls.map(({ body }) => body && JSON.parse(body));

describe('a locked button', () => {
  it('keeps its focus, its type and its place in the page: aria-disabled, never disabled', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    page.show(<Pay />);
    await page.settle();
    const button = page.find();
    expect(button.getAttribute('aria-disabled')).toBe(null);
    button.focus();
    button.click();
    await page.says('pending');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button).toMatchObject({ disabled: false, type: 'button', className: 'big' });
    expect(document.activeElement).toBe(button);

    answer(json({ id: 'r1' }));
    await page.says('done');
    expect(button.getAttribute('aria-disabled')).toBe(null);
    expect(document.activeElement).toBe(button);
  });

  it('is disabled for screen readers where the app says so, too', async () => {
    const page = openPage();
    page.show(<Pay aria-disabled />);
    await page.settle();
    expect(page.find().dataset.locked).toBe(undefined);
    expect(page.find().getAttribute('aria-disabled')).toBe('true');
  });

  it('joins what is under way, whatever is tapped and pressed (law 1)', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    const events: string[] = [];
    page.client.subscribe(({ type }) => events.push(type));
    page.show(<SignUp />);
    await page.settle();
    fillIn(page);
    page.find().click();
    page.find().click();
    page.find<HTMLFormElement>('form').requestSubmit();
    await page.says('pending');
    page.find().click();
    page.find<HTMLFormElement>('form').requestSubmit();
    await page.settle();
    expect(page.calls).toHaveLength(1);
    expect(events.filter((type) => type === 'joined')).toHaveLength(4);
    answer(json({}));
    await page.says('done');
  });

  it('says its state in data attributes', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    page.show(<Pay />);
    await page.settle();
    expect({ ...page.find().dataset }).toEqual({ status: 'idle', kind: 'payment' });
    page.find().click();
    await page.says('pending');
    expect({ ...page.find().dataset }).toEqual({ status: 'pending', kind: 'payment', locked: '' });
    page.world.server.handler = unavailable;
    answer(unavailable());
    await page.advance(60_000);
    expect({ ...page.find().dataset }).toEqual({ status: 'check', kind: 'payment', reason: 'unanswered' });
  });

  it('is locked where no step is left but to give up, and a tap on it does nothing', async () => {
    const page = openPage({ server: unavailable });
    function Ring() {
      const bell = useSafeAction(ring);
      return <button {...bell.getButtonProps({ input: undefined })}>{bell.status}</button>;
    }
    page.show(<Ring />);
    await page.settle();
    page.find().click();
    await page.says('check');
    expect({ ...page.find().dataset }).toEqual({ status: 'check', reason: 'unprotected', locked: '' });
    const changed = vi.fn();
    page.client.handle(ring).subscribe(changed);
    page.find().click();
    await page.advance(10_000);
    expect(changed).not.toHaveBeenCalled();
    expect(page.calls).toHaveLength(1);
  });
});

describe('the own handlers', () => {
  it('run first, and their preventDefault() stops the action', async () => {
    const page = openPage();
    const onClick = vi.fn((event: { preventDefault(): void }) => event.preventDefault());
    page.show(<Pay onClick={onClick} />);
    await page.settle();
    page.find().click();
    await page.settle();
    expect(onClick).toHaveBeenCalledTimes(1);
    expect(page.calls).toHaveLength(0);

    const onSubmit = vi.fn((event: { preventDefault(): void }) => event.preventDefault());
    page.show(<SignUp onSubmit={onSubmit} />);
    await page.settle();
    fillIn(page);
    page.find().click();
    await page.settle();
    expect(onSubmit).toHaveBeenCalledTimes(1);
    expect(page.calls).toHaveLength(0);
  });

  it('let the action run where they do not prevent it', async () => {
    const page = openPage({ server: () => json({ id: 'r1' }) });
    const onClick = vi.fn();
    page.show(<Pay onClick={onClick} />);
    await page.settle();
    page.find().click();
    expect(onClick).toHaveBeenCalledTimes(1);
    await page.says('done');
  });
});

describe('the native submit', () => {
  /** What the browser would do with each submit that came to the document. */
  function watchSubmits(): { prevented: boolean[]; stop(): void } {
    const prevented: boolean[] = [];
    const watch = (event: Event) => {
      prevented.push(event.defaultPrevented);
      event.preventDefault();
    };
    window.addEventListener('submit', watch);
    return { prevented, stop: () => window.removeEventListener('submit', watch) };
  }

  it('never runs, not even where an own handler throws or prevents the action', async () => {
    const page = openPage();
    const { prevented, stop } = watchSubmits();
    const thrown = vi.fn((event: ErrorEvent) => event.preventDefault());
    window.addEventListener('error', thrown);
    const handlers = [
      () => {},
      (event: { preventDefault(): void }) => event.preventDefault(),
      () => {
        throw new Error('on purpose');
      },
    ];
    for (const onSubmit of handlers) {
      page.show(<SignUp onSubmit={onSubmit} />);
      await page.settle();
      fillIn(page);
      page.find<HTMLFormElement>('form').requestSubmit();
      await page.settle();
    }
    stop();
    window.removeEventListener('error', thrown);
    expect(prevented).toEqual([true, true, true]);
    expect(thrown).toHaveBeenCalled();
    takeComplaints();
    expect(page.calls).toHaveLength(1);
  });

  it('of another form in a portal is left alone, though React lets it bubble to here', async () => {
    const page = openPage();
    const { prevented, stop } = watchSubmits();
    page.show(
      <SignUp>
        {createPortal(
          <form id="search">
            <button type="submit">Search</button>
          </form>,
          document.body,
        )}
      </SignUp>,
    );
    await page.settle();
    fillIn(page);
    document.querySelector<HTMLFormElement>('#search')?.requestSubmit();
    await page.settle();
    stop();
    expect(prevented).toEqual([false]);
    expect(page.calls).toHaveLength(0);
  });

  it('gives the form as it is now, with the button that was pressed', async () => {
    const page = openPage({ server: () => json({}) });
    const read = vi.fn((data: FormData) => ({ text: [...data.entries()].join(' ') }));
    function Choice() {
      const note = useSafeAction(save);
      return (
        <form {...note.getFormProps({ input: read })}>
          <input name="text" defaultValue="hello" />
          <button {...note.getButtonProps({ type: 'submit', name: 'as', value: 'draft' })}>
            {note.status}
          </button>
        </form>
      );
    }
    page.show(<Choice />);
    await page.settle();
    page.find().click();
    await page.says('done');
    expect(bodies(page)).toEqual([{ text: 'text,hello as,draft' }]);
  });
});

describe('a step that needs no input', () => {
  it('is not blocked by an empty required password: "Check status" after a reload', async () => {
    const page = openPage({ server: unavailable });
    page.show(<SignUp />);
    await page.settle();
    fillIn(page);
    page.find().click();
    await page.advance(60_000);
    expect(page.text()).toBe('check');

    const again = page.reload();
    again.show(<SignUp />);
    await page.advance(60_000);
    expect(again.text()).toBe('check');
    page.world.server.handler = () => json({ id: 'a1' });
    again.find().click();
    await again.says('done');
    expect(page.calls.at(-1)?.method).toBe('GET');
  });

  it('is not blocked by a wrong entry either, and is taken once, by the click and not by the submit', async () => {
    const page = openPage({ server: unavailable });
    page.show(<SignUp />);
    await page.settle();
    fillIn(page);
    page.find().click();
    await page.advance(60_000);
    await page.says('check');
    const events: string[] = [];
    page.client.subscribe(({ type }) => events.push(type));
    page.find<HTMLInputElement>('[name=email]').setCustomValidity('Wrong');
    const before = page.calls.length;
    page.find().click();
    await page.until(() => expect(page.calls.length).toBeGreaterThan(before));
    page.find<HTMLInputElement>('[name=email]').setCustomValidity('');
    await page.advance(60_000);
    await page.says('check');
    page.world.server.handler = () => json({ id: 'a1' });
    page.find().click();
    await page.says('done');
    expect(events).not.toContain('joined');
  });

  it('is not blocked by a form that the reload emptied: the kept input is tried again (law 5)', async () => {
    const page = openPage();
    page.world.server.online = false;
    page.show(<Note />);
    await page.settle();
    type(page, 'text', 'hello');
    page.find().click();
    await page.advance(400_000);
    expect(page.text()).toBe('retry');

    page.world.server.online = true;
    page.world.server.handler = () => json({});
    const again = page.reload();
    again.show(<Note />);
    await again.says('retry');
    again.find().click();
    await again.says('done');
    expect(bodies(page)).toEqual([{ text: 'hello' }]);
  });

  it('asks again where the person has been elsewhere for it (3-D Secure)', async () => {
    const page = openPage({ server: () => json({ next: 'https://bank.test/3ds' }) });
    function Transfer() {
      const money = useSafeAction(transfer);
      return <button {...money.getButtonProps({ input: undefined })}>{money.status}</button>;
    }
    page.show(<Transfer />);
    await page.settle();
    page.find().click();
    await page.until(() => expect(page.find().dataset.reason).toBe('person'));
    expect({ ...page.find().dataset }).toEqual({ status: 'wait', reason: 'person', kind: 'payment' });
    page.world.server.handler = () => json({ id: 't1' });
    await page.advance(1000);
    page.find().click();
    await page.says('done');
    expect(page.calls).toHaveLength(2);
  });

  it('is taken from a banner, which has no input to give: what is kept is sent (law 5)', async () => {
    const page = openPage();
    page.world.server.online = false;
    function Banner() {
      const [first] = useOpenActions();
      return first ? <button {...first.getButtonProps()}>{first.status}</button> : <button type="button" />;
    }
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.advance(400_000);
    page.show(<Banner />);
    await page.says('retry');
    page.world.server.online = true;
    page.world.server.handler = unavailable;
    page.find().click();
    await page.advance(60_000);
    await page.says('check');
    await page.advance(1000);
    page.world.server.handler = () => json({ id: 'r1' });
    page.find().click();
    await page.says('');
    expect(new Set(page.calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(bodies(page)).toEqual(page.calls.map(() => ({ cartId: '42', amount: 20 })));
  });
});

describe('a tap before the store is read', () => {
  it('is held and sent, also where the action needs no input', async () => {
    const page = openPage({ server: () => json({ id: 't1' }) });
    function Transfer() {
      const money = useSafeAction(transfer);
      return <button {...money.getButtonProps({ input: undefined })}>{money.status}</button>;
    }
    page.show(<Transfer />);
    expect(page.find().dataset.reason).toBe('starting');
    page.find().click();
    await page.says('done');
    expect(page.calls).toHaveLength(1);
  });
});

describe('a form that was edited after it certainly failed', () => {
  async function failed(ui: ReactNode): Promise<Page> {
    const page = openPage();
    page.world.server.online = false;
    page.show(ui);
    await page.settle();
    type(page, 'text', 'helo');
    page.find().click();
    await page.advance(400_000);
    expect(page.text()).toBe('retry');
    page.world.server.online = true;
    page.world.server.handler = () => json({});
    return page;
  }

  it('sends what it says now, as a new action, since nothing happened', async () => {
    const page = await failed(<Note />);
    type(page, 'text', 'hello');
    page.find().click();
    await page.says('done');
    expect(bodies(page)).toEqual([{ text: 'hello' }]);
  });

  it('sends nothing while the new entry is wrong: not the old one behind its back', async () => {
    const page = await failed(<Note />);
    type(page, 'text', 'HELLO');
    page.find().click();
    await page.advance(1000);
    expect(page.text()).toBe('retry');
    expect(page.calls).toHaveLength(0);
  });
});
