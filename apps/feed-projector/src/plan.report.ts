import { Logger } from '@nestjs/common';
import type { CloudEvent } from '#lib/envelope';
import type { NewParked } from '#lib/read-model';
import { requestContext } from '#lib/service';
import { eventsApplied, lagSeconds } from './feed-projector.metrics.js';
import type { Plan } from './plan-batch.js';
import { PUBLISHER_NOT_ALLOWED } from './publishers/publishers.js';
import { refusedPublishers } from './publishers/publishers.metrics.js';

const logger = new Logger('BatchProjector');

/** Logs and counts what became of each event, once it is committed. */
export function reportPlan(plan: Plan, malformed: readonly NewParked[] = []): void {
  const now = Date.now();
  for (const { event, shown } of plan.applied) {
    say(shown ? 'applied' : 'applied, without a card', event);
    lagSeconds.observe(Math.max(0, now - Date.parse(event.time)) / 1000);
  }
  for (const event of plan.duplicates) say('duplicate', event);
  for (const event of plan.pending) say('pending', event);
  for (const { event, reason, detail, publisher } of plan.parked) {
    warn('parked', event, { reason, detail });
    if (reason === PUBLISHER_NOT_ALLOWED) refusedPublishers.inc({ user: publisher ?? 'none' });
  }
  for (const { reason, detail } of malformed) warn('kept', {}, { reason, detail });
}

function say(outcome: string, event: CloudEvent): void {
  eventsApplied.inc({ type: outcome.startsWith('applied') ? event.type : 'any', outcome });
  inContextOf(event, () => logger.log({ ...fieldsOf(event), outcome }));
}

function warn(outcome: string, event: Partial<CloudEvent>, fields: object): void {
  eventsApplied.inc({ type: 'any', outcome });
  inContextOf(event, () => logger.warn({ ...fieldsOf(event), outcome, ...fields }));
}

function inContextOf({ correlationid }: Partial<CloudEvent>, work: () => void): void {
  if (correlationid === undefined) work();
  else requestContext.run({ requestId: correlationid }, work);
}

function fieldsOf({ id, type, source, subject, sequence }: Partial<CloudEvent>): object {
  return { event_id: id, event_type: type, app_id: source, stream: subject, sequence };
}
