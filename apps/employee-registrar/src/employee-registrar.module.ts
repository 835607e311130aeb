import { type DynamicModule, Module } from '@nestjs/common';
import { EmployeeDepartedV1, EmployeeHiredV1, EmployeePositionChangedV1 } from '#lib/contracts';
import {
  EventSourceModule,
  onRabbitmq,
  type OutboxConfig,
  type SourceConfig,
  type SourceHost,
} from '#lib/event-source';
import { ChangePositionController } from './change-position/change-position.controller.js';
import { ChangePositionHandler } from './change-position/change-position.handler.js';
import { HireEmployeeController } from './hire-employee/hire-employee.controller.js';
import { HireEmployeeHandler } from './hire-employee/hire-employee.handler.js';
import { ReadEmployeeController } from './read-employee/read-employee.controller.js';
import { ReadEmployeeHandler } from './read-employee/read-employee.handler.js';
import { RecordDepartureController } from './record-departure/record-departure.controller.js';
import { RecordDepartureHandler } from './record-departure/record-departure.handler.js';

const name = 'employee-registrar';

/** People join, change their work, leave. Streams: `employee/<id>`. */
@Module({
  controllers: [
    HireEmployeeController,
    ChangePositionController,
    RecordDepartureController,
    ReadEmployeeController,
  ],
  providers: [HireEmployeeHandler, ChangePositionHandler, RecordDepartureHandler, ReadEmployeeHandler],
})
export class EmployeeRegistrarModule {
  static register(config: SourceConfig): DynamicModule {
    return this.hostedBy(onRabbitmq(name, config), config);
  }

  static hostedBy(host: SourceHost, config: OutboxConfig): DynamicModule {
    const publishes = [EmployeeHiredV1, EmployeePositionChangedV1, EmployeeDepartedV1];
    return { module: this, imports: [EventSourceModule.register({ name, publishes, config, host })] };
  }
}
