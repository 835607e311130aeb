import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { RouteMethods } from '../http/route-methods.js';
import { requestContext } from '../request-context.js';
import { PROBLEM_JSON, problemBody } from './problem.js';
import { isUnexpected, problemOf } from './problem-of.js';

/** Answers every error of every route as problem+json, and logs the ones nobody expected. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: RouteMethods,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    // An error from before the handler comes without the request's context.
    requestContext.run({ requestId: request.id }, () => this.answer(error, request, reply));
  }

  private answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (isGone(request)) {
      reply.hijack();
      return;
    }
    if (isUnexpected(error))
      this.logger.error({ err: error, 'http.route': request.routeOptions.url }, 'request failed');
    if (reply.sent || reply.raw.headersSent) {
      // With half an answer on its way, only cutting it tells the caller that it is not whole.
      if (!reply.raw.writableEnded) reply.raw.destroy();
      return;
    }
    // Of an unknown path nothing is wrong but that, unless there were too many of them.
    if (request.is404 && problemOf(error).status !== 429) this.answerUnrouted(request, reply);
    else sendProblem(error, request, reply);
  }

  private answerUnrouted(request: FastifyRequest, reply: FastifyReply): void {
    const allowed = this.routes.allowedAt(pathOf(request));
    if (allowed.length === 0) {
      send({ status: 404, code: 'route-unknown', detail: 'There is nothing at this path.' }, request, reply);
      return;
    }
    reply.header('allow', allowed.join(', '));
    const detail = `${request.method} is not possible here, only ${allowed.join(', ')}.`;
    send({ status: 405, code: 'method-not-allowed', detail }, request, reply);
  }
}

/** Sends what {@link problemOf} makes of `error`. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  send(problemOf(error), request, reply);
}

function send(problem: ReturnType<typeof problemOf>, request: FastifyRequest, reply: FastifyReply): void {
  // As text, for fastify would add a charset, which this media type does not have.
  const body = JSON.stringify(problemBody(problem, request.id, pathOf(request)));
  void reply.code(problem.status).header('content-type', PROBLEM_JSON).send(Buffer.from(body));
}

/** Whether the caller hung up before its request was whole. That comes as an error, but it is nobody's here. */
function isGone(request: FastifyRequest): boolean {
  return request.raw.destroyed && !request.raw.complete;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url;
}
