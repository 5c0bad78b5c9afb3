import { useQuery } from '@tanstack/react-query';
import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { saveProfile } from '../actions.ts';
import { api } from '../api.ts';
import { Field } from '../Field.tsx';
import { useWords } from '../language/language.ts';
import { useSession } from './session.ts';

export function ProfilePage() {
  const { profile: words } = useWords();
  const { data: session } = useSession();
  const { data: profile } = useQuery({
    queryKey: ['profile'],
    queryFn: () => api<{ name: string }>('/api/profile'),
  });
  const save = useSafeAction(saveProfile);
  return (
    <section className="card narrow">
      <h1>{words.title}</h1>
      <p className="lead">{session?.user ? words.signedIn(session.user.label) : words.guest}</p>
      {profile && (
        <form {...save.getFormProps({ input: (data) => ({ name: String(data.get('name')) }) })}>
          <Field
            handle={save}
            label={words.name}
            name="name"
            autoComplete="name"
            defaultValue={profile.name}
          />
          <SafeActionButton handle={save} type="submit" className="button primary">
            {words.button}
          </SafeActionButton>
          <SafeActionStatus handle={save} />
        </form>
      )}
    </section>
  );
}
