/** The oldest Node.js that has all that is used; the same as `engines` of package.json. */
export const OLDEST_NODE = '22.15';

/** Why a process cannot run on this Node.js. An older one would start, and fail in the middle of its work. */
export function whyNotNode(version: string): string | undefined {
  const [major, minor] = numbersOf(version);
  const [oldestMajor, oldestMinor] = numbersOf(OLDEST_NODE);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `Node.js ${OLDEST_NODE} or newer is needed, this is ${version}`;
}

function numbersOf(version: string): readonly [major: number, minor: number] {
  const [major, minor] = version.split('.').map(Number);
  return [major!, minor!];
}
