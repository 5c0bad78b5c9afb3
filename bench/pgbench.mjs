import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { HAND, TABLES } from './byHand.mjs';
import { median } from './statistics.mjs';

/**
 * The same as SQL alone, driven by pgbench: without JavaScript on either side, all of it prepared. What the store sends
 * as one message is a pipeline here. It comes first, and each way has a database of its own, so that both have tables of
 * the same age, and none pays for what another part has left behind.
 * @param {import('../scripts/postgres.mjs').Postgres} postgres
 * @param {(pool: pg.Pool) => { migrate(): Promise<void> }} postgresStore
 * @param {Record<string, { text: string }>} statements
 * @param {{ clients: number, turns: number, round: number }} sizes `round` in ms
 * @returns {Promise<import('./table.mjs').Row[]>}
 */
export async function pgbench(postgres, postgresStore, statements, { clients, turns, round }) {
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
  const of = (/** @type {string} */ name) => Object.assign(new URL(postgres.url), { pathname: name }).href;
  const within = async (
    /** @type {string} */ url,
    /** @type {(pool: pg.Pool) => Promise<unknown>} */ work,
  ) => {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    await work(pool).finally(() => pool.end());
  };
  const seconds = 1 + Math.max(1, Math.round(round / 1000));
  const sizes = ['-c', String(clients), '-j', '2', '-T', String(seconds)];
  /** @type {Record<string, number[]>} */
  const rates = { hand: [], ours: [] };
  try {
    for (const [name, script] of Object.entries(scripts)) {
      writeFileSync(join(folder, name), `${draw}${script.join('\n')}\n`);
      await within(postgres.url, (pool) => pool.query(`create database ${name}`));
      await within(of(name), (pool) => pool.query(TABLES.work));
    }
    await within(of('hand'), (pool) => pool.query(TABLES.hand));
    await within(of('ours'), (pool) => postgresStore(pool).migrate());
    await within(postgres.url, (pool) => pool.query('checkpoint'));
    for (let turn = 0; turn < turns; turn += 1)
      for (const name of Object.keys(scripts))
        rates[name]?.push(perSecond(postgres, [...sizes, '-f', join(folder, name), of(name)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { hand = [], ours = [] } = rates;
  // Each turn to the one beside it: what else the machine does comes and goes.
  const ratio = median(ours.map((rate, turn) => rate / (hand[turn] ?? Number.NaN)));
  return [
    { figure: 'server: by hand, in pgbench', measured: `${Math.round(median(hand))}/s` },
    {
      figure: 'server: our statements, in pgbench',
      measured: `${Math.round(median(ours))}/s`,
      ratio,
      to: 'by hand, in pgbench, in turns',
    },
  ];
}

/**
 * One turn of pgbench: how many transactions a second, without its first second. In that one each connection starts a
 * process, reads the catalogue and plans its statements, and a server's connections live longer than a turn.
 * @param {import('../scripts/postgres.mjs').Postgres} postgres
 * @param {string[]} args
 */
function perSecond({ bin = '' }, args) {
  const { stdout, stderr } = spawnSync(join(bin, 'pgbench'), ['-n', '-M', 'prepared', '-P', '1', ...args], {
    encoding: 'utf8',
  });
  const all = [...(stderr ?? '').matchAll(/^progress: [\d.]+ s, ([\d.]+) tps/gm)].map(([, rate]) =>
    Number(rate),
  );
  if (all.length < 2 || /error/i.test(stderr)) throw new Error(`pgbench: ${stdout}${stderr}`);
  return all.slice(1).reduce((sum, rate) => sum + rate, 0) / (all.length - 1);
}
