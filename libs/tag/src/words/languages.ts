import { en } from './en.js';
import { ru } from './ru.js';
import type { Words } from './words.js';

/** English for whoever speaks neither. */
export function wordsIn(lang: string): Words {
  return lang.toLowerCase().startsWith('ru') ? ru : en;
}
