import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
const LOOK_WITHIN_MS = 1_000;

/** What a load balancer knows of one instance: it asks for its readiness all the time. */
export class Balancer {
  private active = true;
  private fell = false;
  private readonly looking: Promise<void>;

  constructor(private readonly url: string) {
    this.looking = this.look();
  }

  /** Its readiness has been seen to fall; it gets no new requests then. */
  get unready(): boolean {
    return this.fell;
  }

  async stop(): Promise<void> {
    this.active = false;
    await this.looking;
  }

  private async look(): Promise<void> {
    while (this.active && !this.fell) {
      const signal = AbortSignal.timeout(LOOK_WITHIN_MS);
      this.fell = await fetch(`${this.url}/health/ready`, { signal }).then(
        async (answer) => {
          await answer.arrayBuffer();
          return answer.status !== 200;
        },
        () => true,
      );
      await sleep(LOOK_EVERY_MS);
    }
  }
}
