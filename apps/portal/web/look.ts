import { LANGUAGES, type Language } from './words/languages.js';

const THEME = 'company-feed.theme';
const LANGUAGE = 'company-feed.language';

export type Theme = 'light' | 'dark';

/** As chosen on this page, or else as the system has it. */
export function themeNow(): Theme {
  const chosen = localStorage.getItem(THEME);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(THEME, theme);
}

export function onSystemTheme(changed: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}

export function languageNow(): Language {
  const wanted = [localStorage.getItem(LANGUAGE), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return LANGUAGES.find((language) => language === wanted.find((tag) => isSpoken(tag))) ?? 'en';
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(LANGUAGE, language);
}

function isSpoken(tag: string | undefined): boolean {
  return (LANGUAGES as readonly (string | undefined)[]).includes(tag);
}
