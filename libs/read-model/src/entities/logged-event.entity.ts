import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event that was accepted, as it was received. */
@Entity('log')
export class LoggedEvent {
  @PrimaryColumn({ type: 'bigint' })
  position: string;

  @Column({ type: 'text' })
  source: string;

  @Column({ type: 'text', name: 'event_id' })
  eventId: string;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'text', nullable: true })
  stream: string | null;

  @Column({ type: 'bigint', nullable: true })
  sequence: string | null;

  @Column({ type: 'text', name: 'request_id', nullable: true })
  requestId: string | null;

  @Column({ type: 'timestamptz', name: 'occurred_at' })
  occurredAt: Date;

  @Column({ type: 'jsonb' })
  event: unknown;

  /** There was a card for it. */
  @Column({ type: 'boolean' })
  shown: boolean;

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt: Date;
}
