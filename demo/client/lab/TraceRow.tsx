import type { LoggedEntry, LogKind } from 'safe-action/server';
import { precise } from './precise.ts';

const words: Record<LogKind, string> = {
  arrived: 'First arrival',
  started: 'The effect begins',
  answered: 'Done, and the answer stored',
  replayed: 'A repeat got the stored answer',
  refused: 'Refused',
  released: 'Let go, nothing happened',
  taken_over: 'Taken over from a lost worker',
  recovered: 'Asked what became of it',
  unknown: 'Nobody knows how it ended',
  cancelled: 'Spent: nothing will happen',
  expired: 'The answer is no longer kept',
  webhook: 'A webhook about it',
};

/** One line of a request ID's story. */
export function TraceRow({ entry: { at, kind, detail } }: { entry: LoggedEntry }) {
  return (
    <li data-kind={kind}>
      <time dateTime={new Date(at).toISOString()}>{precise.format(at)}</time>
      <span>{words[kind]}</span>
      {detail && <span className="code">{detail}</span>}
    </li>
  );
}
