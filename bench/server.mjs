// The server half on a PostgreSQL of its own, with its default durability. Ratios of throughput in one run: the ways
// take turns in short rounds, and the median of the rounds counts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { build } from 'vite';
import { startPostgres } from '../scripts/postgres.mjs';
import { root } from './bundle.mjs';
import { HAND, TABLES } from './byHand.mjs';
import { pgbench } from './pgbench.mjs';
import { median } from './statistics.mjs';
import { table } from './table.mjs';

const CLIENTS = 16;
const ROUND = Number(process.env.SAFE_ACTION_BENCH_ROUND ?? 1500);
const ROUNDS = Number(process.env.SAFE_ACTION_BENCH_ROUNDS ?? 5);

/** @returns {Promise<any>} the server half and the IDs, from the sources */
async function load() {
  const folder = mkdtempSync(join(root, 'node_modules/.safe-action-bench-'));
  const entry = join(folder, 'entry.ts');
  writeFileSync(
    entry,
    `export * from '${root}src/server/index.ts'; export { requestId } from '${root}src/core/requestId.ts';
     export * as statements from '${root}src/server/stores/statements.ts';`,
  );
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'server.mjs' } },
    },
  });
  const loaded = await import(pathToFileURL(join(folder, 'server.mjs')).href);
  rmSync(folder, { recursive: true, force: true });
  return loaded;
}

/**
 * How many per second, of each way, in turns.
 * @param {Record<string, () => Promise<unknown>>} ways
 * @returns {Promise<Record<string, number>>}
 */
async function throughput(ways) {
  /** @type {Record<string, number[]>} */
  const all = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const start = performance.now();
      let done = 0;
      const client = async () => {
        for (; performance.now() - start < ROUND; done += 1) await way();
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      // The first round warms up.
      if (round > 0) all[name]?.push((done / (performance.now() - start)) * 1000);
    }
  }
  return Object.fromEntries(Object.entries(all).map(([name, values]) => [name, median(values)]));
}

const BODY = Buffer.from('{"receipt":"c42"}');

/** @returns {Promise<import('./table.mjs').Row[]>} */
export async function report() {
  const postgres = await startPostgres({ fsync: 'on', shared_buffers: '256MB' });
  if (!postgres) {
    console.error('No PostgreSQL: bench/server is left out.');
    return [];
  }
  const pool = new pg.Pool({ connectionString: postgres.url, max: CLIENTS });
  try {
    const { createIdempotency, postgresStore, requestId, statements } = await load();
    const store = postgresStore(pool);
    const inSql = await pgbench(postgres, postgresStore, statements, {
      clients: CLIENTS,
      turns: 2 * ROUNDS,
      round: ROUND,
    });
    await store.migrate();
    await pool.query(`${TABLES.hand}; ${TABLES.work}`);

    const token = () =>
      Array.from({ length: 20 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
    const newId = () => requestId('payment', Date.now(), token());
    const server = createIdempotency({ store, principal: () => 'ada', secret: 'a secret of the benchmark' });
    const respond = async (/** @type {any} */ call, /** @type {any} */ client) => {
      await client.query({ name: 'work', text: HAND.work, values: [call.requestId] });
      return new Response(BODY, { headers: { 'Content-Type': 'application/json' } });
    };
    const local = server.handle('pay', { mode: 'local' }, respond);
    const external = server.handle(
      'pay outside',
      { mode: 'external' },
      { execute: async (/** @type {string} */ _key, /** @type {any} */ call) => call, respond },
    );
    const call = (/** @type {string} */ id) =>
      new Request('https://shop.example/api/pay', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': id },
        body: '{"cartId":"c42","amount":20}',
      });
    const must = async (/** @type {Promise<Response>} */ answering) => {
      const response = await answering;
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    };
    const byHand = async (/** @type {string} */ id) => {
      const client = await pool.connect();
      await client.query('begin');
      await client.query({ name: 'insert', text: HAND.insert, values: [id] });
      await client.query({ name: 'work', text: HAND.work, values: [id] });
      await client.query({ name: 'update', text: HAND.update, values: [id, BODY] });
      await client.query('commit');
      client.release();
    };
    /** What a server does around it, too: it reads the request and makes an answer. */
    const byHandAnswered = async (/** @type {Request} */ request) => {
      await request.json();
      await byHand(request.headers.get('Idempotency-Key') ?? '');
      return new Response(BODY, { headers: { 'Content-Type': 'application/json' } });
    };
    const known = newId();
    await must(local(call(known), undefined));
    const few = await throughput({
      'by hand': () => byHand(newId()),
      'by hand, answered': () => must(byHandAnswered(call(newId()))),
      local: () => must(local(call(newId()), undefined)),
      'claim committed first': () => must(external(call(newId()), undefined)),
      replay: () => must(local(call(known), undefined)),
    });
    await server.flush();

    const sent = await statementsOf(pool, () => must(local(call(known), undefined)));
    const first = await statementsOf(pool, () => must(local(call(newId()), undefined)));

    await pool.query('truncate safe_action_requests, safe_action_log, work');
    const fill = (/** @type {number} */ from, /** @type {number} */ to) =>
      pool.query(
        `insert into safe_action_requests (request_id, principal, operation, fingerprint, state, fence, lease_until,
           created_at, keys_until, answers_until, status, headers, body)
         select 'payment_' || md5(n::text), 'ada', 'pay', 'f', 'answered', 1, now(), now(), now() + interval '30 days',
           now() + interval '1 day', 200, '[]', '{"receipt":"c42"}' from generate_series($1::integer, $2::integer) n`,
        [from, to],
      );
    const measure = async () => {
      await pool.query('vacuum analyze safe_action_requests');
      await pool.query('checkpoint');
      return throughput({
        'by hand': () => byHand(newId()),
        local: () => must(local(call(newId()), undefined)),
      });
    };
    await fill(1, 1000);
    const thousand = await measure();
    await fill(1001, 1_000_000);
    const million = await measure();
    const against = (/** @type {Record<string, number>} */ { local: ours = 0, 'by hand': hand = 1 }) =>
      ours / hand;
    const persecond = (/** @type {number} */ value) => `${Math.round(value)}/s`;
    const of = (/** @type {string} */ name) => few[name] ?? Number.NaN;
    return [
      { figure: 'server: by hand, through pg', measured: persecond(of('by hand')) },
      {
        figure: 'server: local mode',
        measured: persecond(of('local')),
        ratio: of('local') / of('by hand'),
        to: 'by hand (at least 0.85)',
      },
      {
        figure: 'server: by hand, a Request read and a Response made',
        measured: persecond(of('by hand, answered')),
        ratio: of('by hand, answered') / of('by hand'),
        to: 'by hand',
      },
      {
        figure: 'server: local mode',
        measured: persecond(of('local')),
        ratio: of('local') / of('by hand, answered'),
        to: 'by hand, a Request read and a Response made',
      },
      {
        figure: 'server: claim in a commit of its own',
        measured: persecond(of('claim committed first')),
        ratio: of('claim committed first') / of('local'),
        to: 'local mode',
      },
      {
        figure: 'server: replay',
        measured: `${persecond(of('replay'))}, ${sent.join(', ')}`,
        ratio: of('replay') / of('local'),
        to: 'local mode',
      },
      { figure: 'server: first call', measured: first.join(', ') },
      ...inSql,
      {
        figure: 'server: local mode, 1,000 keys stored',
        measured: persecond(thousand.local ?? 0),
        ratio: against(thousand),
        to: 'by hand, in turns',
      },
      {
        figure: 'server: local mode, 1,000,000 keys stored',
        measured: persecond(million.local ?? 0),
        ratio: against(million) / against(thousand),
        to: '1,000 keys, each to by hand',
      },
    ];
  } finally {
    await pool.end();
    postgres.stop();
  }
}

/** What a message does, by the first word of each of its statements. @param {string} text */
const wordsOf = (text) =>
  text
    .split(';')
    .map((each) => each.trim().split(/\s/)[0])
    .join('+');

/**
 * The names of the statements that one call sends.
 * @param {pg.Pool} pool
 * @param {() => Promise<unknown>} work
 */
async function statementsOf(pool, work) {
  /** @type {string[]} */
  const sent = [];
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = /** @type {any} */ (
    function (/** @type {any} */ asked, /** @type {any[]} */ ...rest) {
      sent.push(asked.name ?? wordsOf(asked.text ?? String(asked)));
      return /** @type {any} */ (query).call(this, asked, ...rest);
    }
  );
  await work();
  // What is written beside the answer counts, too.
  for (let idle = 0; idle < 3; idle += 1) await pool.query('select 1');
  pg.Client.prototype.query = query;
  return sent.filter((name) => name !== 'select').map((name) => name.replace('safe_action_', ''));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(table(await report()));
