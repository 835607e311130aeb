import type { NewSource } from './names.js';
import { AnchorMissing } from './refused.js';
import { aboveLine, amongExports, amongImports, intoBlock } from './text-edits.js';

// The places of our code that list all sources, or all that sources publish.

export function toNestCli(text: string, { source }: NewSource): string {
  const nestCli = JSON.parse(text) as { projects?: Record<string, { type: string }> };
  if (!nestCli.projects) throw new AnchorMissing('object «projects»');
  const name = source.kebab;
  const project = {
    type: 'application',
    root: `apps/${name}`,
    entryFile: 'main',
    sourceRoot: `apps/${name}/src`,
    compilerOptions: { tsConfigPath: `apps/${name}/tsconfig.app.json` },
  };
  const projects = Object.entries(nestCli.projects);
  const apps = [...projects.filter(([, { type }]) => type === 'application'), [name, project] as const];
  const others = projects.filter(([, { type }]) => type !== 'application');
  const inOrder = [...apps.toSorted(([a], [b]) => (a < b ? -1 : 1)), ...others];
  return `${JSON.stringify({ ...nestCli, projects: Object.fromEntries(inOrder) }, undefined, 2)}\n`;
}

export function toContracts(text: string, { source, event }: NewSource): string {
  const contract = `${event.pascal}V1`;
  const path = `./${source.kebab}/${event.kebab}.v1.js`;
  const imported = amongImports(text, `import { ${contract} } from '${path}';\n`);
  const exported = amongExports(imported, contract);
  return intoBlock(exported, 'export const contractsOf = {', `  '${source.kebab}': [${contract}],\n`);
}

export function toCards(text: string, { source, event }: NewSource): string {
  const card = `${event.camel}Card`;
  const path = `./${source.kebab}/${event.kebab}.card.js`;
  const imported = amongImports(text, `import { ${card} } from '${path}';\n`);
  return intoBlock(imported, 'const cards:', `  ${card},\n`);
}

export function toStandalone(text: string, { source }: NewSource): string {
  const module = `${source.pascal}Module`;
  const path = `../../${source.kebab}/src/${source.kebab}.module.js`;
  const imported = amongImports(text, `import { ${module} } from '${path}';\n`);
  const added = `        ${module}.hostedBy(host, settings),\n`;
  return aboveLine(imported, '        FeedProjectorModule.hostedBy(', added);
}

export function toDistributed(text: string, { source, port }: NewSource): string {
  const added = `  { name: '${source.kebab}', port: ${port}, environment },\n`;
  return aboveLine(text, "  { name: 'feed-projector',", added);
}
