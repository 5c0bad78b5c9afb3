import { useSyncExternalStore } from 'react';
import { english, type ShopWords } from './english.ts';
import { german } from './german.ts';

export const languages = { en: ['English', english], de: ['Deutsch', german] } as const;

export type Language = keyof typeof languages;

const listeners = new Set<() => void>();

/** For this page alone, where the browser refuses to keep anything. */
let unkept: Language = 'en';

export function language(): Language {
  try {
    return localStorage.getItem('language') === 'de' ? 'de' : 'en';
  } catch {
    return unkept;
  }
}

export function chooseLanguage(chosen: Language): void {
  try {
    localStorage.setItem('language', chosen);
  } catch {
    unkept = chosen;
  }
  document.documentElement.lang = chosen;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language);
}

/** For what is no component, such as the description of an action. */
export const words = (): ShopWords => languages[language()][1];

export const useWords = (): ShopWords => languages[useLanguage()][1];
