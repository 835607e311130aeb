import type { Card } from './card.js';
import { employeeDepartedCard } from './employee-registrar/employee-departed.card.js';
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

export {
  type Args,
  type Card,
  type CardArg,
  defineCard,
  department,
  EVERYONE,
  type Locale,
  LOCALES,
  mentionOf,
  type NamedKind,
  type Naming,
  person,
  team,
  text,
} from './card.js';
export { renderCard, templateOf } from './render.js';

const cards: readonly Card[] = [
  employeeHiredCard,
  employeePositionChangedCard,
  employeeTransferredCard,
  employeeRenamedCard,
  employeeDepartedCard,
  departmentCreatedCard,
  departmentRenamedCard,
  departmentMovedCard,
  departmentDissolvedCard,
  teamCreatedCard,
  teamRenamedCard,
  teamMovedCard,
  teamDissolvedCard,
];

const byType = new Map(cards.map((card) => [card.contract.type, card]));
const byName = Map.groupBy(cards, (card) => card.contract.name);

/** The card of a contract, by its type with the version. Undefined: the feed keeps such events, and shows nothing. */
export function cardOf(type: string): Card | undefined {
  return byType.get(type);
}

/** The kinds of entries, without versions, e.g. `employee.hired`. */
export function cardNames(): string[] {
  return [...byName.keys()];
}
