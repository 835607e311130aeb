import { describe, expect, it } from 'vitest';
import { svgOf } from './svg.js';

const line = (count: number, each: number) =>
  Array.from({ length: count }, (_, n) => ({ x: n * 10, y: n * each }));

describe('the picture of a run', () => {
  it('has a line and a name for each series, up to the largest figure of its panel', () => {
    const svg = svgOf('events', [
      { title: 'memory, <MiB>', series: { 'feed-api': line(3, 50), broker: line(3, 10) } },
    ]);
    expect(svg).toContain('d="M0.0 170.0L210.0 85.0L420.0 0.0"');
    expect(svg).toContain('d="M0.0 170.0L210.0 153.0L420.0 136.0"');
    expect(svg).toContain('>feed-api</text>');
    expect(svg).toContain('memory, &lt;MiB&gt;');
    expect(svg).toContain('>20 events</text>');
    expect(svg).toContain('prefers-color-scheme:dark');
  });

  it('stays small however many samples there are, and ends with the last', () => {
    const series = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`app ${n}`, line(10_000, n + 1)]),
    );
    const svg = svgOf(
      'events',
      Array.from({ length: 4 }, () => ({ title: 'x', series })),
    );
    expect(svg.length).toBeLessThan(100_000);
    expect(svg).toContain('L420.0 0.0"');
  });

  it('draws nothing of nothing', () => {
    expect(svgOf('events', [{ title: 'x', series: { none: [] } }])).toContain('d="M"');
  });
});
