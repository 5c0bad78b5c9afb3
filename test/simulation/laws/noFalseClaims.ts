import { claimNotRun } from '../truth.ts';
import type { Law } from './law.ts';

const LAW = 'law 7: no false claim';

/** What a person reads is true, as the server knows it. */
export const noFalseClaims: Law = {
  effected(truth, call, life) {
    const { notRun, cleared = 0 } = life;
    // Whoever was told has forgotten it since: a tab that slept puts it back into cleared data, and sends anew.
    if (!notRun || (notRun.at < cleared && call.at > cleared)) return;
    if (call.attempt <= notRun.attempt)
      truth.fail(LAW, `attempt ${call.attempt} of ${life.id} has its effect, after "${notRun.claim}"`);
  },
  shown(truth, { tab, view }) {
    if (!('requestId' in view) || view.requestId === undefined) return;
    const life = truth.lives.get(view.requestId);
    if (!life) {
      if (view.durability !== 'memory')
        truth.fail(LAW, `${tab} shows ${view.requestId}, which nobody stored`);
      return;
    }
    if (view.status === 'done') {
      const amount = (view.data as { amount?: number } | undefined)?.amount;
      const effect = life.effects[0];
      if (!effect) truth.fail(LAW, `${tab} shows done for ${life.id}, which never happened`);
      else if (amount !== undefined && amount !== JSON.parse(effect.body ?? '{}').amount)
        truth.fail(LAW, `${tab} shows €${amount} for ${life.id}, which was ${effect.body}`);
    }
    if (view.status === 'retry' || view.status === 'declined')
      claimNotRun(truth, life, life.record, `${view.status} is shown in ${tab}`);
  },
};
