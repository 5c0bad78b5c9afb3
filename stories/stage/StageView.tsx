import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { SafeActionProvider } from 'safe-action/react';
import { addons } from 'storybook/preview-api';
import { type Language, LanguageContext } from './language.tsx';
import { connect } from './remote.ts';
import type { Stage } from './stage.ts';
import './stage.css';

interface StageViewProps {
  stage: Stage;
  language: Language;
  /** Time passes as it does outside. */
  goes: boolean;
  children: ReactNode;
}

/** What the person sees of the stage: a small card of a shop, anew after each reload. */
export function StageView({ stage, language, goes, children }: StageViewProps): ReactElement {
  const load = useSyncExternalStore(stage.subscribe, stage.load);
  useEffect(() => connect(stage, addons.getChannel(), goes), [stage, goes]);
  const { messages } = language;
  return (
    <QueryClientProvider key={load.tab.id} client={load.queryClient}>
      <SafeActionProvider client={load.client} scope="ann" {...(messages && { messages })}>
        <LanguageContext value={language}>
          <main className="stage">{children}</main>
        </LanguageContext>
      </SafeActionProvider>
    </QueryClientProvider>
  );
}
