import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SafeActionProvider } from 'safe-action/react';
import { App } from './client/App.tsx';
import { useSession } from './client/account/session.ts';
import { safeActions } from './client/safeActions.ts';

function Shop() {
  const { data: session } = useSession();
  return (
    <SafeActionProvider client={safeActions} scope={session && (session.user?.id ?? null)}>
      <App />
    </SafeActionProvider>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <Shop />
    </QueryClientProvider>
  </StrictMode>,
);
