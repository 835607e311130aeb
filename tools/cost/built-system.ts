import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { freePort } from '#lib/postgres';
import { OwnProcess } from '../faults/system/own-process.js';

interface Answer {
  readonly status: number;
  readonly text: string;
}

const EVERY_ROLE = ['hr', 'org', 'editor', 'privacy', 'operator'];

/** The standalone that some clone was built to, on data of its own, asked over one connection by somebody who may do all. */
export class BuiltSystem {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private signedIn: Readonly<Record<string, string>> = {};

  private constructor(
    private readonly port: number,
    private readonly app: OwnProcess,
  ) {}

  /** `clone`: its folder. `data`: where to keep data and log. */
  static async start(clone: string, data: string): Promise<BuiltSystem> {
    const port = await freePort();
    const app = new OwnProcess({
      name: clone,
      url: `http://127.0.0.1:${port}`,
      main: join(clone, 'dist/apps/standalone/src/main.js'),
      environment: {
        PORT: String(port),
        DATA_DIR: data,
        LOG_LEVEL: 'info',
        DRAIN_DELAY_MS: '0',
        RATE_LIMIT_READS: '0',
        RATE_LIMIT_WRITES: '0',
      },
      logFile: `${data}.log`,
    });
    await app.start();
    const system = new BuiltSystem(port, app);
    await system.signIn();
    return system;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Milliseconds until the answer was there. */
  async time(method: string, path: string, body?: object): Promise<number> {
    const begun = performance.now();
    const { status, text } = await this.ask(method, path, body);
    if (status >= 300) throw new Error(`${this.app.name}: ${method} ${path} was answered ${status} ${text}`);
    return performance.now() - begun;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.app.stop();
  }

  /** Before there were tokens, a header told who asks. */
  private async signIn(): Promise<void> {
    const persona = { subject: 'chief', roles: EVERY_ROLE };
    const { status, text } = await this.ask('POST', '/sign-in/tokens', persona);
    if (status === 404) this.signedIn = { 'x-actor-id': persona.subject };
    else this.signedIn = { authorization: `Bearer ${(JSON.parse(text) as { token: string }).token}` };
  }

  private ask(method: string, path: string, body?: object): Promise<Answer> {
    const { agent, port } = this;
    const headers = { ...this.signedIn, ...(body && { 'content-type': 'application/json' }) };
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode!, text }));
      });
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  }
}
