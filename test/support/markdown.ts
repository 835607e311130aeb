/** From a title to the next one of its rank or above. */
export function sectionOf(text: string, title: string): string {
  const rank = title.indexOf(' ');
  const [, after] = text.split(`\n${title}\n`);
  if (after === undefined) throw new Error(`there is no ${title}`);
  return after.split(new RegExp(`\\n#{1,${rank}} `))[0] ?? '';
}

/** The cells of a section's first table, header included. */
export function tableOf(section: string): string[][] {
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, n) => n > first && !line.startsWith('|'));
  const table = lines.slice(first, end < 0 ? undefined : end).filter((line) => !/^\|[-|]+\|$/.test(line));
  const cells = table.map((line) => line.slice(1, -1).split('|'));
  return cells.map((row) => row.map((cell) => cell.trim()));
}

export function rowsOf(section: string): string[][] {
  return tableOf(section).slice(1);
}

export function unquoted(cell = ''): string {
  return cell.replaceAll('`', '');
}

export function proseOf(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}
