import type { Point } from './flat.js';

export interface Panel {
  readonly title: string;
  readonly series: Readonly<Record<string, readonly Point[]>>;
}

const [WIDTH, HEIGHT, LEFT, TOP, LEGEND] = [420, 170, 56, 28, 150];
/** More points are not seen, and make a large file. */
const MOST_POINTS = 120;
export const COLOURS = [
  '#4477aa',
  '#ee6677',
  '#228833',
  '#b8860b',
  '#3399bb',
  '#aa3377',
  '#888888',
  '#dd7733',
];
/** For light and dark. */
export const STYLE = `text{font:11px sans-serif;fill:#333}.title{font-weight:bold}.axis{stroke:#8886;fill:none}
path{fill:none;stroke-width:1.3}@media(prefers-color-scheme:dark){text{fill:#ccc}}`;

/** Panels beneath each other, each with lines over the same axis, for light and dark. `axis`: what is counted on it. */
export function svgOf(axis: string, panels: readonly Panel[]): string {
  const step = HEIGHT + TOP + 34;
  const [width, height] = [LEFT + WIDTH + LEGEND, panels.length * step];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<style>${STYLE}</style>`,
    ...panels.map(
      (panel, n) => `<g transform="translate(${LEFT},${n * step + TOP})">${draw(panel, axis)}</g>`,
    ),
    '</svg>\n',
  ].join('\n');
}

function draw({ title, series }: Panel, axis: string): string {
  const points = Object.values(series).flat();
  const [mostX, mostY] = [most(points.map(({ x }) => x)), most(points.map(({ y }) => y))];
  const place = ({ x, y }: Point): string =>
    `${((WIDTH * x) / mostX).toFixed(1)} ${(HEIGHT - (HEIGHT * y) / mostY).toFixed(1)}`;
  const lines = Object.entries(series).map(([name, all], n) => {
    const colour = COLOURS[n % COLOURS.length]!;
    const dash = n < COLOURS.length ? '' : ' stroke-dasharray="4 2"';
    const stroke = `stroke="${colour}"${dash}`;
    const at = 6 + n * 14;
    return `<path ${stroke} d="M${thinned(all).map(place).join('L')}"/>
<path ${stroke} d="M${WIDTH + 8} ${at}h14"/><text x="${WIDTH + 26}" y="${at + 4}">${escaped(name)}</text>`;
  });
  return `<text class="title" y="-12">${escaped(title)}</text>
<path class="axis" d="M0 0V${HEIGHT}H${WIDTH}M0 0h4M0 ${HEIGHT / 2}h4"/>
<text x="-6" y="4" text-anchor="end">${short(mostY)}</text>
<text x="-6" y="${HEIGHT / 2 + 4}" text-anchor="end">${short(mostY / 2)}</text>
<text x="-6" y="${HEIGHT + 4}" text-anchor="end">0</text>
<text x="${WIDTH}" y="${HEIGHT + 15}" text-anchor="end">${short(mostX)} ${escaped(axis)}</text>
${lines.join('\n')}`;
}

/** The last point stays. */
function thinned(points: readonly Point[]): readonly Point[] {
  const every = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, n) => (points.length - 1 - n) % every === 0);
}

const most = (numbers: readonly number[]): number =>
  numbers.reduce((so, number) => Math.max(so, number), 0) || 1;

/** Three digits that count. */
export const short = (number: number): string => number.toLocaleString('en', { maximumSignificantDigits: 3 });

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
