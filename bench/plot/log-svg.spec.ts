import { DOMParser } from '@xmldom/xmldom';
import { expect, it } from 'vitest';
import { logSvgOf } from './log-svg.js';

it('draws a line for each series, straight where ten times as much costs ten times as much', () => {
  const svg = logSvgOf(
    { title: 'a & b', x: 'entries', y: 'ms' },
    {
      linear: [10_000, 100_000, 1_000_000].map((x) => ({ x, y: x / 1_000 })),
      flat: [10_000, 1_000_000].map((x) => ({ x, y: 10 })),
    },
  );
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const lines = [...document.getElementsByTagName('path')]
    .map((path) => path.getAttribute('d')!)
    .filter((d) => d.includes('L'));
  expect(lines).toEqual(['M0.0 260.0L210.0 130.0L420.0 0.0', 'M0.0 260.0L420.0 260.0']);
  expect(svg).toContain('prefers-color-scheme:dark');
});
