import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService, loadConfig, type Service, serviceConfig } from '#lib/service';
import { asyncapiDocument } from './asyncapi.document.js';
import { schemaDocuments } from './event-schema.document.js';
import { goldenExamples } from './golden.examples.js';
import { ListSchemasController } from './list-schemas.controller.js';
import { ReadAsyncapiController } from './read-asyncapi.controller.js';
import { ReadSchemaController } from './read-schema.controller.js';

const controllers = [ListSchemasController, ReadAsyncapiController, ReadSchemaController];

class DescriptionsModule {
  static register() {
    return { module: this, controllers };
  }
}

describe('what events look like', () => {
  let service: Service;

  beforeAll(async () => {
    const config = loadConfig(serviceConfig, {
      PORT: '0',
      LOG_LEVEL: 'fatal',
      OIDC_ISSUER: 'https://id.example',
      OIDC_AUDIENCE: 'feed',
      KEY_ENCRYPTION_KEY: 'A'.repeat(43),
    });
    service = await createService(DescriptionsModule, config);
  });
  afterAll(() => service.close());

  const ask = async (path: string) => {
    const answer = await fetch(service.url + path);
    const [type] = answer.headers.get('content-type')!.split(';');
    return { status: answer.status, type, body: await answer.json() };
  };

  it('is listed, with who publishes it', async () => {
    const { status, body } = await ask('/schemas');
    expect(status).toBe(200);
    const { envelope, items } = body as { envelope: string; items: { type: string; href: string }[] };
    expect(items).toContainEqual({
      type: 'employee.hired.v1',
      publishedBy: 'employee-registrar',
      href: '/schemas/employee.hired.v1',
    });
    expect(items).toContainEqual(
      expect.objectContaining({ type: 'announcement.posted.v1', publishedBy: null }),
    );
    for (const href of [envelope, ...items.map((item) => item.href)]) {
      expect(await ask(href)).toMatchObject({ status: 200, type: 'application/schema+json' });
    }
  });

  it('is served as it is checked in', async () => {
    const golden = goldenExamples();
    const { body } = await ask('/schemas/thanks.given.v1');
    expect(body).toEqual(schemaDocuments(golden)['thanks.given.v1']);
    expect(await ask('/asyncapi.json')).toEqual({
      status: 200,
      type: 'application/json',
      body: asyncapiDocument(golden),
    });
  });

  it.each(['employee.hired.v9', 'constructor', '__proto__'])('is not known of %s', async (type) => {
    expect(await ask(`/schemas/${type}`)).toMatchObject({
      status: 404,
      type: 'application/problem+json',
      body: { code: 'not-found', detail: `There is no event ${type}, see /schemas.` },
    });
  });
});
