import { runCommand } from '../faults/run/command.js';
import { readArguments, USAGE } from './arguments.js';
import { faultsOf, reportText } from './report.js';
import { runMalformed } from './run-malformed.js';

await runCommand({
  name: 'malformed',
  usage: USAGE,
  read: readArguments,
  headline: ({ messages, requests }) => `${messages} messages, ${requests} requests`,
  run: async (wanted, context) => {
    const report = await runMalformed(wanted, context);
    return { ok: faultsOf(report) === 0, text: reportText(report, wanted.seed) };
  },
});
