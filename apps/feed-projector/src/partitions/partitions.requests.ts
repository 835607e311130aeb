import { z } from 'zod';
import { MOST_PARTITIONS } from '#lib/messaging';
import { type By, order } from '../parked/parked.params.js';

/** To how many partitions, and whether also where many messages wait. */
export const growOrder = order.extend({
  to: z.int().min(1).max(MOST_PARTITIONS),
  force: z.boolean().default(false),
});
export type GrowBody = z.output<typeof growOrder>;
export type GrowOrder = GrowBody & By;

const partition = z.object({ queue: z.string(), waiting: z.int(), consumers: z.int() });

/** In order. None in standalone. */
export const partitionsSchema = z.object({ partitions: z.array(partition) });
export type PartitionsAnswer = z.output<typeof partitionsSchema>;
