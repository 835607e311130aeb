// Makes a source that runs: npm run new:source -- --name anniversaries. See docs/add-a-source.md.
import { freePort, newSource } from './names.js';
import { COMPOSE, DISTRIBUTED, planOf } from './plan.js';
import { Refused } from './refused.js';
import { reportOf } from './report.js';
import { requestOf } from './request.js';
import { Workspace } from './workspace.js';

try {
  const workspace = new Workspace(process.cwd());
  const { name, event } = requestOf(process.argv.slice(2), workspace.taken());
  const port = freePort(workspace.read(DISTRIBUTED), workspace.read(COMPOSE));
  const source = newSource(name, event, port);
  const plan = planOf(source, workspace);
  const files = new Map([...plan.made, ...plan.changed]);
  workspace.write(files);
  workspace.format([...files.keys()]);
  const described = workspace.describeInterfaces();
  console.log(reportOf(source, plan));
  if (!described) {
    console.error('new:source: docs/api was not made anew: `npm run docs:api` does it, or tells why not');
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message.replaceAll(/^/gm, 'new:source: '));
  process.exitCode = 1;
}
