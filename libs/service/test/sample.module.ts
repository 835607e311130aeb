import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  type DynamicModule,
  Get,
  HttpCode,
  Injectable,
  Logger,
  type MessageEvent,
  Module,
  Param,
  Post,
  Query,
  ServiceUnavailableException,
  Sse,
  StreamableFile,
} from '@nestjs/common';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { concat, NEVER, type Observable, of } from 'rxjs';
import { z } from 'zod';
import { Allow, currentRequestId, everybody, problem, type ServiceConfig } from '../src/index.js';

const body = z.strictObject({
  name: z.string().min(1).max(20),
  address: z.strictObject({ 'a/b': z.int() }).optional(),
});
const query = z.strictObject({ limit: z.coerce.number().int().max(100).optional() });

@Controller('things')
export class SampleController {
  @Post()
  @Allow(everybody)
  create(@Body({ schema: body }) created: z.output<typeof body>) {
    return created;
  }

  @Get()
  @Allow(everybody)
  list(@Query({ schema: query }) asked: z.output<typeof query>) {
    return asked;
  }

  @Get('broken')
  @Allow(everybody)
  broken(): never {
    throw new Error('select secret from vault');
  }

  @Get('broken-by-nest')
  @Allow(everybody)
  brokenByNest(): never {
    throw new ServiceUnavailableException('select secret from vault');
  }

  @Get('refused')
  @Allow(everybody)
  refused(): never {
    throw problem(422, 'rule-broken', 'That is against the rules.', [
      { pointer: '#/name', code: 'taken', detail: 'is taken' },
    ]);
  }

  @Get('refused-by-nest')
  @Allow(everybody)
  refusedByNest(): never {
    throw new BadRequestException('so not');
  }

  @Get('context')
  @Allow(everybody)
  async context() {
    await delay(Math.random() * 20);
    return { requestId: currentRequestId() };
  }

  @Post('context')
  @Allow(everybody)
  @HttpCode(200)
  async contextWithBody(@Body() { echoed }: { echoed: string }) {
    await delay(Math.random() * 20);
    return { requestId: currentRequestId(), echoed };
  }

  @Get('slow')
  @Allow(everybody)
  async slow() {
    new Logger('Sample').log('slow: started');
    await delay(2000);
    return { finished: true };
  }

  @Get('trickle')
  @Allow(everybody)
  trickle() {
    async function* chunks() {
      yield 'begun, ';
      await delay(300);
      yield 'finished';
    }
    return new StreamableFile(Readable.from(chunks(), { objectMode: false }));
  }

  @Sse('stream')
  @Allow(everybody)
  stream(): Observable<MessageEvent> {
    return concat(of({ data: 'first' }), NEVER);
  }

  @Get(':id')
  @Allow(everybody)
  read(@Param('id', { schema: z.string().regex(/^\d+$/, 'must be a number') }) id: string) {
    return { id };
  }

  @Delete(':id')
  @Allow(everybody)
  remove(@Param('id') id: string) {
    return { id };
  }
}

/** Its answers are the spec's to choose. */
@Injectable()
export class SampleDependency {
  healthName = 'dependency';
  ready = (): Promise<void> => Promise.resolve();
  live = (): Promise<void> => Promise.resolve();

  checkReadiness(): Promise<void> {
    return this.ready();
  }

  checkLiveness(): Promise<void> {
    return this.live();
  }
}

@Module({})
export class SampleModule {
  static register(_config: ServiceConfig): DynamicModule {
    return {
      module: SampleModule,
      controllers: [SampleController],
      providers: [SampleDependency, { provide: 'alias', useExisting: SampleDependency }],
    };
  }
}
