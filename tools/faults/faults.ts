import { readArguments, USAGE } from './run/arguments.js';
import { runCommand } from './run/command.js';
import { reportText } from './run/report.js';
import { runFaults } from './run/run-faults.js';

await runCommand({
  name: 'faults',
  usage: USAGE,
  read: readArguments,
  headline: ({ count, mode }) => `${count} faults, ${mode}`,
  run: async (wanted, context) => {
    const report = await runFaults({ ...wanted, ...context });
    return { ok: report.findings.length === 0, text: reportText(report) };
  },
});
