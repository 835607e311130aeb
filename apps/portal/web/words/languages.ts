import { en } from './en.js';
import { ru } from './ru.js';
import type { Words } from './words.js';

export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

export function wordsIn(language: Language): Words {
  return language === 'ru' ? ru : en;
}
