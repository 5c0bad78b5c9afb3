import { useWords } from '../language/language.ts';
import { useSession, useSwitchAccount } from './session.ts';

const fixed = [
  ['user-1', 'Account 1'],
  ['user-2', 'Account 2'],
] as const;

/** Whose shop this is. Actions of one account are invisible to the other. */
export function AccountMenu() {
  const words = useWords();
  const { data: session } = useSession();
  const switchAccount = useSwitchAccount();
  const user = session?.user;
  const isOwn = user && fixed.every(([id]) => id !== user.id);
  return (
    <label className="setting account">
      <span>{words.account}</span>
      <select value={user?.id ?? ''} onChange={({ target }) => switchAccount(target.value || null)}>
        <option value="">{words.guest}</option>
        {fixed.map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
        {isOwn && <option value={user.id}>{user.label}</option>}
      </select>
    </label>
  );
}
