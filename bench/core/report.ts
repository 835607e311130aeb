import { judge, type Judged, OURS, ratioOf, summaryOf } from './judge.js';
import type { KeptResult } from './results.js';
import { short } from './table.js';

const HEAD = ['step', 'figure', 'the feed', 'limit', 'what a user would pick instead', 'target', ''];

/** A Markdown table of what was measured last: a row for each figure that has a target. Medians; ratios are the feed's to them. */
export function reportOf(results: readonly KeptResult[]): string {
  const rows = results.flatMap((result) => {
    const judged = judge(result);
    const figures = [...new Set(judged.map(({ goal }) => goal.figure))];
    return figures.map((figure, n) => {
      const goals = judged.filter(({ goal }) => goal.figure === figure);
      return [n === 0 ? result.title : '', figure, ...cellsOf(result, figure), ...targetOf(goals)];
    });
  });
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** On which machine, in one sentence. Steps that were measured on another one are named. */
export function placeOf(results: readonly KeptResult[]): string {
  const places = Map.groupBy(
    results,
    ({ machine: { processor, cores, memoryGiB, system, node, postgres } }) => {
      const server = `PostgreSQL ${postgres['server_version']} with fsync ${postgres['fsync']} and synchronous_commit ${postgres['synchronous_commit']}`;
      return `${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}, ${server}`;
    },
  );
  if (places.size <= 1) return [...places.keys()].join();
  return [...places].map(([place, of]) => `${of.map(({ name }) => name).join(', ')}: ${place}`).join('; ');
}

function cellsOf(result: KeptResult, figure: string): [feed: string, limit: string, peers: string] {
  const others = Object.keys(result.figures).filter((name) => name !== OURS);
  const cell = (name: string): string => {
    const value = summaryOf(result.figures[name]!, figure);
    const ratio = ratioOf(result, figure, name);
    return value && ratio ? `${short(value.median)} (${short(ratio.median)})` : '';
  };
  const peers = others
    .filter((name) => name !== 'limit')
    .flatMap((name) => (cell(name) ? [`${name} ${cell(name)}`] : []));
  const ours = summaryOf(result.figures[OURS] ?? [], figure);
  return [ours ? short(ours.median) : '–', others.includes('limit') ? cell('limit') : '', peers.join('; ')];
}

function targetOf(judged: readonly Judged[]): [target: string, isReached: string] {
  const targets = judged.map(({ goal: { atLeast, atMost, of } }) => {
    const bounds = [
      ...(atLeast === undefined ? [] : [`≥ ${short(atLeast)}`]),
      ...(atMost === undefined ? [] : [`≤ ${short(atMost)}`]),
    ];
    return `${bounds.join(', ')}${of === undefined ? '' : ` of ${of}`}`;
  });
  const missed = judged.filter(({ isReached }) => !isReached);
  return [targets.join('; '), missed.length === 0 ? '✓' : `**missed**`];
}
