import { describe, expect, it } from 'vitest';
import { requestOf } from './request.js';

const taken = { folders: ['thanks', 'cards'], routes: ['employees', 'feed'], entities: ['employee'] };
const asked = (...args: string[]) => requestOf(args, taken);

describe('a request for a source', () => {
  it('needs a name alone', () => {
    expect(asked('--name', 'anniversaries')).toEqual({
      name: 'anniversaries',
      event: 'anniversary.recorded',
    });
  });

  it('may say what the first event is', () => {
    expect(asked('--name=kudos', '--event=kudo.given')).toEqual({ name: 'kudos', event: 'kudo.given' });
  });

  it.each([
    ['no name', [], '--name is missing'],
    ['a name without letters', ['--name', ''], 'must be words of a-z'],
    ['a name with capitals', ['--name', 'TownHalls'], 'must be words of a-z'],
    ['a name that leads elsewhere', ['--name', '../../etc'], 'must be words of a-z'],
    ['a name that is too long', ['--name', 'a'.repeat(41)], 'must have at most 40 characters'],
    ['the name of an app', ['--name', 'thanks'], 'is taken, by a folder'],
    ['the name of a lib', ['--name', 'cards'], 'is taken, by a folder'],
    ['the route of another app', ['--name', 'employees'], 'is taken, by the route /employees'],
    ['the name of a schema', ['--name', 'public'], 'is reserved'],
    ['a name that Postgres keeps for itself', ['--name', 'pg-things'], 'is reserved'],
    ['a word of SQL', ['--name', 'order'], 'is reserved, as a word of SQL'],
    ['a word of SQL with two parts', ['--name', 'current-user'], 'is reserved, as a word of SQL'],
    ['an event without a dot', ['--name', 'kudos', '--event', 'given'], '--event "given": must be'],
    ['an event with a version', ['--name', 'kudos', '--event', 'kudo.given.v1'], 'must be what it is about'],
    [
      'events of another source',
      ['--name', 'praises', '--event', 'employee.praised'],
      'of «employee» already',
    ],
    ['an unknown option', ['--name', 'kudos', '--port', '4000'], "Unknown option '--port'"],
    ['a word too many', ['kudos'], "Unexpected argument 'kudos'"],
  ])('is refused with %s', (_, args, fault) => {
    expect(() => asked(...args)).toThrow(fault);
    expect(() => asked(...args)).toThrow('npm run new:source -- --name anniversaries');
  });

  it('is refused with all faults at once', () => {
    expect(() => asked('--name', 'Kudos', '--event', 'given')).toThrow(/--name "Kudos".*\n--event "given"/);
  });
});
