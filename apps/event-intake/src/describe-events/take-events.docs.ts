import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { cloudEventSchema } from '#lib/envelope';
import { envelopeBody } from './event-schema.document.js';

const answer = z.object({
  accepted: z
    .array(z.object({ source: z.string(), id: z.string() }))
    .describe('In the order of the request, also what was accepted before.'),
});

const event = envelopeBody('draft-2020-12');

/** A request in each of the three modes of CloudEvents over HTTP. */
const requestBody = {
  required: true,
  content: {
    'application/cloudevents+json': { schema: event },
    'application/cloudevents-batch+json': {
      schema: { type: 'array', items: event, minItems: 1, maxItems: 100 },
    },
    'application/json': { schema: { description: 'The data. All else is in headers that begin with ce-.' } },
  },
};

const attributes = Object.keys(cloudEventSchema.shape).filter(
  (name) => name !== 'data' && name !== 'datacontenttype',
);

/** Describes `POST /events`. */
export const DescribesTakingEvents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ requestBody }),
    ApiAcceptedResponse({ standardSchema: answer, description: 'All are safe.' }),
    ...attributes.map((name) =>
      ApiHeader({ name: `ce-${name}`, description: 'With application/json alone.', required: false }),
    ),
  );
