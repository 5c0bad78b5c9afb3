import { live } from './live.ts';
import type { Plan } from './plan.ts';

/** The smallest plan found that still breaks the same law: happenings are left out for as long as it does. */
export async function shrink(plan: Plan): Promise<Plan> {
  const law = (await live(plan)).violation?.law;
  let best = plan;
  if (law === undefined) return best;
  for (
    let size = Math.ceil(best.happenings.length / 2);
    size >= 1;
    size = size > 1 ? Math.ceil(size / 2) : 0
  ) {
    for (let at = best.happenings.length - size; at >= 0; at -= size) {
      const fewer = best.happenings.filter((_, index) => index < at || index >= at + size);
      const candidate = { ...best, happenings: fewer };
      if ((await live(candidate)).violation?.law === law) best = candidate;
    }
  }
  const tapped = best.happenings.map((one) => ('subject' in one ? one.subject : undefined));
  const buttons = best.buttons.filter(({ subject }) => tapped.includes(subject));
  return (await live({ ...best, buttons })).violation?.law === law ? { ...best, buttons } : best;
}
