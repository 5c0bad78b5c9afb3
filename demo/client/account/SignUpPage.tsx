import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { useLocation } from 'wouter';
import { signUp } from '../actions.ts';
import { Field } from '../Field.tsx';
import { fieldErrors } from '../fieldErrors.ts';

export function SignUpPage() {
  const [, navigate] = useLocation();
  const account = useSafeAction(signUp, { onDone: () => navigate('/profile') });
  const errors = fieldErrors(account);
  return (
    <section className="card narrow">
      <h1>Create your account</h1>
      <p className="lead">To see your orders on every device.</p>
      <form
        {...account.getFormProps({
          input: (data) => ({ email: String(data.get('email')), password: String(data.get('password')) }),
        })}
      >
        <Field
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="email"
          required
          error={errors.email}
        />
        <Field
          label="Password"
          hint="At least 8 characters"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          error={errors.password}
        />
        <SafeActionButton handle={account} type="submit" className="button primary">
          Create account
        </SafeActionButton>
        <SafeActionStatus handle={account} />
      </form>
    </section>
  );
}
