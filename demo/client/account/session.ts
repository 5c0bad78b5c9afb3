import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Account } from '../../contract.ts';
import { api } from '../api.ts';

export interface Session {
  user: Account | null;
}

export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: () => api<Session>('/api/session') });
}

/** Signs in (`user-1`, `user-2`) or out (`null`), and forgets what was read for the one before. */
export function useSwitchAccount() {
  const queryClient = useQueryClient();
  return async (account: string | null) => {
    const session = account
      ? await api<Session>('/api/session', 'POST', { account })
      : await api<Session>('/api/session', 'DELETE');
    // An answer about the one before may still be on its way.
    await queryClient.cancelQueries({ queryKey: ['session'] });
    queryClient.setQueryData(['session'], session);
    await queryClient.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  };
}
