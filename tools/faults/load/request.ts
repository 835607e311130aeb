import type { Persona } from '#lib/identity';

/** One request that changes something, as it is sent again and again until it is answered. */
export interface Request {
  /** The app that takes it, as in apps/. */
  readonly app: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** `application/json` unless given. */
  readonly contentType?: string;
  /** Whose request it is. Unless given, of somebody who may do whatever has a role. */
  readonly by?: Persona;
  /** Sent as `If-Match` with the version that this path has then. */
  readonly onlyIfUnchanged?: string;
}

/** What became of a request. */
export interface Sent {
  /** Its `Idempotency-Key`, and its request id. */
  readonly key: string;
  readonly request: Request;
  /** Refused: with 4xx. Unanswered: not to the end of the run. */
  readonly outcome: 'accepted' | 'refused' | 'unanswered';
  readonly status?: number;
  /** The answer's `code`, of one that was refused. */
  readonly code?: string;
  readonly answer?: { readonly id?: string; readonly version?: number };
  /** How often it was sent and not answered. */
  readonly unanswered: number;
  /** It was sent once more after it had been accepted, and answered otherwise: both answers. */
  readonly contradiction?: string;
}
