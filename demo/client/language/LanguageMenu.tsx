import { chooseLanguage, type Language, languages, useLanguage, useWords } from './language.ts';

export function LanguageMenu() {
  const words = useWords();
  const language = useLanguage();
  return (
    <label className="setting">
      <span>{words.language}</span>
      <select value={language} onChange={({ target }) => chooseLanguage(target.value as Language)}>
        {Object.entries(languages).map(([tag, [name]]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
