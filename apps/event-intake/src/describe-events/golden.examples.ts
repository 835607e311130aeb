import { readdirSync, readFileSync } from 'node:fs';

/** The data of one event of each type, by type. */
export type Examples = Readonly<Record<string, unknown>>;

/** Where it lies beside the sources and, for the build copies it, beside what was compiled from them. */
const GOLDEN = new URL('../../../../libs/contracts/golden/', import.meta.url);

/** The golden examples of the contracts: what every reader of an event must be able to read for ever. */
export function goldenExamples(): Examples {
  const files = readdirSync(GOLDEN).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(new URL(file, GOLDEN), 'utf8')),
    ]),
  );
}
