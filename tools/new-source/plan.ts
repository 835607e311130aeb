import * as code from './code-edits.js';
import * as deployment from './deployment-edits.js';
import { fillTemplate } from './fill-template.js';
import type { NewSource } from './names.js';
import { toReadme } from './readme-edits.js';
import { AnchorMissing, Refused } from './refused.js';
import type { Workspace } from './workspace.js';

type Edit = (text: string, made: NewSource) => string;

export const COMPOSE = 'docker-compose.yml';
export const DISTRIBUTED = 'tools/distributed.ts';
const TEMPLATES = 'tools/new-source/templates';

/** Every file that there was before and lists sources in some way. */
export const EDITS: Readonly<Record<string, Edit>> = {
  'libs/contracts/src/index.ts': code.toContracts,
  'libs/cards/src/index.ts': code.toCards,
  'apps/standalone/src/standalone.module.ts': code.toStandalone,
  [DISTRIBUTED]: code.toDistributed,
  'nest-cli.json': code.toNestCli,
  [COMPOSE]: deployment.toCompose,
  'deploy/postgres/10-roles-and-schemas.sql': deployment.toInitScript,
  '.env.example': deployment.toEnvExample,
  'README.md': toReadme,
};

export interface Plan {
  /** Texts by paths. */
  readonly made: ReadonlyMap<string, string>;
  readonly changed: ReadonlyMap<string, string>;
}

/** Reads and writes nothing but memory; throws {@link Refused} with all that is in the way. */
export function planOf(made: NewSource, workspace: Workspace): Plan {
  const files = filled(made, workspace);
  const there = [...files.keys()].filter((path) => workspace.has(path));
  const { changed, faults } = edited(made, workspace);
  const inTheWay = [...there.map((path) => `${path}: is there already`), ...faults];
  if (inTheWay.length > 0) throw new Refused([...inTheWay, 'nothing was changed'].join('\n'));
  return { made: files, changed };
}

function filled(made: NewSource, workspace: Workspace): Map<string, string> {
  const templates = workspace.filesBeneath(TEMPLATES).toSorted();
  return new Map(
    templates.map((path) => {
      const target = path.slice(TEMPLATES.length + 1).replace(/\.template$/, '');
      return [fillTemplate(target, made), fillTemplate(workspace.read(path), made)];
    }),
  );
}

function edited(made: NewSource, workspace: Workspace): { changed: Map<string, string>; faults: string[] } {
  const changed = new Map<string, string>();
  const faults: string[] = [];
  for (const [path, edit] of Object.entries(EDITS)) {
    try {
      changed.set(path, edit(workspace.read(path), made));
    } catch (error) {
      if (!(error instanceof AnchorMissing)) throw error;
      faults.push(`${path}: looked for a ${error.lookedFor}, and there is none`);
    }
  }
  return { changed, faults };
}
