import { placeOf, reportOf } from './report.js';
import type { KeptResult } from './results.js';

const BEGIN = '<!-- begin: made by node dist/bench/report.js -->';
const END = '<!-- end: made by node dist/bench/report.js -->';

/** A text with the report of these results between its two marks. Throws when it has none. */
export function withReport(text: string, results: readonly KeptResult[]): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the README has no ${BEGIN} with an ${END} after it`);
  const report = `${BEGIN}\n\nMeasured on ${placeOf(results)}.\n\n${reportOf(results)}\n\n${END}`;
  return text.slice(0, from) + report + text.slice(to + END.length);
}
