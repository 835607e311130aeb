import { runCommand } from '../faults/run/command.js';
import { readArguments, USAGE } from './reconnects/arguments.js';
import { reportText, runReconnects } from './reconnects/run-reconnects.js';

await runCommand({
  name: 'reconnects',
  usage: USAGE,
  read: readArguments,
  headline: ({ times }) => `${times} times`,
  run: async (wanted, context) => {
    const report = await runReconnects(wanted, context);
    return { ok: report.violations.length === 0, text: reportText(report) };
  },
});
