/** Rows of cells as lines: the first column to the left, numbers to the right. */
export function table(header: readonly string[], body: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, n) => Math.max(...[header, ...body].map((row) => row[n]!.length)));
  return [header, ...body].map((row) =>
    row
      .map((cell, n) => (n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!)))
      .join('  ')
      .trimEnd(),
  );
}

export const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
