import { describe, expect, it } from 'vitest';
import { createGuests } from '../../src/core/guests.ts';
import { createMemoryPage, type PageMemory } from '../../src/testing/memoryPage.ts';

let loads = 0;
/** A page load of the tab with this memory. */
const open = (memory: PageMemory = {}) => createGuests(createMemoryPage({ tab: `t${++loads}`, memory }));
const [guest, ann, bob] = ['guest', 'user:ann', 'user:bob'];

describe('the guests of a tab', () => {
  it('are one until somebody signs in, also after a reload, and another one after that', () => {
    const memory = {};
    const one = open(memory);
    one.enter(guest);
    const session = one.session(guest);
    expect(one.session(guest)).toBe(session);
    const next = open(memory);
    next.enter(guest);
    expect(next.session(guest)).toBe(session);
    next.enter(ann);
    next.enter(guest);
    expect(next.session(guest)).not.toBe(session);
    expect(next.of(ann)).toEqual([session]);
  });

  it('are two in one page load by two names', () => {
    const guests = open();
    const sessions = [ann, bob].map((user) => {
      guests.enter(guest);
      const session = guests.session(guest);
      guests.enter(user);
      return session;
    });
    expect(new Set(sessions).size).toBe(2);
    expect(guests.of(bob)).toEqual(sessions.slice(1));
  });

  it('are nobody where a user begins something', () => {
    const guests = open();
    guests.enter(ann);
    guests.session(ann);
    guests.enter(guest);
    guests.enter(ann);
    expect(guests.of(ann)).toEqual([]);
    expect(guests.owes(ann)).toBe(false);
  });

  it('are owed to their user, and to no other, until they are taken along', () => {
    const memory = {};
    const guests = open(memory);
    guests.enter(guest);
    guests.session(guest);
    guests.enter(ann);
    const first = guests.of(ann);
    guests.enter(guest);
    expect(guests.owes(ann)).toBe(true);
    expect(guests.owes(guest)).toBe(false);
    expect(guests.owes(bob)).toBe(false);
    guests.session(guest);
    guests.enter(ann);
    // Who they were meanwhile has yet to come along.
    guests.taken(ann, first);
    expect(open(memory).owes(ann)).toBe(true);
    guests.taken(ann, guests.of(ann));
    expect(open(memory).owes(ann)).toBe(false);
    // What stayed behind is looked for once more where they are a guest again, and sign in.
    expect(guests.of(ann)).toHaveLength(2);
  });

  it('are owed to a user who comes while those of another one are taken along', () => {
    const guests = open();
    for (const scope of [guest, ann, guest]) guests.enter(scope);
    guests.session(guest);
    guests.enter(bob);
    guests.taken(ann, []);
    expect(guests.owes(bob)).toBe(true);
  });

  it('are here as long as the user who they were is, and nobody else', () => {
    const guests = open();
    const session = guests.session(guest);
    expect(guests.isHere(session)).toBe(false);
    guests.enter(ann);
    expect(guests.isHere(session)).toBe(true);
    expect(guests.isHere('another')).toBe(false);
    guests.enter(guest);
    expect(guests.isHere(session)).toBe(false);
    guests.enter(bob);
    expect(guests.isHere(session)).toBe(false);
  });

  it('are the next user’s, as a version before wrote their session', () => {
    const guests = open({ text: 'V1StGXR8Z5jdHi6BmyT1' });
    guests.enter(ann);
    expect(guests.of(ann)).toEqual(['V1StGXR8Z5jdHi6BmyT1']);
  });

  it.each([
    'null',
    '5',
    '[]',
    '"x"',
    '{"session":5,"here":[],"user":{},"sessions":7,"owed":"x"}',
    '{"sessions":[5,""]}',
  ])('are begun and taken along as ever where %s lies there', (text) => {
    const guests = open({ text });
    const session = guests.session(guest);
    expect(session).toEqual(expect.any(String));
    guests.enter(ann);
    expect(guests.of(ann)).toEqual([session]);
    expect(guests.of(bob)).toEqual([]);
  });
});
