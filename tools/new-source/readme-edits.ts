import type { NewSource } from './names.js';
import { AnchorMissing } from './refused.js';
import { aboveLine } from './text-edits.js';

const WIDTH = 112;
const OWN_PORTS = /Each source has a port of its own:[^.]*(?=\.)/g;
/** With the lines of the comment that go on below it. */
const DISTRIBUTED_PORTS = /^npm run start:distributed +# [^\n]*(?:\n +# [^\n]*)*/gm;
/** With the list of notes below it, if there is one. */
const ROUTES =
  /^Commands[^\n]* of `[^\n]*\n(?:[^\n|][^\n]*\n)*\n(?:\|[^\n]*\n)+(?:\n(?:(?:- | {2})[^\n]*\n)+)?/gm;

/** The port in both places that tell all ports, the route, and the line of the layout. */
export function toReadme(text: string, made: NewSource): string {
  const edits = [withOwnPort, withDistributedPort, withRoute, withLayout];
  return edits.reduce((edited, edit) => edit(edited, made), text);
}

function withOwnPort(text: string, { source, port }: NewSource): string {
  const at = endOfLast(text, OWN_PORTS, 'sentence «Each source has a port of its own: … .»');
  return insert(text, at, listed(text, at, `\`${source.kebab}\` ${port}`, ''));
}

function withDistributedPort(text: string, { source, port }: NewSource): string {
  const at = endOfLast(text, DISTRIBUTED_PORTS, 'line «npm run start:distributed # …»');
  const indentation = ' '.repeat('npm run start:distributed   '.length);
  return insert(text, at, listed(text, at, `${source.words} ${port}`, `${indentation}# `));
}

function withRoute(text: string, { source, entity }: NewSource): string {
  const at = endOfLast(text, ROUTES, 'table of routes under a line «Commands of `…`»');
  return insert(
    text,
    at,
    `
Commands of \`${source.kebab}\`:

| Route | Body | Answer |
|---|---|---|
| \`POST /${source.kebab}\` | \`employeeId\`; optional \`id\` of the ${entity.words} | 201 \`{ id, version }\` |
`,
  );
}

function withLayout(text: string, { source }: NewSource): string {
  const folder = `apps/${source.kebab}`.padEnd(25);
  return aboveLine(text, 'apps/feed-projector ', `${folder} the source of ${source.words}\n`);
}

/** After a comma; where the line is full, on one of its own. */
function listed(text: string, at: number, item: string, lineStart: string): string {
  const column = at - text.lastIndexOf('\n', at - 1);
  return column + item.length > WIDTH ? `,\n${lineStart}${item}` : `, ${item}`;
}

function endOfLast(text: string, pattern: RegExp, lookedFor: string): number {
  const last = [...text.matchAll(pattern)].at(-1);
  if (!last) throw new AnchorMissing(lookedFor);
  return last.index + last[0].length;
}

function insert(text: string, at: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at);
}
