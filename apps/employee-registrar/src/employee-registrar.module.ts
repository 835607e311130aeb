import { type DynamicModule, Module } from '@nestjs/common';
import { contractsOf } from '#lib/contracts';
import {
  EventSourceModule,
  onRabbitmq,
  type OutboxConfig,
  type SourceConfig,
  type SourceHost,
} from '#lib/event-source';
import { ChangePositionController } from './change-position/change-position.controller.js';
import { ChangePositionHandler } from './change-position/change-position.handler.js';
import { ForgetEmployeeController } from './forget-employee/forget-employee.controller.js';
import { ForgetEmployeeHandler } from './forget-employee/forget-employee.handler.js';
import { HireEmployeeController } from './hire-employee/hire-employee.controller.js';
import { HireEmployeeHandler } from './hire-employee/hire-employee.handler.js';
import { ReadEmployeeController } from './read-employee/read-employee.controller.js';
import { ReadEmployeeHandler } from './read-employee/read-employee.handler.js';
import { RecordDepartureController } from './record-departure/record-departure.controller.js';
import { RecordDepartureHandler } from './record-departure/record-departure.handler.js';
import { RenameEmployeeController } from './rename-employee/rename-employee.controller.js';
import { RenameEmployeeHandler } from './rename-employee/rename-employee.handler.js';
import { TransferEmployeeController } from './transfer-employee/transfer-employee.controller.js';
import { TransferEmployeeHandler } from './transfer-employee/transfer-employee.handler.js';

const name = 'employee-registrar';

/** People join, change their work, their place and their name, leave, are forgotten. Streams: `employee/<id>`. */
@Module({
  controllers: [
    HireEmployeeController,
    ChangePositionController,
    TransferEmployeeController,
    RenameEmployeeController,
    RecordDepartureController,
    ForgetEmployeeController,
    ReadEmployeeController,
  ],
  providers: [
    HireEmployeeHandler,
    ChangePositionHandler,
    TransferEmployeeHandler,
    RenameEmployeeHandler,
    RecordDepartureHandler,
    ForgetEmployeeHandler,
    ReadEmployeeHandler,
  ],
})
export class EmployeeRegistrarModule {
  static register(config: SourceConfig): DynamicModule {
    return this.hostedBy(onRabbitmq(name, config), config);
  }

  static hostedBy(host: SourceHost, config: OutboxConfig): DynamicModule {
    const publishes = contractsOf[name];
    return { module: this, imports: [EventSourceModule.register({ name, publishes, config, host })] };
  }
}
