import { appendFile } from 'node:fs/promises';
import type { Judgement } from './messages/judge-message.js';

/** So many are written down whole; what is wrong is mostly wrong for one reason. */
const WRITTEN = 50;

/** Counts what became of everything by its kind, and writes down what became of it wrongly. */
export class Tally {
  /** By kind, then by outcome. */
  readonly counts = new Map<string, Map<string, number>>();
  faults = 0;
  readonly first: string[] = [];

  /** `file` gets one line of JSON for each of the first faults. */
  constructor(private readonly file: string) {}

  /** `whole` is what was sent, with all that it takes to send it again. */
  async count(kind: string, judgement: Judgement, whole: () => object): Promise<void> {
    const outcome = 'fault' in judgement ? 'WRONG' : judgement.outcome;
    const outcomes = this.counts.get(kind) ?? new Map<string, number>();
    this.counts.set(kind, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1));
    if ('fault' in judgement) await this.fault(kind, judgement.fault, whole());
  }

  /** Something that is wrong with no single thing that was sent. */
  async fault(kind: string, fault: string, whole: object = {}): Promise<void> {
    this.faults += 1;
    if (this.faults > WRITTEN) return;
    this.first.push(`${kind}: ${fault}`);
    const line = JSON.stringify({ kind, fault, ...whole }, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    await appendFile(this.file, `${line}\n`);
  }
}
