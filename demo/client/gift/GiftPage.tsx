import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { sendGift } from '../actions.ts';
import { Field } from '../Field.tsx';
import { fieldErrors } from '../fieldErrors.ts';

export function GiftPage() {
  const gift = useSafeAction(sendGift);
  return (
    <section className="card narrow">
      <h1>Send a gift card</h1>
      <p className="lead">
        €10.00, by e-mail. This is the one endpoint here that does not know request IDs: sent twice, it gives
        two.
      </p>
      <form {...gift.getFormProps({ input: (data) => ({ email: String(data.get('email')), amount: 1000 }) })}>
        <Field
          label="Their e-mail address"
          name="email"
          type="email"
          autoComplete="off"
          required
          error={fieldErrors(gift).email}
        />
        <SafeActionButton handle={gift} type="submit" className="button primary">
          Send gift card
        </SafeActionButton>
        <SafeActionStatus handle={gift} />
      </form>
    </section>
  );
}
