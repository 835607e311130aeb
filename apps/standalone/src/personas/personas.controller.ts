import { Body, Controller, Get, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { LocalIssuer, PERSON_ID, ROLES, SOURCE } from '#lib/identity';
import { Allow, everybody, isLoopback, problem } from '#lib/service';
import { personas } from './personas.js';

const LIFETIME_S = 12 * 60 * 60;

const wanted = z.strictObject({
  subject: z.string().regex(PERSON_ID, 'must be the id of a person or a service'),
  roles: z.array(z.enum(ROLES)).default([]),
  source: z.string().regex(SOURCE, 'must be like /payroll').optional(),
});

/** Signs in whoever asks, as whomever they want to be: for trying things out on one's own machine. */
@ApiExcludeController()
@Controller('sign-in')
export class PersonasController {
  constructor(private readonly issuer: LocalIssuer) {}

  @Get('personas')
  @Allow(everybody)
  list(): { personas: typeof personas } {
    return { personas };
  }

  @Post('tokens')
  @Allow(everybody)
  @HttpCode(200)
  async issue(
    @Body({ schema: wanted }) { source, ...persona }: z.output<typeof wanted>,
    @Headers('host') host: string,
  ): Promise<{ token: string; expiresIn: number }> {
    // A page from elsewhere whose name was made to lead here (DNS rebinding) asks under its own name.
    if (!isLoopback(host.replace(/:\d+$/, '')))
      throw problem(403, 'host-refused', 'Tokens are given to this machine alone.');
    const whom = { ...persona, ...(source !== undefined && { source }) };
    return { token: await this.issuer.issue(whom, LIFETIME_S), expiresIn: LIFETIME_S };
  }
}
