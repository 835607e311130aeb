import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';

/** One thing that is wrong with a request, and where: in the body, in the query or path, or in a header. */
export interface Fault {
  /** JSON pointer into the body as a URI fragment, `#/name`. */
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
  /** Stable. */
  readonly code: string;
  /** For people. */
  readonly detail: string;
}

/** What an answer says beyond its status. Further members are passed on as they are. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly Fault[];
  readonly [extension: string]: unknown;
}

/** An exception that is answered as problem+json: `throw problem(404, 'employee-unknown', 'There is no such employee.')`. */
export function problem(
  status: number,
  code: string,
  detail: string,
  errors?: readonly Fault[],
): HttpException {
  return new HttpException({ code, detail, ...(errors && { errors }) }, status);
}

/** The body that RFC 9457 describes, for one request. */
export function problemBody(
  { status, code, detail, errors, ...extensions }: Problem,
  requestId: string,
  path?: string,
): Record<string, unknown> {
  return {
    type: `urn:company-feed:problem:${code}`,
    title: titleOf(status),
    status,
    ...(detail !== undefined && { detail }),
    code,
    ...(errors && { errors }),
    ...extensions,
    requestId,
    ...(path !== undefined && { instance: path }),
  };
}

/** The media type of RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json';

/** The words HTTP has for a status. */
export function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}
