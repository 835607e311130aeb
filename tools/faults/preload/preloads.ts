import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Holds a file for each app whose clock is wrong, with the milliseconds it is ahead. */
export function clockFolder(dir: string): string {
  return join(dir, 'clocks');
}

/**
 * The environment of a process whose clock can be stepped by a fault, and whose compiled modules are changed as the break
 * says, if there is one. `dir`: of the run.
 */
export function preloads(dir: string, breakName?: string): Record<string, string> {
  const modules = ['clock', ...(breakName === undefined ? [] : ['edits'])];
  return {
    // A URL, since a path may hold spaces.
    NODE_OPTIONS: modules.map((name) => `--import=${compiled(name)}`).join(' '),
    FAULTS_CLOCKS: resolve(clockFolder(dir)),
    ...(breakName !== undefined && { FAULTS_BREAK: breakName }),
  };
}

const compiled = (name: string): string =>
  pathToFileURL(resolve('dist/tools/faults/preload', `${name}.js`)).href;
