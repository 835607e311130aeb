import { COLOURS, escaped, short, STYLE } from '../../tools/endurance/figures/svg.js';

/** A point on axes that are both logarithmic: neither is 0. */
export interface LogPoint {
  readonly x: number;
  readonly y: number;
}

const [WIDTH, HEIGHT, LEFT, TOP, LEGEND, BOTTOM] = [420, 260, 64, 34, 170, 30];

/** Lines over axes of which each step is ten times the one before, for light and dark. */
export function logSvgOf(
  { title, x: axis, y: unit }: { title: string; x: string; y: string },
  series: Readonly<Record<string, readonly LogPoint[]>>,
): string {
  const points = Object.values(series).flat();
  const xs = decades(points.map(({ x }) => x));
  const ys = decades(points.map(({ y }) => y));
  const place = ({ x, y }: LogPoint): string =>
    `${(WIDTH * shareOf(x, xs)).toFixed(1)} ${(HEIGHT * (1 - shareOf(y, ys))).toFixed(1)}`;
  const lines = Object.entries(series).map(([name, all], n) => {
    const stroke = `stroke="${COLOURS[n % COLOURS.length]}"`;
    const at = 6 + n * 16;
    return `<path ${stroke} d="M${all.map(place).join('L')}"/>
<path ${stroke} d="M${WIDTH + 10} ${at}h14"/><text x="${WIDTH + 28}" y="${at + 4}">${escaped(name)}</text>`;
  });
  const across = ys.map((y) => {
    const at = HEIGHT * (1 - shareOf(y, ys));
    return `<path class="axis" d="M0 ${at}H${WIDTH}"/><text x="-6" y="${at + 4}" text-anchor="end">${short(y)}</text>`;
  });
  const down = xs.map((x) => {
    const at = WIDTH * shareOf(x, xs);
    return `<path class="axis" d="M${at} 0V${HEIGHT}"/><text x="${at}" y="${HEIGHT + 15}" text-anchor="middle">${short(x)}</text>`;
  });
  const [width, height] = [LEFT + WIDTH + LEGEND, TOP + HEIGHT + BOTTOM];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<style>${STYLE}</style><g transform="translate(${LEFT},${TOP})">`,
    `<text class="title" y="-16">${escaped(`${title}: ${unit}`)}</text>`,
    `<text x="${WIDTH + 10}" y="${HEIGHT + 15}">${escaped(axis)}</text>`,
    ...across,
    ...down,
    ...lines,
    '</g></svg>\n',
  ].join('\n');
}

/** Powers of ten from one that is not above any of the numbers to one that is not below any. */
function decades(numbers: readonly number[]): number[] {
  const least = Math.floor(Math.log10(Math.min(...numbers)));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...numbers))));
  return Array.from({ length: most - least + 1 }, (_, n) => 10 ** (least + n));
}

function shareOf(number: number, axis: readonly number[]): number {
  const [from, to] = [Math.log10(axis[0]!), Math.log10(axis.at(-1)!)];
  return (Math.log10(number) - from) / (to - from);
}
