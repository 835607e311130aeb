import { setTimeout as sleep } from 'node:timers/promises';
import { History } from '../../faults/history.js';
import type { Sent } from '../../faults/load/request.js';
import { Sender } from '../../faults/load/sender.js';
import type { SystemUnderTest } from '../../faults/system.js';

const PAUSE_MS = 50;
const POSITIONS = ['Engineer', 'Lead engineer', 'Head of engineering'];

/** Hires people one after the other, and promotes each twice, so that streams have an order to keep. */
export class Hires {
  readonly sent: Sent[] = [];
  private active = true;
  private readonly givenUp = new AbortController();
  private working: Promise<void> | undefined;

  constructor(
    private readonly system: SystemUnderTest,
    private readonly seed: number,
    private readonly history: History,
  ) {}

  start(): void {
    this.working = this.work();
  }

  async stop(): Promise<void> {
    this.active = false;
    await this.working;
    this.givenUp.abort();
  }

  private async work(): Promise<void> {
    const { system, seed, history } = this;
    const sender = new Sender({
      address: system.url,
      tokens: system.tokens,
      history,
      signal: this.givenUp.signal,
    });
    for (let n = 0; this.active; n++) {
      const id = `${seed}-hired-${n}`;
      for (const [step, position] of POSITIONS.entries()) {
        const path = step === 0 ? '/employees' : `/employees/${id}/position`;
        const body = step === 0 ? { id, name: `Employee ${n}`, position } : { position };
        this.sent.push(
          await sender.send(`${seed}.${n}.${step}`, {
            app: 'employee-registrar',
            method: 'POST',
            path,
            body,
          }),
        );
        await sleep(PAUSE_MS);
      }
    }
  }
}
