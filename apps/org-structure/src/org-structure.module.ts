import { type DynamicModule, Module } from '@nestjs/common';
import { contractsOf } from '#lib/contracts';
import {
  EventSourceModule,
  onRabbitmq,
  type OutboxConfig,
  type SourceConfig,
  type SourceHost,
} from '#lib/event-source';
import { CreateDepartmentController } from './create-department/create-department.controller.js';
import { CreateDepartmentHandler } from './create-department/create-department.handler.js';
import { CreateTeamController } from './create-team/create-team.controller.js';
import { CreateTeamHandler } from './create-team/create-team.handler.js';
import { DepartmentsLookup } from './departments.lookup.js';
import { DissolveDepartmentController } from './dissolve-department/dissolve-department.controller.js';
import { DissolveDepartmentHandler } from './dissolve-department/dissolve-department.handler.js';
import { DissolveTeamController } from './dissolve-team/dissolve-team.controller.js';
import { DissolveTeamHandler } from './dissolve-team/dissolve-team.handler.js';
import { MoveDepartmentController } from './move-department/move-department.controller.js';
import { MoveDepartmentHandler } from './move-department/move-department.handler.js';
import { MoveTeamController } from './move-team/move-team.controller.js';
import { MoveTeamHandler } from './move-team/move-team.handler.js';
import { ReadDepartmentController } from './read-department/read-department.controller.js';
import { ReadDepartmentHandler } from './read-department/read-department.handler.js';
import { ReadTeamController } from './read-team/read-team.controller.js';
import { ReadTeamHandler } from './read-team/read-team.handler.js';
import { RenameDepartmentController } from './rename-department/rename-department.controller.js';
import { RenameDepartmentHandler } from './rename-department/rename-department.handler.js';
import { RenameTeamController } from './rename-team/rename-team.controller.js';
import { RenameTeamHandler } from './rename-team/rename-team.handler.js';

const name = 'org-structure';

/** Departments and teams begin, change their name and their place, end. Streams: `department/<id>`, `team/<id>`. */
@Module({
  controllers: [
    CreateDepartmentController,
    RenameDepartmentController,
    MoveDepartmentController,
    DissolveDepartmentController,
    ReadDepartmentController,
    CreateTeamController,
    RenameTeamController,
    MoveTeamController,
    DissolveTeamController,
    ReadTeamController,
  ],
  providers: [
    DepartmentsLookup,
    CreateDepartmentHandler,
    RenameDepartmentHandler,
    MoveDepartmentHandler,
    DissolveDepartmentHandler,
    ReadDepartmentHandler,
    CreateTeamHandler,
    RenameTeamHandler,
    MoveTeamHandler,
    DissolveTeamHandler,
    ReadTeamHandler,
  ],
})
export class OrgStructureModule {
  static register(config: SourceConfig): DynamicModule {
    return this.hostedBy(onRabbitmq(name, config), config);
  }

  static hostedBy(host: SourceHost, config: OutboxConfig): DynamicModule {
    const publishes = contractsOf[name];
    return { module: this, imports: [EventSourceModule.register({ name, publishes, config, host })] };
  }
}
