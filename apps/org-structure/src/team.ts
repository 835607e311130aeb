import type { TeamCreatedV1, TeamDissolvedV1, TeamMovedV1, TeamRenamedV1 } from '#lib/contracts';
import { type Decider, RuleViolation } from '#lib/decider';
import type { DataOf, EventOf } from '#lib/envelope';

export type TeamEvent =
  | EventOf<typeof TeamCreatedV1>
  | EventOf<typeof TeamRenamedV1>
  | EventOf<typeof TeamMovedV1>
  | EventOf<typeof TeamDissolvedV1>;

type Created = DataOf<typeof TeamCreatedV1>;

export interface Team extends Created {
  readonly dissolved: boolean;
}

export const streamOf = (teamId: string): string => `team/${teamId}`;

export const team: Decider<Team, TeamEvent> = {
  initialState: { teamId: '', name: '', departmentId: '', dissolved: false },

  evolve(state, event) {
    switch (event.type) {
      case 'team.created.v1':
        return { ...event.data, dissolved: false };
      case 'team.renamed.v1':
        return { ...state, name: event.data.name };
      case 'team.moved.v1':
        return { ...state, departmentId: event.data.departmentId };
      case 'team.dissolved.v1':
        return { ...state, dissolved: true };
    }
  },
};

export function create(details: Created): TeamEvent[] {
  return [{ type: 'team.created.v1', data: details }];
}

/** The name a team has already is no change. */
export function rename(state: Team, name: string): TeamEvent[] {
  mustExist(state);
  if (state.name === name) return [];
  const { teamId, name: previousName } = state;
  return [{ type: 'team.renamed.v1', data: { teamId, name, previousName } }];
}

/** To where a team is already is no change. */
export function move(state: Team, departmentId: string): TeamEvent[] {
  mustExist(state);
  if (state.departmentId === departmentId) return [];
  const { teamId, departmentId: previousDepartmentId } = state;
  return [{ type: 'team.moved.v1', data: { teamId, departmentId, previousDepartmentId } }];
}

/** Allowed also with people in it: another source knows them. */
export function dissolve(state: Team): TeamEvent[] {
  mustExist(state);
  const { teamId, name } = state;
  return [{ type: 'team.dissolved.v1', data: { teamId, name } }];
}

function mustExist(state: Team): void {
  if (state.dissolved) throw new RuleViolation('team-dissolved', 'This team has been dissolved.');
}
