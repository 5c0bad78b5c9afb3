import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { sendGift } from '../actions.ts';
import { euros } from '../euros.ts';
import { Field } from '../Field.tsx';
import { useWords } from '../language/language.ts';

export function GiftPage() {
  const { gift: words } = useWords();
  const gift = useSafeAction(sendGift);
  return (
    <section className="card narrow">
      <h1>{words.title}</h1>
      <p className="lead">
        {euros(1000)}, {words.lead}
      </p>
      <form {...gift.getFormProps({ input: (data) => ({ email: String(data.get('email')), amount: 1000 }) })}>
        <Field handle={gift} label={words.email} name="email" type="email" autoComplete="off" required />
        <SafeActionButton handle={gift} type="submit" className="button primary">
          {words.button}
        </SafeActionButton>
        <SafeActionStatus handle={gift} />
      </form>
    </section>
  );
}
