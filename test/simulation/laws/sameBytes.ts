import type { Law } from './law.ts';

const LAW = 'law 5: same bytes';

/** Every attempt sends what was frozen at mint. */
export const sameBytes: Law = {
  called(truth, call, life) {
    if (call.method === 'GET') return;
    if (!call.body) truth.fail(LAW, `${life.id} leaves without its input`);
    const first = life.calls.find(({ method }) => method !== 'GET');
    // An input that is not kept is typed again in another page load.
    const typed = life.record && !life.record.kept && first?.tab !== call.tab;
    if (first && first.what !== call.what)
      truth.fail(LAW, `${life.id} was sent to ${first.what}, and now to ${call.what}`);
    if (first && !typed && first.body !== call.body)
      truth.fail(LAW, `${life.id} was sent as ${first.body}, and now as ${call.body}`);
    const frozen = life.record?.request?.body;
    if (frozen !== undefined && frozen !== call.body)
      truth.fail(LAW, `${life.id} was frozen as ${frozen}, and leaves as ${call.body}`);
  },
};
