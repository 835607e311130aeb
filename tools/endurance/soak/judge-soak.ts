import { type Bound, flatnessOf, type Point } from '../figures/flat.js';
import { FILES, MEMORY } from '../figures/bounds.js';
import type { Panel } from '../figures/svg.js';
import type { Sample } from './sampler.js';

/** One figure of one process, over the run. */
export interface Figure {
  readonly name: string;
  readonly what: string;
  readonly median: number;
  readonly growth: number;
  readonly allowed: number;
  readonly isFlat: boolean;
}

/** Whether each figure of each process is flat over the last third of the events. */
export function figuresOf(samples: readonly Sample[]): Figure[] {
  const last = samples.at(-1);
  if (!last) return [];
  const judged = (
    name: string,
    what: string,
    bound: Bound,
    of: (sample: Sample) => number | undefined,
  ): Figure => ({
    name,
    what,
    ...flatnessOf(pointsOf(samples, of), bound),
  });
  return [
    ...Object.keys(last.processes).flatMap((name) => [
      judged(name, 'memory', MEMORY, ({ processes }) => processes[name]?.memory),
      judged(name, 'open files', FILES, ({ processes }) => processes[name]?.files),
      ...(last.processes[name]!.handles === undefined
        ? []
        : [judged(name, 'handles', FILES, ({ processes }) => processes[name]?.handles)]),
    ]),
    ...Object.keys(last.connections).map((name) =>
      judged(name, 'connections', FILES, ({ connections }) => connections[name]),
    ),
  ];
}

/** What the picture of a run shows. */
export function panelsOf(samples: readonly Sample[]): Panel[] {
  const names = Object.keys(samples[0]?.processes ?? {});
  const panel = (
    title: string,
    keys: readonly string[],
    of: (sample: Sample, key: string) => number | undefined,
  ) => ({
    title,
    series: Object.fromEntries(keys.map((key) => [key, pointsOf(samples, (sample) => of(sample, key))])),
  });
  const mib = (bytes: number | undefined): number | undefined => bytes && bytes / 2 ** 20;
  return [
    panel('memory, MiB', names, ({ processes }, name) => mib(processes[name]?.memory)),
    panel('open files', names, ({ processes }, name) => processes[name]?.files),
    panel('connections', ['postgres', 'rabbitmq'], ({ connections }, name) => connections[name]),
    panel('on the way, events', ['outbox', 'queues', 'pending'], ({ backlog }, name) => backlog[name]),
  ];
}

function pointsOf(samples: readonly Sample[], of: (sample: Sample) => number | undefined): Point[] {
  return samples.flatMap((sample) => {
    const y = of(sample);
    return y === undefined ? [] : [{ x: sample.events, y }];
  });
}
