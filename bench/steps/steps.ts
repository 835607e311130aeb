import type { Step } from '../core/step.js';
import { depthStep } from './depth/depth.step.js';
import { hireStep } from './hire/hire.step.js';
import { homepageStep } from './homepage/homepage.step.js';
import { idle, idleStandalone } from './idle/idle.step.js';
import { pageStep } from './page/page.step.js';
import { projectStep } from './project/project.step.js';
import { publishStep } from './publish/publish.step.js';
import { rebuild } from './rebuild/rebuild.step.js';
import { size } from './size/size.step.js';
import { start } from './start/start.step.js';
import { streamsStep } from './streams/streams.step.js';
import { visibleStep } from './visible/visible.step.js';

/** In the order of an event's way. */
export const STEPS: readonly Step[] = [
  hireStep,
  publishStep,
  projectStep,
  pageStep,
  homepageStep,
  depthStep,
  visibleStep,
  streamsStep,
  rebuild,
  size,
  idle,
  idleStandalone,
  start,
];
