/**
 * At most so many letters, the last of which is then an ellipsis. Counted as people do: no emoji and no accent is cut in two.
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  let kept = '';
  let count = 0;
  for (const { segment } of letters) {
    count += 1;
    if (count > most) return `${kept.trimEnd()}…`;
    // The place of the ellipsis is the last letter's.
    if (count < most) kept += segment;
  }
  return text;
}
