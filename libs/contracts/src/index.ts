import type { EventContract } from '#lib/envelope';
import { AnnouncementPostedV1 } from './announcements/announcement-posted.v1.js';
import { EntryHiddenV1 } from './curation/entry-hidden.v1.js';
import { EntryPinnedV1 } from './curation/entry-pinned.v1.js';
import { EntryShownV1 } from './curation/entry-shown.v1.js';
import { EntryUnpinnedV1 } from './curation/entry-unpinned.v1.js';
import { TextRedactedV1 } from './curation/text-redacted.v1.js';
import { EmployeeDepartedV1 } from './employee-registrar/employee-departed.v1.js';
import { EmployeeForgottenV1 } from './employee-registrar/employee-forgotten.v1.js';
import { EmployeeHiredV1 } from './employee-registrar/employee-hired.v1.js';
import { EmployeePositionChangedV1 } from './employee-registrar/employee-position-changed.v1.js';
import { EmployeeRenamedV1 } from './employee-registrar/employee-renamed.v1.js';
import { EmployeeTransferredV1 } from './employee-registrar/employee-transferred.v1.js';
import { DepartmentCreatedV1 } from './org-structure/department-created.v1.js';
import { DepartmentDissolvedV1 } from './org-structure/department-dissolved.v1.js';
import { DepartmentMovedV1 } from './org-structure/department-moved.v1.js';
import { DepartmentRenamedV1 } from './org-structure/department-renamed.v1.js';
import { TeamCreatedV1 } from './org-structure/team-created.v1.js';
import { TeamDissolvedV1 } from './org-structure/team-dissolved.v1.js';
import { TeamMovedV1 } from './org-structure/team-moved.v1.js';
import { TeamRenamedV1 } from './org-structure/team-renamed.v1.js';
import { ReactionAddedV1 } from './reactions/reaction-added.v1.js';
import { ReactionRemovedV1 } from './reactions/reaction-removed.v1.js';
import { ThanksGivenV1 } from './thanks/thanks-given.v1.js';
import { ThanksTakenBackV1 } from './thanks/thanks-taken-back.v1.js';

export {
  audiencesOf,
  everyone,
  inDepartment,
  maySee,
  type Membership,
  narrowed,
  onlyPerson,
  withinDepartment,
  withRole,
} from './audience.js';
export { day, id, line, reactionKind } from './fields.js';
export {
  AnnouncementPostedV1,
  EntryHiddenV1,
  EntryPinnedV1,
  EntryShownV1,
  EntryUnpinnedV1,
  DepartmentCreatedV1,
  DepartmentDissolvedV1,
  DepartmentMovedV1,
  DepartmentRenamedV1,
  EmployeeDepartedV1,
  EmployeeForgottenV1,
  EmployeeHiredV1,
  EmployeePositionChangedV1,
  EmployeeRenamedV1,
  EmployeeTransferredV1,
  ReactionAddedV1,
  ReactionRemovedV1,
  TeamCreatedV1,
  TeamDissolvedV1,
  TeamMovedV1,
  TeamRenamedV1,
  TextRedactedV1,
  ThanksGivenV1,
  ThanksTakenBackV1,
};

/** What each source of ours publishes, by its name. Nobody else may. */
export const contractsOf = {
  'employee-registrar': [
    EmployeeHiredV1,
    EmployeePositionChangedV1,
    EmployeeTransferredV1,
    EmployeeRenamedV1,
    EmployeeDepartedV1,
    EmployeeForgottenV1,
  ],
  'org-structure': [
    DepartmentCreatedV1,
    DepartmentRenamedV1,
    DepartmentMovedV1,
    DepartmentDissolvedV1,
    TeamCreatedV1,
    TeamRenamedV1,
    TeamMovedV1,
    TeamDissolvedV1,
  ],
  thanks: [ThanksGivenV1, ThanksTakenBackV1],
  reactions: [ReactionAddedV1, ReactionRemovedV1],
  curation: [EntryHiddenV1, EntryShownV1, EntryPinnedV1, EntryUnpinnedV1, TextRedactedV1],
} as const satisfies Record<string, readonly EventContract[]>;

/** What any system may publish, under a source that is none of ours. */
export const openContracts: readonly EventContract[] = [AnnouncementPostedV1];

/** The app that publishes for systems outside, each under the source that its token names. */
const INTAKE = 'event-intake';

/** The names of the events that each app publishes. */
export const publishedNames: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({ ...contractsOf, [INTAKE]: openContracts }).map(([app, events]) => [
    app,
    events.map(({ name }) => name),
  ]),
);

/** The names of the events that are open to all. */
export const openNames: readonly string[] = openContracts.map(({ name }) => name);

/** The published language: every public event of the company, each in its latest version. */
export const contracts: readonly EventContract[] = [...Object.values(contractsOf).flat(), ...openContracts];

/**
 * Whether `source`, as it stands in an envelope, may publish this type: a source of ours what is its own, any other what
 * is open to all, under a name that cannot be taken for another one. A type that is unknown is refused to nobody here.
 */
export function mayPublish(source: string, type: string): boolean {
  const owner = owners.get(nameOf(type));
  if (owner !== undefined) return source === `/${owner}`;
  return !openNames.includes(nameOf(type)) || isForeign(source);
}

/**
 * Whether what a user of the broker has sent may be of `source`: each has its own name as its source, and the intake has asked
 * whoever is none of ours.
 */
export function maySpeakFor(user: string, source: string): boolean {
  return source === `/${user}` || (user === INTAKE && isForeign(source));
}

function isForeign(source: string): boolean {
  return FOREIGN.test(source) && !Object.hasOwn(contractsOf, source.slice(1));
}

/** `/canteen`, `/canteen/menu`. */
const FOREIGN = /^(\/[a-z0-9][a-z0-9._-]*)+$/;
const nameOf = (type: string): string => type.replace(/\.v\d+$/, '');
const owners = new Map(
  Object.entries(contractsOf).flatMap(([owner, owned]) => owned.map(({ name }) => [name, owner] as const)),
);
