import { LocalIssuer } from '#lib/identity';
import { freePort } from '#lib/postgres';
import { Tokens } from '#lib/testing';
import { Planted } from '../planted.js';
import { embeddedServer } from './embedded-server.js';
import { keepRunning } from './keep-running.js';
import { OwnProcess } from './own-process.js';
import { environmentOf, mainOf, type RunningSystem, type SystemOptions } from './system-options.js';

const NAME = 'standalone';

/** All apps in one process, on the database server that it starts itself. */
export async function runStandalone(options: SystemOptions): Promise<RunningSystem> {
  const { dir, tell } = options;
  const dataDir = `${dir}/data`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // The folder that it takes for its own.
  const tokens = new Tokens(await LocalIssuer.open(`${dataDir}/issuer`));
  const own = new OwnProcess({
    name: NAME,
    url,
    main: mainOf(NAME),
    environment: {
      ...environmentOf(options),
      ...tokens.issuer.environment,
      DATA_DIR: dataDir,
      PORT: String(port),
    },
    logFile: `${dir}/logs/${NAME}.log`,
  });
  const postgres = embeddedServer(dataDir);
  try {
    await own.start();
  } catch (error) {
    await own.stop();
    await postgres.dispose();
    throw error;
  }
  const leave = keepRunning([own], tell);
  return {
    system: {
      mode: 'standalone',
      dir,
      url: () => url,
      apps: [NAME],
      process: (name) => {
        if (name !== NAME) throw new Error(`no process is called ${name}`);
        return own;
      },
      postgres,
      tokens,
      planted: new Planted(),
    },
    stop: async () => {
      await leave();
      await own.stop();
      await postgres.dispose();
    },
  };
}
