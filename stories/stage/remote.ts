import type { Call } from 'safe-action/testing';
import type { addons } from 'storybook/preview-api';
import type { ReplyName } from './answers.ts';
import type { Stage } from './stage.ts';

/** What a person at the controls asks of the stage. */
export type Order =
  | { verb: 'next' | 'always'; reply: ReplyName }
  | { verb: 'advance'; ms: number }
  | { verb: 'go' | 'stand' | 'reload' | 'report' }
  | { verb: 'online'; online: boolean };

/** What the controls show of the stage. */
export interface Report {
  /** Unix ms. */
  now: number;
  goes: boolean;
  online: boolean;
  usual: ReplyName;
  planned: readonly string[];
  sends: number;
  effects: number;
  calls: readonly { at: number; what: string; id: string; came: string }[];
}

/** Storybook's channel between the controls and the page of the story. */
type Wire = ReturnType<typeof addons.getChannel>;

export const ORDER = 'stage/order';
export const REPORT = 'stage/report';

/** Obeys the controls and reports to them, until the returned function is called. */
export function connect(stage: Stage, wire: Wire, goes: boolean): () => void {
  let stand = goes ? stage.go() : undefined;
  const report = () => {
    const { world, server, sends } = stage;
    const told: Report = {
      now: world.clock.now(),
      goes: stand !== undefined,
      online: world.server.online,
      usual: server.usual,
      planned: server.planned,
      sends,
      effects: server.effects,
      calls: world.server.calls.map(line),
    };
    wire.emit(REPORT, told);
  };
  const obey = async (order: Order) => {
    switch (order.verb) {
      case 'next':
        stage.server.next(order.reply);
        break;
      case 'always':
        stage.server.always(order.reply);
        break;
      case 'advance':
        await stage.advance(order.ms);
        break;
      case 'go':
        stand ??= stage.go();
        break;
      case 'stand':
        stand?.();
        stand = undefined;
        break;
      case 'reload':
        await stage.reload();
        break;
      case 'online':
        stage.world.server.online = order.online;
    }
    await stage.settle();
    report();
  };
  wire.on(ORDER, obey);
  const ticking = setInterval(report, 500);
  report();
  return () => {
    wire.off(ORDER, obey);
    clearInterval(ticking);
    stand?.();
  };
}

function line({ at, method, url, headers, status, reached }: Call): Report['calls'][number] {
  return {
    at,
    what: `${method} ${new URL(url).pathname}`,
    id: headers['idempotency-key'] ?? '',
    came: status === undefined ? (reached ? 'at work' : 'not there yet') : String(status),
  };
}
