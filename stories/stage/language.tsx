import { createContext, useContext } from 'react';
import { english, german, type Messages } from 'safe-action/react';
import { pseudoRtl } from './pseudoRtl.ts';

/** What the toolbar can choose: the package's words, and what an app would do with its own. */
export interface Language {
  lang: string;
  dir: 'ltr' | 'rtl';
  /** Absent: the words without any setting. */
  messages?: Messages;
  own(words: string): string;
}

const inGerman: Record<string, string> = {
  'Pay €20': 'Zahlungspflichtig bestellen: 20 €',
  'Donate €20': '20 € spenden',
  'Create account': 'Konto anlegen',
  Save: 'Speichern',
  Send: 'Senden',
  'E-mail': 'E-Mail-Adresse',
  Password: 'Passwort',
  Note: 'Notiz',
  'The account form': 'Zum Formular',
};

export const languages: Record<'en' | 'de' | 'rtl', Language> = {
  en: { lang: 'en', dir: 'ltr', own: (words) => words },
  de: { lang: 'de', dir: 'ltr', messages: german, own: (words) => inGerman[words] ?? words },
  // Arabic, so that numbers and times are laid out as there.
  rtl: { lang: 'ar', dir: 'rtl', messages: { ...pseudoRtl(english), locale: 'ar' }, own: pseudoRtl },
};

export const LanguageContext = createContext(languages.en);

const pairs = (from: unknown, to: unknown): [string, string][] =>
  typeof from === 'string'
    ? [[from, String(to)]]
    : typeof from === 'object' && from !== null
      ? Object.entries(from).flatMap(([key, value]) => pairs(value, (to as Record<string, unknown>)[key]))
      : [];

/** The words of the package or the app that say this English in another language. */
export function inLanguage({ messages, own }: Language, words: string): string {
  return (messages && new Map(pairs(english, messages)).get(words)) ?? own(words);
}

/** The app's own words, in the language of the toolbar. */
export const useOwnWords = (): Language['own'] => useContext(LanguageContext).own;
