import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow, everybody } from '#lib/service';
import { ENVELOPE } from './event-schema.document.js';
import { publishedEvents } from './published.events.js';

const answer = z.object({
  envelope: z.string().describe('Where the schema of the envelope is.'),
  items: z.array(
    z.object({
      type: z.string(),
      publishedBy: z.string().nullable().describe('A source of ours; null: any other system.'),
      href: z.string().describe('Where its schema is.'),
    }),
  ),
});

@Controller('schemas')
export class ListSchemasController {
  @Get()
  @Allow(everybody)
  @ApiOkResponse({ standardSchema: answer })
  list(): z.output<typeof answer> {
    const items = publishedEvents.map(({ contract: { type }, source }) => ({
      type,
      publishedBy: source ?? null,
      href: hrefOf(type),
    }));
    return { envelope: hrefOf(ENVELOPE), items };
  }
}

function hrefOf(name: string): string {
  return `/schemas/${name}`;
}
