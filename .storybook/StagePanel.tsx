// biome-ignore lint/correctness/noUnusedImports: Storybook compiles its manager's JSX to calls of React
import React, { type CSSProperties, type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { Button } from 'storybook/internal/components';
import { addons } from 'storybook/manager-api';
import { type ReplyName, replies } from '../stories/stage/answers.ts';
import { ORDER, type Order, REPORT, type Report } from '../stories/stage/remote.ts';

const names = Object.keys(replies) as ReplyName[];
const leaps: [label: string, ms: number][] = [
  ['+ 0.1 s', 100],
  ['+ 1 s', 1000],
  ['+ 10 s', 10_000],
  ['+ 5 min', 300_000],
];
const row: CSSProperties = { display: 'flex', flexWrap: 'wrap', gap: 6 };
const cell: CSSProperties = { padding: '2px 8px 2px 0', textAlign: 'start', overflowWrap: 'anywhere' };

/** The controls of a stage: what the next requests meet, what time it is, and what has been sent. */
export function StagePanel(): ReactElement {
  const [report, setReport] = useState<Report>();
  const order = (given: Order) => addons.getChannel().emit(ORDER, given);
  useEffect(() => {
    const channel = addons.getChannel();
    channel.on(REPORT, setReport);
    channel.emit(ORDER, { verb: 'report' } satisfies Order);
    return () => channel.off(REPORT, setReport);
  }, []);
  if (!report) return <p style={{ padding: 16 }}>This story has no stage.</p>;
  const { now, goes, online, usual, planned, sends, effects, calls } = report;
  return (
    <div style={{ display: 'grid', gap: 20, padding: 16 }}>
      <Part title="The next request meets">
        {names.map((reply) => (
          <Button key={reply} size="small" ariaLabel={false} onClick={() => order({ verb: 'next', reply })}>
            {replies[reply].label}
          </Button>
        ))}
        {planned.length > 0 && <span>Planned: {planned.join(', ')}</span>}
      </Part>
      <Part title="Every other request meets">
        <select
          aria-label="Every other request meets"
          value={usual}
          onChange={(event) => order({ verb: 'always', reply: event.target.value as ReplyName })}
        >
          {names.map((reply) => (
            <option key={reply} value={reply}>
              {replies[reply].label}
            </option>
          ))}
        </select>
        <Button size="small" ariaLabel={false} onClick={() => order({ verb: 'online', online: !online })}>
          {online ? 'Go offline' : 'Go online'}
        </Button>
      </Part>
      <Part title={`The clock says ${new Date(now).toLocaleTimeString()}`}>
        <Button size="small" ariaLabel={false} onClick={() => order({ verb: goes ? 'stand' : 'go' })}>
          {goes ? 'Let it stand' : 'Let it go'}
        </Button>
        {leaps.map(([label, ms]) => (
          <Button key={ms} size="small" ariaLabel={false} onClick={() => order({ verb: 'advance', ms })}>
            {label}
          </Button>
        ))}
        <Button size="small" ariaLabel={false} onClick={() => order({ verb: 'reload' })}>
          Reload the page
        </Button>
      </Part>
      <Part title={`Sent ${sends} times, done ${effects} times`}>
        <table style={{ borderSpacing: 0, fontSize: 13, lineHeight: 1.4 }}>
          <tbody>
            {calls.map(({ at, what, id, came }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list that only grows at its end
              <tr key={index}>
                <td style={{ ...cell, whiteSpace: 'nowrap' }}>{new Date(at).toLocaleTimeString()}</td>
                <td style={cell}>{what}</td>
                <td style={cell}>{id}</td>
                <td style={{ ...cell, whiteSpace: 'nowrap' }}>{came}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 style={{ margin: '0 0 8px', fontSize: 13, fontWeight: 700 }}>{title}</h2>
      <div style={row}>{children}</div>
    </section>
  );
}
