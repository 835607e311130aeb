import { applyDecorators, HttpCode, type HttpStatus } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { order } from '../parked/parked.params.js';

export const switchOrder = order.extend({
  /** Readers are meant to see something else from now on; the reason says why. */
  acceptDifferences: z.boolean().default(false),
});
export type SwitchBody = z.output<typeof switchOrder>;

export const versionParam = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be the number of a version')
  .transform(Number);

const answer = z.object({ versions: z.array(z.looseObject({ version: z.int(), status: z.string() })) });

/** The answer of everything here is all versions as they are then. */
export const AnswersVersions = (status: HttpStatus): MethodDecorator =>
  applyDecorators(
    HttpCode(status),
    ApiResponse({ status, standardSchema: answer, description: 'All versions, as they are now.' }),
  );
