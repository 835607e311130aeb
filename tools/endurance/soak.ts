import { runCommand } from '../faults/run/command.js';
import { readArguments, USAGE } from './soak/arguments.js';
import { reportText } from './soak/report.js';
import { runSoak } from './soak/run-soak.js';

await runCommand({
  name: 'soak',
  usage: USAGE,
  read: readArguments,
  headline: ({ events }) => `${events} events`,
  run: async (wanted, context) => {
    const report = await runSoak(wanted, context);
    return { ok: report.violations.length === 0, text: reportText(report) };
  },
});
