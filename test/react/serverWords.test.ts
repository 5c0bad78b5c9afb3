import { describe, expect, it } from 'vitest';
import type { View } from '../../src/core/view.ts';
import { english } from '../../src/react/english.ts';
import { fieldFault } from '../../src/react/fieldProps.ts';
import { say } from '../../src/react/say.ts';

// A server's words are as its templates left them: with a line break at the end, or with an entry for each field, empty
// where nothing is wrong with it.

const declined = (decline: { message?: string; fields?: Record<string, string> }): View => ({
  status: 'declined',
  requestId: 'id',
  decline: { code: 'x', change: 'input', ...decline },
  durability: 'disk',
  locked: false,
});
const pay = { kind: 'payment', endpoint: 'idempotent' } as const;
const rest = 'Nothing was charged. Change what you entered.';

describe('the words of a server', () => {
  it.each([
    ['Your card was declined', 'Your card was declined.'],
    ['Your card was declined. ', 'Your card was declined.'],
    ['Your card was declined.\n', 'Your card was declined.'],
    ['支付失败！', '支付失败！'],
    ['卡号错误？', '卡号错误？'],
    ['भुगतान विफल।', 'भुगतान विफल।'],
  ])('%j end as they end', (message, said) => {
    expect(say(declined({ message }), pay, english)).toBe(`${said} ${rest}`);
  });

  it.each(['', ' \n'])('%j are none', (message) => {
    expect(say(declined({ message }), pay, english)).toBe(`The payment was declined. ${rest}`);
  });

  it('on a field that nothing is wrong with find no fault with it', () => {
    const view = declined({ message: 'Look again', fields: { email: '', password: 'Too short' } });
    expect(say(view, pay, english).split(/ +/).join(' ')).toBe(`Look again. Too short. ${rest}`);
    expect(fieldFault(view, 'email')).toBeUndefined();
    expect(fieldFault(view, 'password')).toBe('Too short');
  });
});
