/** In UTC with microseconds, as places in the feed have them: so they can be compared as texts. */
export function inMicroseconds(moment: Date): string {
  return moment.toISOString().replace('Z', '000Z');
}

/** Of a moment with microseconds. Enough for people; the microseconds stay in cursors. */
export function inMilliseconds(moment: string): string {
  return `${moment.slice(0, 23)}Z`;
}
