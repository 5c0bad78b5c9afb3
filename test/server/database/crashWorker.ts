// One call in a process of its own, which ends itself with SIGKILL at the step it is told: before a statement is sent,
// while it is on its way, after it has come back; or at a step of the handler. Without one it prints its steps. It sends
// no heartbeat: that would be a statement now in one place, now in another.
import { writeSync } from 'node:fs';
import { Pool, type PoolClient } from 'pg';
import { openShop, payCall, type Variant } from './crashShop.ts';

const { CRASH_URL, CRASH_SCHEMA, CRASH_VARIANT, CRASH_ID = '', CRASH_AT } = process.env;

const passed: string[] = [];
function step(name: string): void {
  const place = `${name} ${passed.filter((other) => other.startsWith(`${name} `)).length + 1}`;
  passed.push(place);
  if (place === CRASH_AT) process.kill(process.pid, 'SIGKILL');
}

const config = {
  ...(CRASH_URL !== undefined && { connectionString: CRASH_URL }),
  options: `-c search_path=${CRASH_SCHEMA}`,
  max: 2,
};
const pool = new Pool(config);
const provider = new Pool(config);

type Query = (...args: unknown[]) => unknown;
function watched(query: Query): Query {
  return (...args) => {
    const [asked] = args as [string | { text: string; name?: string }];
    const { name, text } = typeof asked === 'string' ? { text: asked } : asked;
    const label = name ?? text.trim().split(/[\s;]/)[0];
    step(`before ${label}`);
    // In the next turn it is on its way, and nobody has seen the answer.
    setImmediate(() => step(`during ${label}`));
    const callback = args.at(-1);
    if (typeof callback !== 'function')
      return (query(...args) as Promise<unknown>).then((result) => {
        step(`after ${label}`);
        return result;
      });
    return query(...args.slice(0, -1), (...answer: unknown[]) => {
      step(`after ${label}`);
      callback(...answer);
    });
  };
}
pool.on('connect', (client: PoolClient) => {
  client.query = watched(client.query.bind(client) as Query) as typeof client.query;
});

const lease = CRASH_AT === undefined ? 60_000 : undefined;
const pay = openShop(pool, provider, CRASH_VARIANT as Variant, step, () => () => {}, lease);
const response = await pay(payCall(CRASH_ID), undefined);
if (CRASH_AT === undefined) writeSync(1, JSON.stringify({ status: response.status, passed }));
process.exit(0);
