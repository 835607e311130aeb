import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, map, Observable } from 'rxjs';
import { encodeFeedToken } from '#lib/envelope';
import { refuseQuery } from '#lib/service';
import { type CommandContext, commandContext } from '../command-context.js';
import { readCommandHeaders } from './command-headers.js';
import { toProblem } from './domain-problems.js';

export const COLLECTION = Symbol('collection');

@Injectable()
export class SourceInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    refuseQuery(request.query);
    const collection = this.reflector.get<string>(COLLECTION, execution.getClass());
    const context: CommandContext = request.method === 'GET' ? {} : commandContextOf(request, reply);
    return inContext(context, next).pipe(
      map((answer: unknown) => {
        setHeaders(reply, collection, answer, request.method);
        return answer;
      }),
      catchError((error: unknown) => {
        throw toProblem(error, context.ifVersion !== undefined);
      }),
    );
  }
}

function commandContextOf(request: FastifyRequest, reply: FastifyReply): CommandContext {
  return {
    ...readCommandHeaders(request),
    onReached: (place) => void reply.header('feed-token', encodeFeedToken(place)),
  };
}

function inContext(context: CommandContext, next: CallHandler): Observable<unknown> {
  return new Observable((subscriber) =>
    commandContext.run(context, () => next.handle().subscribe(subscriber)),
  );
}

function setHeaders(reply: FastifyReply, collection: string, answer: unknown, method: string): void {
  const { id, version } = (answer ?? {}) as { id?: unknown; version?: unknown };
  if (typeof id !== 'string' || typeof version !== 'number') return;
  reply.header('etag', `"${version}"`);
  if (method !== 'GET') reply.header('location', `/${collection}/${encodeURIComponent(id)}`);
}
