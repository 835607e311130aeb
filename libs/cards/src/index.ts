import { announcementPostedCard } from './announcements/announcement-posted.card.js';
import { type Card, type EntryCard, type GroupRule, LOCALES } from './card.js';
import { entryHiddenCard } from './curation/entry-hidden.card.js';
import { entryPinnedCard } from './curation/entry-pinned.card.js';
import { entryShownCard } from './curation/entry-shown.card.js';
import { entryUnpinnedCard } from './curation/entry-unpinned.card.js';
import { textRedactedCard } from './curation/text-redacted.card.js';
import { employeeDepartedCard } from './employee-registrar/employee-departed.card.js';
import { employeeForgottenCard } from './employee-registrar/employee-forgotten.card.js';
import { employeeHiredCard } from './employee-registrar/employee-hired.card.js';
import { employeePositionChangedCard } from './employee-registrar/employee-position-changed.card.js';
import { employeeRenamedCard } from './employee-registrar/employee-renamed.card.js';
import { employeeTransferredCard } from './employee-registrar/employee-transferred.card.js';
import { departmentCreatedCard } from './org-structure/department-created.card.js';
import { departmentDissolvedCard } from './org-structure/department-dissolved.card.js';
import { departmentMovedCard } from './org-structure/department-moved.card.js';
import { departmentRenamedCard } from './org-structure/department-renamed.card.js';
import { teamCreatedCard } from './org-structure/team-created.card.js';
import { teamDissolvedCard } from './org-structure/team-dissolved.card.js';
import { teamMovedCard } from './org-structure/team-moved.card.js';
import { teamRenamedCard } from './org-structure/team-renamed.card.js';
import { reactionAddedCard } from './reactions/reaction-added.card.js';
import { reactionRemovedCard } from './reactions/reaction-removed.card.js';
import { thanksGivenCard } from './thanks/thanks-given.card.js';
import { inLanguage, isForgotten, renderCard, templateOf } from './render.js';
import { thanksTakenBackCard } from './thanks/thanks-taken-back.card.js';

export {
  type Args,
  type CardArg,
  department,
  link,
  mentionOf,
  type NamedArg,
  namedIn,
  type NamedKind,
  number,
  people,
  person,
  team,
  text,
  texts,
} from './args.js';
export {
  audienceOf,
  type Card,
  type Curation,
  type CurationCard,
  defineCard,
  defineCuration,
  defineErasure,
  defineReaction,
  defineRedaction,
  defineRetraction,
  type EntryCard,
  type ErasureCard,
  EVERYONE,
  type GroupRule,
  type Locale,
  LOCALES,
  type Naming,
  type Placing,
  type Reaction,
  type ReactionCard,
  type RedactionCard,
  type RetractionCard,
} from './card.js';
export { argsOf } from './args-of.js';
export { groupArgs } from './group-args.js';
export { inLanguage, isForgotten, renderCard, templateOf };
export { renderMessage, renderParts, textOf, type TextPart } from './render.js';

const cards: readonly Card[] = [
  employeeHiredCard,
  employeePositionChangedCard,
  employeeTransferredCard,
  employeeRenamedCard,
  employeeDepartedCard,
  employeeForgottenCard,
  departmentCreatedCard,
  departmentRenamedCard,
  departmentMovedCard,
  departmentDissolvedCard,
  teamCreatedCard,
  teamRenamedCard,
  teamMovedCard,
  teamDissolvedCard,
  thanksGivenCard,
  thanksTakenBackCard,
  reactionAddedCard,
  reactionRemovedCard,
  announcementPostedCard,
  entryHiddenCard,
  entryShownCard,
  entryPinnedCard,
  entryUnpinnedCard,
  textRedactedCard,
];

const byType = new Map(cards.map((card) => [card.contract.type, card]));

/** The card of a contract, by its type with the version. Undefined: the feed keeps such events, and shows nothing. */
export function cardOf(type: string): Card | undefined {
  return byType.get(type);
}

/** The card of an entry. Undefined for what shows no entry of its own. */
export function entryCardOf(type: string): EntryCard | undefined {
  const card = cardOf(type);
  return card?.shows === 'entry' ? card : undefined;
}

const groupRules = new Map(
  cards.flatMap((card): [string, GroupRule][] =>
    card.shows === 'entry' && card.group ? [[card.contract.name, card.group]] : [],
  ),
);

/** By which rules entries are grouped, by their kinds: those of one kind have one, whatever their versions. */
export function groupRulesByName(): ReadonlyMap<string, GroupRule> {
  return groupRules;
}

/** The kinds of entries, without versions, e.g. `employee.hired`. */
export function cardNames(): string[] {
  const entries = cards.filter(({ shows }) => shows === 'entry');
  return [...new Set(entries.map(({ contract }) => contract.name))];
}

/** The kinds of entries whose wording, in any language, has a word that begins so. `prefix`: in lower case. */
export function cardNamesSaying(prefix: string): string[] {
  const saying = cards.filter(
    (card) => card.shows === 'entry' && wordsOf(card).some((word) => word.startsWith(prefix)),
  );
  return [...new Set(saying.map(({ contract }) => contract.name))];
}

/** Which argument of an entry is its actor, by type, of those that have one. */
export function actorArgs(): Record<string, string> {
  const acted = cards.flatMap((card) =>
    card.shows === 'entry' && card.actor !== undefined ? [[card.contract.type, card.actor]] : [],
  );
  return Object.fromEntries(acted) as Record<string, string>;
}

/** What is said of an entry by later events of its stream, which show none of their own: the names, without versions. */
export function revisionNames(): string[] {
  const revisions = cards.filter(({ shows }) => shows === 'retraction' || shows === 'erasure');
  return [...new Set(revisions.map(({ contract }) => contract.name))];
}

/** Without what stands for its arguments. */
function wordsOf(card: EntryCard): string[] {
  const texts = LOCALES.map((locale) => templateOf(card, {}, locale).replaceAll(/\{[^}]*\}/g, ' '));
  return texts.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}
