import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { post, readFeed } from './support/http.js';
import { type RunningFeed, startApart, startTogether } from './support/running-feed.js';

/** Takes out of the outbox, before any relay sees it, whatever says that somebody's position is `Lost`. */
const LOSE = `
CREATE FUNCTION employee_registrar.lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM employee_registrar.outbox o USING employee_registrar.events e
   WHERE o.id = new.id AND e.position = new.event_position AND e.data ->> 'position' = 'Lost';
  RETURN NULL;
END $$;
CREATE TRIGGER lose AFTER INSERT ON employee_registrar.outbox FOR EACH ROW EXECUTE FUNCTION employee_registrar.lose();`;

describe.each([
  ['in one process', startTogether],
  ['over RabbitMQ', startApart],
])('an event that was lost on its way, %s', (_, start) => {
  let system: RunningFeed;
  let database: Client;
  beforeAll(async () => {
    system = await start();
    database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
    await database.query(LOSE);
  });
  afterAll(async () => {
    await database.end();
    await system.close();
  });

  it('is asked for at its source after a while, and all that waited behind it is shown', async () => {
    const { body } = await post(`${system.registrar}/employees`, { name: 'Anna', position: 'Engineer' });
    const id = String(body['id']);
    const promote = (position: string) => post(`${system.registrar}/employees/${id}/position`, { position });
    const texts = async () =>
      (await readFeed(system.feed, { person: id })).items.map(({ message }) => message.text);
    await promote('Lost');
    await database.query('DROP TRIGGER lose ON employee_registrar.outbox');
    await promote('Lead');
    const waiting = `SELECT count(*)::int AS events FROM feed.pending WHERE stream = 'employee/${id}'`;
    await eventually(async () => expect((await database.query(waiting)).rows).toEqual([{ events: 1 }]));
    expect(await texts()).toEqual(['Anna joined as Engineer']);

    await database.query(`UPDATE feed.pending SET received_at = received_at - interval '1 minute'`);
    await eventually(
      async () =>
        expect(await texts()).toEqual([
          'Anna is now Lead, after Lost',
          'Anna is now Lost, after Engineer',
          'Anna joined as Engineer',
        ]),
      { timeoutMs: 20_000 },
    );
    expect((await database.query(waiting)).rows).toEqual([{ events: 0 }]);
  });
});
