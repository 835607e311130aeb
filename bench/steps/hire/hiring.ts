import { Client } from 'pg';
import { bytesOf, HttpConnection } from '../../core/http-connection.js';
import { closedLoop, hasStatus } from '../../core/load.js';
import type { Contender, Figures } from '../../core/step.js';

export const CONNECTIONS = [1, 8, 32] as const;

export interface HiringParts {
  readonly name: string;
  readonly port: number;
  readonly authorization: string;
  readonly databaseUrl: string;
  /** Answers as `recorded` how many hires the database holds whole. */
  readonly counted: string;
  stop(): Promise<void>;
}

/** Whoever hires over HTTP: the same people for all, over so many connections in turn. */
export class Hiring implements Contender {
  readonly name: string;
  private accepted = 0;

  constructor(private readonly parts: HiringParts) {
    this.name = parts.name;
  }

  async measure(seconds: number): Promise<Figures> {
    const figures: Record<string, number> = {};
    for (const count of CONNECTIONS)
      figures[figureAt(count)] = await this.hireOver(count, seconds / CONNECTIONS.length);
    return figures;
  }

  /** Each that was answered 201 is there, and nothing else: all contenders that begin with an empty database end with these. */
  async verify(): Promise<void> {
    const client = new Client({ connectionString: this.parts.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ recorded: number }>(this.parts.counted);
    await client.end();
    const recorded = Number(rows[0]?.recorded);
    if (recorded !== this.accepted)
      throw new Error(`${this.name} has recorded ${recorded} hires, and answered 201 to ${this.accepted}`);
  }

  stop(): Promise<void> {
    return this.parts.stop();
  }

  private async hireOver(count: number, seconds: number): Promise<number> {
    const { port, authorization } = this.parts;
    const connections = await Promise.all(Array.from({ length: count }, () => HttpConnection.open(port)));
    const request = (n: number): Buffer =>
      bytesOf({
        method: 'POST',
        path: '/employees',
        headers: { authorization },
        body: { name: `Anna Ivanova ${this.accepted + n}`, position: 'Software engineer' },
      });
    try {
      const { perSecond, answered } = await closedLoop(connections, seconds, request, hasStatus(201));
      this.accepted += answered;
      return perSecond;
    } finally {
      for (const connection of connections) connection.close();
    }
  }
}

export function figureAt(connections: number): string {
  return `commits/s at ${connections}`;
}
