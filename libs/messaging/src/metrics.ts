import { Counter, Gauge, Histogram } from 'prom-client';

// Names and buckets: OpenTelemetry's conventions for messaging, as Prometheus spells them.
// They are in prom-client's default registry, which the whole process shares.

/** Events handed to a publisher; outcome: confirmed, or the failure's reason. */
export const sentMessages = new Counter({
  name: 'messaging_client_sent_messages_total',
  help: 'Events handed to a publisher',
  labelNames: ['messaging_destination_name', 'outcome'] as const,
});

/** Deliveries that a subscriber handled; outcome: acknowledged or rejected. */
export const consumedMessages = new Counter({
  name: 'messaging_client_consumed_messages_total',
  help: 'Deliveries handled by a subscriber',
  labelNames: ['messaging_destination_name', 'outcome'] as const,
});

/** Seconds a handler took for one batch. */
export const processDuration = new Histogram({
  name: 'messaging_process_duration_seconds',
  help: 'Time to handle one batch of deliveries',
  labelNames: ['messaging_destination_name', 'outcome'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
});

/** 1 while this role's connection to the broker is up and the topology is declared, else 0. */
export const brokerConnected = new Gauge({
  name: 'broker_connected',
  help: 'Whether the connection to the broker is up',
  labelNames: ['role'] as const,
});

/** Runs a handler over one batch and counts what became of it. Rejects as the handler does. */
export async function measureBatch(group: string, size: number, handle: () => Promise<void>): Promise<void> {
  const stop = processDuration.startTimer({ messaging_destination_name: group });
  let outcome = 'rejected';
  try {
    await handle();
    outcome = 'acknowledged';
  } finally {
    stop({ outcome });
    consumedMessages.inc({ messaging_destination_name: group, outcome }, size);
  }
}
