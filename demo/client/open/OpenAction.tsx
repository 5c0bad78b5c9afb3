import { SafeActionButton, type SafeActionHandle, SafeActionStatus } from 'safe-action/react';
import { Link } from 'wouter';
import { timeOfDay } from '../clock.ts';
import { placeOf } from './place.ts';
import { standing } from './standing.ts';

/** One unfinished action: what it is, how it stands, and its next step. */
export function OpenAction({ handle }: { handle: SafeActionHandle }) {
  const { text } = placeOf(handle.action.name);
  const about = handle.about();
  return (
    <section className="open-action" data-status={handle.status} aria-label={about?.description ?? text}>
      <p>
        <strong>{about?.description ?? text}</strong>
        {about && ` from ${timeOfDay(about.since)}`} {standing(handle)}
      </p>
      <NextStep handle={handle} />
      <SafeActionStatus handle={handle} />
    </section>
  );
}

/** Nothing while the step is to wait, or where only giving up is left: the status has that. */
function NextStep({ handle }: { handle: SafeActionHandle }) {
  if (handle.status === 'done' || handle.status === 'declined')
    return (
      <button type="button" className="button quiet" onClick={() => handle.dismiss()}>
        Close
      </button>
    );
  if ('needsInput' in handle && handle.needsInput && !(handle.status === 'check' && handle.step === 'check'))
    return (
      <Link href={placeOf(handle.action.name).path} className="button quiet">
        Fill it in again
      </Link>
    );
  if (handle.locked || (handle.status === 'check' && handle.step === 'none')) return null;
  return (
    <SafeActionButton handle={handle} className="button quiet">
      Continue
    </SafeActionButton>
  );
}
