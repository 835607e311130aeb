import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ProjectionStatus = 'building' | 'ready' | 'live' | 'retired';

/** One version of what the feed shows. Exactly one is live. */
@Entity('projection')
export class Projection {
  @PrimaryColumn({ type: 'int' })
  version: number;

  @Column({ type: 'text' })
  status: ProjectionStatus;

  @Column({ type: 'text' })
  epoch: string;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
