import { Body, Controller, Get, HttpCode, HttpStatus, Post, type Type } from '@nestjs/common';
import { ApiExcludeController, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { isConnectionError } from '#lib/postgres';
import { Allow, CurrentIdentity, type Identity, problem, role } from '#lib/service';
import { RepublishRunning, StreamNotFound } from '../errors.js';
import { Republisher } from './republisher.js';
import type { RepublishRow } from './statements.js';

const line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'must be one line of text')
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');

const order = z
  .strictObject({
    reason: line,
    stream: line.optional(),
    fromVersion: z.int().min(1).optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ stream, all }) => (stream === undefined) !== (all === undefined), {
    message: 'give one of stream and all',
    path: ['stream'],
  })
  .refine(({ stream, fromVersion }) => fromVersion === undefined || stream !== undefined, {
    message: 'is for one stream only',
    path: ['fromVersion'],
  });

const answer = z.object({ republished: z.array(z.looseObject({ events: z.int(), total: z.int() })) });

interface Republished {
  readonly republished: readonly object[];
}

/** Lets a source publish its history again, at a path of its own: in standalone all sources are on one port. */
export function republishController(source: string): Type {
  @ApiExcludeController()
  @Controller(`operator/sources/${source}/republish`)
  class RepublishController {
    constructor(private readonly republisher: Republisher) {}

    /** What is and was published again, the latest first. */
    @Get()
    @Allow(role('operator'))
    @ApiResponse({ status: HttpStatus.OK, standardSchema: answer, description: 'The latest first.' })
    async list(): Promise<Republished> {
      return { republished: (await this.republisher.list()).map(present) };
    }

    @Post()
    @Allow(role('operator'))
    @HttpCode(HttpStatus.ACCEPTED)
    @ApiResponse({ status: HttpStatus.ACCEPTED, standardSchema: answer, description: 'It has begun.' })
    async begin(
      @Body({ schema: order }) wanted: z.output<typeof order>,
      @CurrentIdentity() { subject: by }: Identity,
    ): Promise<Republished> {
      try {
        await this.republisher.begin({ ...wanted, by });
        return await this.list();
      } catch (error) {
        throw toProblem(error);
      }
    }
  }
  return RepublishController;
}

function toProblem(error: unknown): unknown {
  if (error instanceof StreamNotFound) return problem(404, 'stream-unknown', `There is no ${error.stream}.`);
  if (error instanceof RepublishRunning) return problem(409, 'republish-running', error.message);
  if (!isConnectionError(error)) return error;
  return problem(503, 'database-unavailable', 'It may have begun, or not: look, and try again.');
}

function present(row: RepublishRow): object {
  const { id, by, reason, stream, events, total } = row;
  const { from_version: fromVersion, begun_at: begunAt, finished_at: finishedAt } = row;
  return { id, by, reason, stream, fromVersion, events, total, begunAt, finishedAt };
}
