import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { useLocation } from 'wouter';
import { signUp } from '../actions.ts';
import { Field } from '../Field.tsx';
import { useWords } from '../language/language.ts';

export function SignUpPage() {
  const { signUp: words } = useWords();
  const [, navigate] = useLocation();
  const account = useSafeAction(signUp, { onDone: () => navigate('/profile') });
  return (
    <section className="card narrow">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <form
        {...account.getFormProps({
          input: (data) => ({ email: String(data.get('email')), password: String(data.get('password')) }),
        })}
      >
        <Field handle={account} label={words.email} name="email" type="email" autoComplete="email" required />
        <Field
          handle={account}
          label={words.password}
          hint={words.hint}
          name="password"
          type="password"
          autoComplete="new-password"
          required
        />
        <SafeActionButton handle={account} type="submit" className="button primary">
          {words.button}
        </SafeActionButton>
        <SafeActionStatus handle={account} />
      </form>
    </section>
  );
}
