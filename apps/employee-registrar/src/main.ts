import { sourceConfig } from '#lib/event-source';
import { port, runService } from '#lib/service';
import { EmployeeRegistrarModule } from './employee-registrar.module.js';

await runService(EmployeeRegistrarModule, sourceConfig.extend({ PORT: port().default(3001) }));
