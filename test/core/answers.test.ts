import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absent, declined, done, isAnswer, kind, processing, unreached } from '../../src/core/answers.ts';

const answers = {
  done: done({ id: 'r1' }),
  declined: declined({ code: 'sold_out' }),
  processing: processing(),
  unreached: unreached(),
  absent: absent(),
};

describe('an answer', () => {
  it.each(Object.entries(answers))('%s says what it is', (name, answer) => {
    expect(isAnswer(answer)).toBe(true);
    expect(answer[kind]).toBe(name);
  });

  it('cannot be made by any body of an answer, nor by what a worker or a store gives back', () => {
    fc.assert(fc.property(fc.anything(), (value) => !isAnswer(value)));
    for (const answer of Object.values(answers)) {
      expect(isAnswer(JSON.parse(JSON.stringify(answer)))).toBe(false);
      expect(isAnswer(structuredClone(answer))).toBe(false);
    }
  });

  it('carries its data as they are', () => {
    const data = { id: 'r1' };
    expect(done(data)).toMatchObject({ data });
    expect(done(undefined)).toHaveProperty('data', undefined);
  });

  it('asks to change nothing after a decline that does not say', () => {
    expect(declined({ code: 'sold_out' })).toMatchObject({
      decline: { code: 'sold_out', change: 'nothing' },
    });
    expect(declined({ code: 'card', change: 'payment' })).toMatchObject({ decline: { change: 'payment' } });
  });

  it('keeps what `processing` is told', () => {
    expect(processing({ retryAfter: 500, next: 'https://bank.example/' })).toMatchObject({
      retryAfter: 500,
      next: 'https://bank.example/',
    });
    expect(processing()).not.toHaveProperty('retryAfter');
  });
});
