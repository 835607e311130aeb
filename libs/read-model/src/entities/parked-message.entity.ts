import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message that could not be applied. If it is of a stream, the stream waits behind it. */
@Entity('parked')
export class ParkedMessage {
  @PrimaryColumn({ type: 'bigint' })
  id: string;

  @Column({ type: 'text' })
  fingerprint: string;

  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'text' })
  detail: string;

  @Column({ type: 'text', nullable: true })
  source: string | null;

  @Column({ type: 'text', nullable: true })
  stream: string | null;

  @Column({ type: 'bigint', nullable: true })
  sequence: string | null;

  @Column({ type: 'text', name: 'event_id', nullable: true })
  eventId: string | null;

  @Column({ type: 'text', name: 'request_id', nullable: true })
  requestId: string | null;

  @Column({ type: 'text', name: 'content_type', nullable: true })
  contentType: string | null;

  @Column({ type: 'jsonb' })
  headers: unknown;

  @Column({ type: 'bytea' })
  body: Buffer;

  @Column({ type: 'timestamptz', name: 'parked_at' })
  parkedAt: Date;

  /** How often a replay has tried it and failed. */
  @Column({ type: 'int' })
  attempts: number;

  @Column({ type: 'timestamptz', name: 'tried_at', nullable: true })
  triedAt: Date | null;
}
