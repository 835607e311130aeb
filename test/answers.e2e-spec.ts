import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, get, post, readFeed } from './support/http.js';
import { eventually } from '#lib/testing';
import { type RunningFeed, startTogether } from './support/running-feed.js';

/** What a stack, a statement or an error of the database looks like. */
const INSIDES =
  /\b(select|insert|update|delete)\b|\bat \S+ ?\(|node_modules|[\w-]+\.[jt]s\b|relation|column|constraint|violates|syntax|schema|stack|Error:|Failed/i;

let system: RunningFeed;
let admin: Client;
let id: string;
beforeAll(async () => {
  system = await startTogether();
  admin = new Client({ connectionString: system.databaseUrl });
  await admin.connect();
  id = String((await hire()).body['id']);
  await eventually(async () => expect((await readFeed(system.feed)).items).toHaveLength(1));
});
afterAll(async () => {
  await admin.end();
  await system.close();
});

const hire = (): Promise<Answer> =>
  post(`${system.registrar}/employees`, { name: 'Anna Insider', position: 'Engineer' });

/** One that tells nothing but where to look. */
function expectNoInsides({ status, headers, body }: Answer): void {
  expect({ status, type: headers.get('content-type') }).toEqual({
    status: 500,
    type: 'application/problem+json',
  });
  expect(body).toEqual({
    type: 'urn:company-feed:problem:internal-error',
    title: 'Internal Server Error',
    status: 500,
    code: 'internal-error',
    detail: 'Something unexpected went wrong. The log tells more under this request id.',
    requestId: headers.get('x-request-id'),
    instance: expect.stringMatching(/^\/(feed|employees)/) as string,
  });
  expect([...headers].join('\n')).not.toMatch(INSIDES);
}

describe('a 500 shows nothing of the inside', () => {
  it.each([
    [
      'a constraint that a command violates',
      'ALTER TABLE employee_registrar.events ADD CONSTRAINT insiders CHECK (false) NOT VALID',
      hire,
      'ALTER TABLE employee_registrar.events DROP CONSTRAINT insiders',
    ],
    [
      'a column that is missing',
      'ALTER TABLE employee_registrar.events RENAME COLUMN data TO renamed',
      hire,
      'ALTER TABLE employee_registrar.events RENAME COLUMN renamed TO data',
    ],
    [
      'a trigger that raises what it likes',
      `CREATE FUNCTION employee_registrar.raises() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'select secret from insiders'; END $$;
       CREATE TRIGGER raises BEFORE INSERT ON employee_registrar.events
         EXECUTE FUNCTION employee_registrar.raises()`,
      hire,
      'DROP TRIGGER raises ON employee_registrar.events',
    ],
    [
      'an event that is not what its contract says',
      `UPDATE employee_registrar.events SET type = 'employee.unheard-of.v1'`,
      () => get(`${system.registrar}/employees/${id}`),
      `UPDATE employee_registrar.events SET type = 'employee.hired.v1'`,
    ],
    [
      'a read whose table is not as it should be',
      'ALTER TABLE feed.entry_v1 RENAME COLUMN occurred_at TO renamed',
      () => get(`${system.feed}/feed?limit=7`),
      'ALTER TABLE feed.entry_v1 RENAME COLUMN renamed TO occurred_at',
    ],
  ])('%s', async (_, harm, ask, mend) => {
    await admin.query(harm);
    const answer = await ask();
    await admin.query(mend);
    expectNoInsides(answer);
  });
});
