import { useQuery } from '@tanstack/react-query';
import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { saveProfile } from '../actions.ts';
import { api } from '../api.ts';
import { Field } from '../Field.tsx';
import { fieldErrors } from '../fieldErrors.ts';
import { useSession } from './session.ts';

export function ProfilePage() {
  const { data: session } = useSession();
  const { data: profile } = useQuery({
    queryKey: ['profile'],
    queryFn: () => api<{ name: string }>('/api/profile'),
  });
  const save = useSafeAction(saveProfile);
  return (
    <section className="card narrow">
      <h1>Profile</h1>
      <p className="lead">
        {session?.user ? `Signed in as ${session.user.label}.` : 'You are shopping as a guest.'}
      </p>
      {profile && (
        <form {...save.getFormProps({ input: (data) => ({ name: String(data.get('name')) }) })}>
          <Field
            label="Name on parcels"
            name="name"
            autoComplete="name"
            defaultValue={profile.name}
            error={fieldErrors(save).name}
          />
          <SafeActionButton handle={save} type="submit" className="button primary">
            Save profile
          </SafeActionButton>
          <SafeActionStatus handle={save} />
        </form>
      )}
    </section>
  );
}
