import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { english, german, SafeActionProvider } from 'safe-action/react';
import './client/style/index.css';
import { App } from './client/App.tsx';
import { useSession } from './client/account/session.ts';
import { chooseLanguage, language, useLanguage } from './client/language/language.ts';
import { queryClient } from './client/queryClient.ts';
import { safeActions } from './client/safeActions.ts';

const messages = { en: english, de: german };

function Shop() {
  const { data: session } = useSession();
  return (
    <SafeActionProvider
      client={safeActions}
      scope={session && (session.user?.id ?? null)}
      messages={messages[useLanguage()]}
    >
      <App />
    </SafeActionProvider>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

chooseLanguage(language());
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Shop />
    </QueryClientProvider>
  </StrictMode>,
);
