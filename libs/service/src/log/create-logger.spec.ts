import { describe, expect, it } from 'vitest';
import { createLogger } from './create-logger.js';
import { NestLogger } from './nest-logger.js';

function recorded(level = 'trace') {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  return { lines, logger: createLogger({ name: 'spec', level, destination }) };
}

describe('a log line', () => {
  it('holds no secret, wherever it stands', () => {
    const { lines, logger } = recorded();
    const url = 'postgres://feed:hush-hush@db:5432/feed';
    logger.info(
      {
        url,
        headers: { Authorization: 'Bearer abcdefghijk', cookie: 'a="1"; b=2', 'set-cookie': ['c=3'] },
        password: 'hush',
      },
      `connecting to ${url} and amqp://u:hush@mq`,
    );
    logger.error({ err: new Error(`no route to ${url}`) }, 'Authorization: Bearer abcdefghijk');
    logger.warn({ token: 'eyJhbGciOiJub25lIn0.eyJodXNoIjoxfQ.c2ln' }, 'GET /?t=eyJhbGciOiJub25lIn0.hush.');
    logger.warn({ url: '/feed.atom?type=a&token=hush-1' }, 'GET /feed.json?token=hush-2&limit=1');
    expect(JSON.stringify(lines)).not.toMatch(/hush|abcdefghijk|b=2|c=3|eyJ/);
    expect(lines[0]).toMatchObject({
      msg: 'connecting to postgres://feed:***@db:5432/feed and amqp://u:***@mq',
    });
  });

  it('tells of an error its stack and its causes, and not what drivers hang on it', () => {
    const { lines, logger } = recorded();
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', parameters: ['personal'] });
    const err = new Error('not stored', { cause: new AggregateError([refused], 'all failed') });
    logger.error({ err }, 'x');
    expect(lines[0]).toMatchObject({
      err: {
        type: 'Error',
        message: 'not stored',
        stack: expect.stringContaining('create-logger.spec') as string,
        cause: { type: 'AggregateError', errors: [{ message: 'refused', code: 'ECONNREFUSED' }] },
      },
    });
    expect(JSON.stringify(lines)).not.toContain('personal');
  });

  it('of Nest is at debug when Nest speaks of itself', () => {
    const { lines, logger } = recorded();
    const nest = new NestLogger(logger);
    nest.log('Mapped {/x, GET} route', 'RouterExplorer');
    nest.log('hired', { employeeId: '7' }, 'EmployeeRegistrar');
    nest.error('failed', 'Error: failed\n at x', 'EmployeeRegistrar');
    nest.error(new Error('boom'));
    nest.warn({ queue: 'q' });
    expect(lines).toMatchObject([
      { level: 'debug', context: 'RouterExplorer' },
      { level: 'info', context: 'EmployeeRegistrar', msg: 'hired', employeeId: '7' },
      { level: 'error', context: 'EmployeeRegistrar', stack: 'Error: failed\n at x' },
      { level: 'error', msg: 'boom', err: { message: 'boom' } },
      { level: 'warn', queue: 'q' },
    ]);
  });
});
