// The server half on a PostgreSQL of its own, with its default durability. Ratios of throughput in one run: the ways
// take turns in short rounds, and the median of the rounds counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { build } from 'vite';
import { startPostgres } from '../scripts/postgres.mjs';
import { root } from './bundle.mjs';
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

const HAND = {
  insert: `insert into hand (request_id, principal, fingerprint, state, created_at) values ($1, 'ada', 'f', 'pending', now())`,
  work: 'insert into work (request_id, amount) values ($1, 20)',
  update: `update hand set state = 'answered', status = 200, headers = '[]', body = $2 where request_id = $1`,
};
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
    await store.migrate();
    await pool.query(`create table hand (request_id text primary key, principal text not null, fingerprint text not null,
      state text not null, created_at timestamptz not null, status integer, headers text, body bytea)`);
    await pool.query('create table work (request_id text primary key, amount integer not null)');

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

    const inSql = pgbench(postgres, statements);

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

/**
 * The same as SQL alone, driven by pgbench: without JavaScript on either side, all of it prepared. What the store sends
 * as one message is a pipeline here.
 * @param {import('../scripts/postgres.mjs').Postgres} postgres
 * @param {Record<string, { text: string }>} statements
 * @returns {import('./table.mjs').Row[]}
 */
function pgbench(postgres, statements) {
  const folder = mkdtempSync(join(tmpdir(), 'safe-action-bench-'));
  /** pgbench puts its variables in as text. @param {string} text @param {(string | null)[]} values */
  const filled = (text, values) =>
    `${text.replace(/\$(\d+)/g, (_, place) => values[Number(place) - 1] ?? 'null').replace(/\s*\n\s*/g, ' ')};`;
  // In the order of their making, as real ones are.
  const time = 'to_hex((extract(epoch from now()) * 1000)::bigint)';
  const draw = '\\set a random(1, 1000000000)\n\\set b random(1, 1000000000)\n';
  const id = `('payment_' || ${time} || (:a)::text || (:client_id)::text)`;
  const now = '(extract(epoch from clock_timestamp()) * 1000)::float8';
  const scripts = {
    hand: [
      'begin;',
      filled(HAND.insert, [id]),
      filled(HAND.work, [id]),
      filled(HAND.update, [id, `'\\x7b7d'::bytea`]),
      'commit;',
    ],
    ours: [
      '\\startpipeline',
      'begin isolation level read committed;',
      'set local idle_in_transaction_session_timeout = 30000;',
      filled(statements.claim?.text ?? '', [id, ':a', ':b']),
      '\\endpipeline',
      filled(HAND.work, [id]),
      '\\startpipeline',
      filled(statements.add?.text ?? '', [
        id,
        "'ada'",
        "'pay'",
        "'f'",
        null,
        "'answered'",
        '1',
        now,
        now,
        'false',
        '2592300000',
        '0',
        '200',
        "'[]'",
        `'\\x7b7d'`,
        '86400000',
        `array[${id},${id}]`,
        "array['arrived','answered']",
        "array['00-trace','200']",
      ]),
      'commit;',
      '\\endpipeline',
    ],
  };
  /** @type {Record<string, number[]>} */
  const rates = { hand: [], ours: [] };
  try {
    for (const [name, script] of Object.entries(scripts))
      writeFileSync(join(folder, name), `${draw}${script.join('\n')}\n`);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of Object.keys(scripts)) {
        const seconds = String(Math.max(1, Math.round(ROUND / 1000)));
        const { stdout, stderr } = spawnSync(
          join(postgres.bin ?? '', 'pgbench'),
          [
            '-n',
            '-M',
            'prepared',
            '-c',
            String(CLIENTS),
            '-j',
            '2',
            '-T',
            seconds,
            '-f',
            join(folder, name),
            postgres.url,
          ],
          { encoding: 'utf8' },
        );
        const rate = /^tps = ([\d.]+)/m.exec(stdout ?? '')?.[1];
        if (rate === undefined || /error/i.test(stderr))
          throw new Error(`pgbench, ${name}: ${stdout}${stderr}`);
        rates[name]?.push(Number(rate));
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const [hand, ours] = [median(rates.hand ?? []), median(rates.ours ?? [])];
  return [
    { figure: 'server: by hand, in pgbench', measured: `${Math.round(hand)}/s` },
    {
      figure: 'server: our statements, in pgbench',
      measured: `${Math.round(ours)}/s`,
      ratio: ours / hand,
      to: 'by hand, in pgbench',
    },
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(table(await report()));
