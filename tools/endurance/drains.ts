import { runCommand } from '../faults/run/command.js';
import { readArguments, USAGE } from './drains/arguments.js';
import { reportText } from './drains/report.js';
import { runDrains } from './drains/run-drains.js';

await runCommand({
  name: 'drains',
  usage: USAGE,
  read: readArguments,
  headline: ({ times, apps, mode, drainDelayMs }) =>
    `${times} times ${apps.length} apps, ${mode}, drain delay ${drainDelayMs} ms`,
  run: async (wanted, context) => {
    const report = await runDrains(wanted, context);
    return { ok: report.violations.length === 0, text: reportText(report) };
  },
});
