import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { identityOf, problem } from '#lib/service';
import type { CommandContext } from '../command-context.js';

const KEY = /^[\x21-\x7e]{1,255}$/;
const ENTITY_TAG = /^"(\d{1,15})"$/;

/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) and `If-Match` of a command. Throws a problem that
 * names the header at fault.
 */
export function readCommandHeaders(request: FastifyRequest): CommandContext {
  const key = header(
    request,
    'idempotency-key',
    KEY,
    'must be 1 to 255 printable ASCII characters without spaces',
  );
  const tag = header(request, 'if-match', ENTITY_TAG, 'must be one entity tag as answered before, e.g. "3"');
  return {
    ...(key && { idempotency: { key: key[0], fingerprint: fingerprint(request) } }),
    ...(tag && { ifVersion: Number(tag[1]) }),
  };
}

function header(
  request: FastifyRequest,
  name: string,
  form: RegExp,
  rule: string,
): RegExpExecArray | undefined {
  const value = request.headers[name];
  if (value === undefined) return undefined;
  const match = typeof value === 'string' ? form.exec(value) : null;
  if (match) return match;
  throw problem(400, 'request-invalid', `The header ${name} is wrong.`, [
    { header: name, code: 'format', detail: rule },
  ]);
}

/** No command is nested deeper. */
const DEEPEST = 20;

/** The same for the same members in any order, and for no body and an empty one. Another one for another person. */
function fingerprint(request: FastifyRequest): string {
  const { method, url, body } = request;
  const { subject } = identityOf(request);
  const asked = [method, url, sorted(body ?? {}, DEEPEST), subject];
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
}

function sorted(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) throw problem(400, 'request-invalid', `The body is nested more than ${DEEPEST} deep.`);
  if (Array.isArray(value)) return value.map((item) => sorted(item, levels - 1));
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { members: members.map(([name, member]) => [name, sorted(member, levels - 1)]) };
}
