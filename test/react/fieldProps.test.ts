import { fieldProps } from 'safe-action/react';
import { expect, it } from 'vitest';
import { defineAction } from '../../src/core/action.ts';
import { post } from '../../src/core/post.ts';
import type { SafeActionHandle } from '../../src/react/safeActionHandle.ts';

const save = defineAction({ name: 'save', keep: 'input', endpoint: 'idempotent', send: post('/save') });

function declined(fields: Record<string, string>): SafeActionHandle {
  const decline = { code: 'invalid', change: 'input', fields } as const;
  return { action: save, subject: '', status: 'declined', decline } as unknown as SafeActionHandle;
}

it('marks the field that the server names, and no other', () => {
  const handle = declined({ email: 'It is taken.' });
  expect(fieldProps(handle, 'email')['aria-invalid']).toBe(true);
  expect(fieldProps(handle, 'password')['aria-invalid']).toBeUndefined();
});

it.each(['constructor', 'toString', '__proto__'])('takes nothing inherited for words: %s', (name) => {
  expect(fieldProps(declined({}), name)['aria-invalid']).toBeUndefined();
});
