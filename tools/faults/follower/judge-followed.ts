import type { Evidence, Violation } from '../verdict/evidence.js';

/** Whether whoever reads everything from the last place on has come upon every event once, each stream in its order. */
export function judgeFollowed({ stored, followed }: Pick<Evidence, 'stored' | 'followed'>): Violation[] {
  if (!followed) return [];
  const count = new Map<string, number>();
  const last = new Map<string, number>();
  const found: Violation[] = [];
  for (const { app, eventId, stream, version } of followed) {
    const seen = (count.get(eventId) ?? 0) + 1;
    count.set(eventId, seen);
    const what = `${eventId} (${app} ${stream} version ${version})`;
    if (seen === 2)
      found.push({ verdict: 'doubled', what: `${what} was read twice by who reads everything` });
    const key = `${app} ${stream}`;
    if (version < (last.get(key) ?? 0))
      found.push({ verdict: 'disordered', what: `${what} was read after version ${last.get(key)}` });
    last.set(key, Math.max(version, last.get(key) ?? 0));
  }
  const skipped = stored.filter(({ eventId }) => !count.has(eventId));
  return [
    ...found,
    ...skipped.map(({ eventId, app, stream, version }): Violation => {
      return {
        verdict: 'lost',
        what: `${eventId} (${app} ${stream} version ${version}) was skipped by who reads everything`,
      };
    }),
  ];
}
