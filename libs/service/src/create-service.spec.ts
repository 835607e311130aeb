import { createServer } from 'node:net';
import {
  Controller,
  type DynamicModule,
  Injectable,
  Module,
  type OnModuleInit,
  Post,
  Body,
} from '@nestjs/common';
import { MessagePattern, Server } from '@nestjs/microservices';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHIEF, testTokens } from '#lib/testing';
import { SampleModule } from '../test/sample.module.js';
import { NO_PROVIDER, type Sample, startSample } from '../test/start-sample.js';
import { loadConfig } from './config/load-config.js';
import { serviceConfig, type ServiceConfig } from './config/service-config.js';
import { everybody } from '#lib/identity';
import { Allow } from './access/allow.js';
import { createService } from './create-service.js';
import { serviceNameOf } from './service-options.js';

let sample: Sample | undefined;
afterEach(async () => {
  await sample?.close();
  sample = undefined;
});

describe('a service', () => {
  it('is named after its module', () => {
    expect(serviceNameOf({ name: 'OrgStructureModule' })).toBe('org-structure');
    expect(serviceNameOf(SampleModule)).toBe('sample');
  });

  it('measures its requests by route', async () => {
    const tokens = await testTokens();
    sample = await startSample({ verifier: tokens.issuer });
    await fetch(`${sample.url}/things/17`);
    await fetch(`${sample.url}/things/18`);
    const headers = await tokens.as(CHIEF);
    const answer = await fetch(`${sample.url}/metrics`, { headers });
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const metrics = await answer.text();
    const labels = 'http_request_method="GET",http_route="/things/:id",http_response_status_code="200"';
    expect(metrics).toContain(`http_server_request_duration_seconds_count{${labels}} 2`);
    expect(metrics).toContain(`http_server_request_duration_seconds_bucket{le="0.075",${labels}} `);
    expect(metrics).toContain('process_resident_memory_bytes ');
  });

  it('describes itself as OpenAPI 3.1, from its schemas', async () => {
    sample = await startSample();
    const answer = await fetch(`${sample.url}/docs-json`);
    const document = (await answer.json()) as { paths: Record<string, unknown> };
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'sample' } });
    expect(Object.keys(document.paths)).not.toContain('/metrics');
    expect(document.paths['/things']).toMatchObject({
      post: {
        requestBody: {
          content: {
            'application/json': { schema: { properties: { name: { type: 'string', maxLength: 20 } } } },
          },
        },
      },
    });
    expect((await fetch(`${sample.url}/docs`)).headers.get('content-type')).toContain('text/html');
  });
});

describe('its resources', () => {
  const resourcesIn = (happened: string[]) => async (config: ServiceConfig) => {
    happened.push('acquired');
    return { config, release: async () => void happened.push('released') };
  };

  it('may change the configuration, and go after the app is closed', async () => {
    const happened: string[] = [];
    @Injectable()
    class Last {
      onApplicationShutdown() {
        happened.push('closed');
      }
    }
    @Module({})
    class ChangedModule {
      static register(config: ServiceConfig): DynamicModule {
        happened.push(config.LOG_LEVEL);
        return { module: ChangedModule, providers: [Last] };
      }
    }
    const resources = async (config: ServiceConfig) => {
      const acquired = await resourcesIn(happened)(config);
      return { ...acquired, config: { ...config, LOG_LEVEL: 'warn' as const } };
    };
    const started = await startSample({ resources }, ChangedModule);
    await started.close();
    expect(happened).toEqual(['acquired', 'warn', 'closed', 'released']);
  });

  it('are released when the start fails in a provider', async () => {
    const happened: string[] = [];
    @Injectable()
    class Failing implements OnModuleInit {
      onModuleInit() {
        throw new Error('no database');
      }
      onModuleDestroy() {
        happened.push('destroyed');
      }
    }
    @Module({})
    class FailingModule {
      static register(): DynamicModule {
        return { module: FailingModule, providers: [Failing] };
      }
    }
    await expect(startSample({ resources: resourcesIn(happened) }, FailingModule)).rejects.toThrow(
      'no database',
    );
    expect(happened).toEqual(['acquired', 'destroyed', 'released']);
  });

  it('are released when the port is taken', async () => {
    const happened: string[] = [];
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
    );
    const config = loadConfig(serviceConfig, { PORT: String(port), LOG_LEVEL: 'silent', ...NO_PROVIDER });
    await expect(createService(SampleModule, config, { resources: resourcesIn(happened) })).rejects.toThrow(
      'EADDRINUSE',
    );
    expect(happened).toEqual(['acquired', 'released']);
    taken.close();
  });
});

describe('a transport', () => {
  it('is started with the app, brings messages to its controllers, and is closed with it', async () => {
    const happened: string[] = [];
    @Injectable()
    class Loopback extends Server {
      listen(done: () => void) {
        happened.push('listening');
        done();
      }
      close() {
        happened.push('closed');
      }
      on() {}
      unwrap<T>(): T {
        return this as unknown as T;
      }
      deliver(pattern: string, data: unknown): unknown {
        return this.getHandlerByPattern(pattern)?.(data);
      }
    }
    @Controller('loop')
    class LoopController {
      @MessagePattern('told')
      told(data: unknown) {
        happened.push(`told ${String(data)}`);
      }
      @Post()
      @Allow(everybody)
      post(@Body({ schema: z.strictObject({}) }) _body: unknown) {}
    }
    @Module({})
    class LoopModule {
      static register(): DynamicModule {
        return { module: LoopModule, controllers: [LoopController], providers: [Loopback] };
      }
    }
    const started = await startSample({ transport: Loopback }, LoopModule);
    await started.app.get(Loopback, { strict: false }).deliver('told', 'news');
    expect((await fetch(`${started.url}/health/ready`)).status).toBe(200);
    await started.close();
    expect(happened).toEqual(['listening', 'told news', 'closed']);
  });
});
