import { readFileSync } from 'node:fs';

/**
 * Preloaded into a process under test: its clock is wrong by what a file says, while there is one. Timers and
 * `performance.now()` go on as before, as they do when a clock is set.
 */
const LOOK_EVERY_MS = 100;

const folder = process.env['FAULTS_CLOCKS'];
const app = /([^/]+)\/src\/main\.js$|([^/]+)\.main\.js$/.exec(process.argv[1] ?? '');
const file = `${folder}/${app?.[1] ?? app?.[2]}`;
const RealDate = Date;
let aheadMs = 0;

const now = (): number => RealDate.now() + aheadMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});

function look(): void {
  try {
    aheadMs = Number(readFileSync(file, 'utf8'));
  } catch {
    aheadMs = 0;
  }
}

if (folder !== undefined && app) {
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
}
