import type { Random } from '../random.js';
import type { Request } from './request.js';
import type { World } from './world.js';

/** Draws one request. */
export type Draw = (world: World, random: Random) => Request;

const NAMES = ['Anna', 'Boris', 'Vera', 'Gleb', 'Daria', 'Egor', 'Зоя', 'Ígor', 'Kåre', "O'Neill"];
const POSITIONS = ['Engineer', 'Lead', 'Designer', 'Analyst', 'Head of «Tests»', '工程师'];

const post = (app: string, path: string, body: unknown): Request => ({ app, method: 'POST', path, body });
const named = (random: Random): string => `${random.pick(NAMES)} ${random.int(1, 99)}`;
const maybe = <T>(random: Random, value: () => T): T | undefined =>
  random.next() < 0.5 ? value() : undefined;

const onEmployee =
  (path: string, body: (world: World, random: Random) => unknown): Draw =>
  (world, random) => {
    const of = `/employees/${world.some('employee')}`;
    const request = post('employee-registrar', `${of}/${path}`, body(world, random));
    return random.next() < 0.15 ? { ...request, onlyIfUnchanged: of } : request;
  };

const hire: Draw = (world, random) =>
  post('employee-registrar', '/employees', {
    id: random.next() < 0.06 ? world.hot('employee') : world.fresh('employee'),
    name: named(random),
    position: random.pick(POSITIONS),
    departmentId: maybe(random, () => world.some('department')),
    teamId: maybe(random, () => world.some('team')),
  });

const createDepartment: Draw = (world, random) =>
  post('org-structure', '/departments', {
    id: random.next() < 0.1 ? world.hot('department') : world.fresh('department'),
    name: named(random),
    parentId: random.next() < 0.2 ? world.some('department') : undefined,
  });

const createTeam: Draw = (world, random) =>
  post('org-structure', '/teams', {
    id: random.next() < 0.1 ? world.hot('team') : world.fresh('team'),
    name: named(random),
    departmentId: world.some('department'),
  });

const dissolve =
  (kind: 'department' | 'team'): Draw =>
  (world) => ({ app: 'org-structure', method: 'DELETE', path: `/${kind}s/${world.some(kind)}` });

const rename =
  (kind: 'department' | 'team'): Draw =>
  (world, random) =>
    post('org-structure', `/${kind}s/${world.some(kind)}/name`, { name: named(random) });

const giveThanks: Draw = (world, random) => {
  const from = world.some('employee');
  const request = post('thanks', '/thanks', {
    id: world.fresh('thanks'),
    from,
    to: [...new Set(Array.from({ length: random.int(1, 6) }, () => world.some('employee')))],
    message: `Thank you for ${random.int(1, 1_000)} things`,
  });
  return { ...request, by: { subject: from } };
};

/** With how often each is drawn. Whatever takes much away again is rare. */
export const COMMANDS: readonly (readonly [weight: number, draw: Draw])[] = [
  [20, hire],
  [10, onEmployee('position', (_, random) => ({ position: random.pick(POSITIONS) }))],
  [8, onEmployee('name', (_, random) => ({ name: named(random) }))],
  [
    6,
    onEmployee('department', (world, random) => ({
      departmentId: world.some('department'),
      teamId: maybe(random, () => world.some('team')),
    })),
  ],
  [1, onEmployee('departure', () => ({}))],
  [5, createDepartment],
  [4, rename('department')],
  [
    3,
    (world, random) =>
      post('org-structure', `/departments/${world.some('department')}/parent`, {
        parentId: maybe(random, () => world.some('department')),
      }),
  ],
  [0.5, dissolve('department')],
  [4, createTeam],
  [3, rename('team')],
  [
    2,
    (world) =>
      post('org-structure', `/teams/${world.some('team')}/department`, {
        departmentId: world.some('department'),
      }),
  ],
  [0.5, dissolve('team')],
  [8, giveThanks],
  [3, (world) => ({ app: 'thanks', method: 'DELETE', path: `/thanks/${world.some('thanks')}` })],
];
