import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process beside the spec's own, for what can only be seen from outside: being killed, being the second one. */
export interface OtherProcess {
  readonly child: ChildProcess;
  /** What the script gave to `say`. */
  readonly said: Record<string, unknown>;
  /** SIGKILL; resolves when the process is gone. */
  readonly kill: () => Promise<void>;
}

/** Node runs TypeScript by itself, but takes `./a.js` for a file of that name. */
const RESOLVE_TYPESCRIPT = `import { registerHooks } from 'node:module';
registerHooks({ resolve: (name, context, next) => {
  const source = name.startsWith('.') && context.parentURL?.endsWith('.ts');
  return next(source ? name.replace(/\\.js$/, '.ts') : name, context);
} });`;

/**
 * Runs `script`, an ES module that may import sources by file URL (not `#lib`), until it calls `say(object)`, once.
 * Throws with its exit code when it ends before that.
 */
export async function startOtherProcess(script: string): Promise<OtherProcess> {
  const hook = `data:text/javascript,${encodeURIComponent(RESOLVE_TYPESCRIPT)}`;
  const say = 'const say = (said) => console.log(JSON.stringify(said));\n';
  const flags = ['--experimental-transform-types', '--no-warnings', '--input-type=module', '--import', hook];
  const child = spawn(process.execPath, [...flags, '--eval', say + script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const said = await Promise.race([
    once(child.stdout, 'data') as Promise<[Buffer]>,
    exited.then(([code]) => Promise.reject(new Error(`the script ended with code ${code} and said nothing`))),
  ]);
  return {
    child,
    said: JSON.parse(said[0].toString('utf8')) as Record<string, unknown>,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
