import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { refusals } from '../../src/server/refusals.ts';
import { listening } from '../server/listening.ts';
import * as express from './server/express.ts';
import { charge } from './server/external.ts';
import * as hono from './server/hono.ts';
import * as jobs from './server/jobs.ts';
import * as next from './server/next.ts';
import { secret } from './server/shop.ts';
import * as upkeep from './server/upkeep.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const read = (relative: string): string => readFileSync(path(relative), 'utf8');

/** Without the comment in which each says where it stands. */
const blocks = [...read('docs/server.md').matchAll(/```ts\n\/\/ [^\n]*\n(.*?)```/gs)].map(
  ([, code = '']) => code,
);

/** The examples are real files: the type checker reads them with everything else. */
const examples = readdirSync(path('test/docs/server')).filter((file) => file !== 'shop.ts');

const withoutKey = { method: 'POST', body: '{"cartId":"c1","amount":20}', headers: { Authorization: 'ada' } };

describe('docs/server.md', () => {
  it('shows exactly the examples that are type-checked', () => {
    expect(examples.length).toBeGreaterThan(5);
    expect(new Set(blocks)).toEqual(new Set(examples.map((file) => read(`test/docs/server/${file}`))));
  });

  it.each(['next.ts', 'hono.ts', 'express.ts'])('needs less than 20 lines in %s', (file) => {
    expect(read(`test/docs/server/${file}`).trim().split('\n').length).toBeLessThan(20);
  });

  it('has examples that start, and refuse a call without an ID before they ask any database', async () => {
    const url = await listening(express.app);
    const request = () => new Request('https://shop.example/api/pay', withoutKey);
    const route = { params: Promise.resolve({ requestId: '' }) };
    const answers = [
      await next.POST(request(), route),
      await hono.app.request('/api/pay', withoutKey),
      await fetch(`${url}/api/pay`, withoutKey),
      await charge(request(), undefined),
    ];
    expect((await next.GET(request(), route)).status).toBe(400);
    for (const answer of answers)
      expect([answer.status, (await answer.json()).code]).toEqual([400, 'key_missing']);
    expect(secret.length).toBeGreaterThan(15);
    for (const tasks of [Object.values(upkeep), Object.values(jobs)])
      expect(tasks.map((task) => typeof task)).not.toContain('undefined');
  });
});

describe('docs/server-contract.md', () => {
  const rows = read('docs/server-contract.md')
    .split('\n')
    .filter((line) => line.startsWith('| '));

  /** Their senders know of no keys, and no client of ours hears them. */
  const ofWebhooks = ['notVerified', 'eventMalformed', 'eventTooOld', 'eventFromAhead'];
  const told = Object.entries(refusals).filter(([name]) => !ofWebhooks.includes(name));

  it.each(told.map(([, refusal]) => refusal(1, null)))(
    'has the $status of $code',
    ({ code, status, retryAfter }) => {
      const row = rows.filter((line) => line.includes(`| ${status} with \`"code": "${code}"\``));
      expect(row).toHaveLength(1);
      if (retryAfter !== undefined) expect(row[0]).toContain('`Retry-After`');
    },
  );
});
