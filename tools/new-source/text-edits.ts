import { AnchorMissing } from './refused.js';

// Each takes the text of a file and answers it with something added. None finds a place by counting lines.

/** Above the first line that begins so. Throws {@link AnchorMissing}. */
export function aboveLine(text: string, beginning: string, added: string): string {
  const at = lineAt(text, beginning);
  return text.slice(0, at) + added + text.slice(at);
}

/** At the end of the list or object that the line opens: above the next line that begins with its bracket. */
export function intoBlock(text: string, opening: string, added: string): string {
  const start = lineAt(text, opening);
  const end = /\n[\]}]/.exec(text.slice(start));
  if (!end) throw new AnchorMissing(`end of what the line «${opening}» opens`);
  const at = start + end.index + 1;
  return text.slice(0, at) + added + text.slice(at);
}

/** Among the imports from relative paths, in the order of the paths. */
export function amongImports(text: string, added: string): string {
  const statement = /^import (?:type )?\{[^}]*\} from '(\.[^']+)';\n/gm;
  const pathOf = (one: string): string => one.replace(/^[^']*'|'[^']*$/g, '');
  const imports = [...text.matchAll(statement)];
  const last = imports.at(-1);
  if (!last) throw new AnchorMissing("import from a relative path, such as «import { a } from './b.js';»");
  const next = imports.find(([, path = '']) => path > pathOf(added));
  const at = next ? next.index : last.index + last[0].length;
  return text.slice(0, at) + added + text.slice(at);
}

/** Among the names of the export list that stands for itself, without a `from`, in their order. */
export function amongExports(text: string, name: string): string {
  const list = /^export \{\n((?: {2}\w+,\n)+)\};$/m.exec(text);
  if (!list) throw new AnchorMissing('list of exports, «export {» with a name on each line and «};»');
  const [whole, names = ''] = list;
  const lines = [...names.split('\n').slice(0, -1), `  ${name},`];
  const sorted = lines.toSorted((a, b) => (a < b ? -1 : 1));
  return text.replace(whole, () => `export {\n${sorted.join('\n')}\n};`);
}

function lineAt(text: string, beginning: string): number {
  if (text.startsWith(beginning)) return 0;
  const at = text.indexOf(`\n${beginning}`);
  if (at < 0) throw new AnchorMissing(`line that begins with «${beginning}»`);
  return at + 1;
}
