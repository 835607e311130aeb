import { z } from 'zod';
import { list } from '#lib/service';
import type { PublisherPair } from './publishers.js';

const PAIR = /^(\*|[^\s=,*]+)=(\*|(\/[a-z0-9][a-z0-9._-]*)+)$/;

/** `PUBLISHERS`: which users of the broker may publish as a source that is not their own name: `menu-service=/canteen/menu`. */
export const publishersConfig = z.object({
  PUBLISHERS: list(
    z
      .string()
      .regex(PAIR, 'must be like menu-service=/canteen/menu: a user of the broker and a source, * for any'),
  )
    .transform((pairs) => pairs.map((pair) => pair.split('=') as unknown as PublisherPair))
    .default([]),
});
