import { en } from './en.js';
import { ru } from './ru.js';

export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What the page says, besides the tag and the server. */
export interface Words {
  readonly title: string;
  readonly tagline: string;
  readonly feed: string;
  readonly you: string;
  readonly roles: Readonly<Record<string, string>>;
  readonly noRole: string;
  readonly toDark: string;
  readonly toLight: string;
  readonly language: string;
  readonly otherLanguage: string;
  readonly search: string;
  readonly kinds: string;
  readonly kind: Readonly<Record<'all' | 'people' | 'org' | 'thanks' | 'news', string>>;
  readonly dates: string;
  readonly from: string;
  readonly to: string;
  readonly onlyPerson: string;
  readonly onlyDepartment: string;
  readonly remove: (what: string) => string;
  readonly back: string;
  readonly act: string;
  readonly actHint: string;
  readonly hire: string;
  readonly name: string;
  readonly position: string;
  readonly department: string;
  readonly noDepartment: string;
  readonly doHire: string;
  readonly thank: string;
  readonly whom: string;
  readonly forWhat: string;
  readonly doThank: string;
  readonly nobody: string;
  readonly rename: string;
  readonly whichDepartment: string;
  readonly newDepartment: string;
  readonly newName: string;
  readonly doRename: string;
  readonly done: string;
  readonly sending: string;
  readonly failed: string;
  readonly choose: string;
  readonly play: string;
  readonly playing: string;
  readonly token: string;
  readonly tokenHint: string;
  readonly signIn: string;
  readonly signOut: string;
}

export function wordsIn(language: Language): Words {
  return language === 'ru' ? ru : en;
}
