import type { Sent } from '../../faults/load/request.js';
import type { SystemUnderTest } from '../../faults/system.js';
import { judge } from '../../faults/verdict.js';
import { PositionReader } from '../../faults/verdict/position-reader.js';
import { readEvidence } from '../../faults/verdict/read-evidence.js';
import { settle } from '../../faults/verdict/settle.js';

const PATIENCE_MS = 120_000;

/** What of the answered requests is lost, doubled, disordered or differing in the feed, once nothing is on its way. */
export async function lossesOf(system: SystemUnderTest, sent: readonly Sent[]): Promise<string[]> {
  const { open } = await settle(system, PATIENCE_MS);
  if (open) return [`not settled: ${JSON.stringify(open)}`];
  const reader = new PositionReader(system);
  await reader.stop();
  const findings = judge(await readEvidence(system, sent, reader.positions));
  return findings.map(({ verdict, check, what }) => `${verdict} (${check}): ${what}`);
}
