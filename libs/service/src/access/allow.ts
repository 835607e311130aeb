import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { type Access, describeAccess } from '#lib/identity';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. */
    access?: Access;
  }
}

/** Says who may call a route: `@Allow(role('hr'))`. A service with a route that says nothing does not start. */
export function Allow(access: Access): MethodDecorator {
  return applyDecorators(
    RouteConfig({ access }),
    ApiExtension('x-allowed', describeAccess(access)),
    ...(access.who === 'everybody' ? [] : [ApiBearerAuth()]),
  );
}
