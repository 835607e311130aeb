import { Column, Entity, Index, JoinTable, ManyToMany, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm';

@Entity('people')
export class Person {
  @PrimaryColumn()
  id!: string;

  @Column()
  name!: string;
}

@Entity('entries')
@Index(['occurredAt', 'id'])
export class Entry {
  @PrimaryColumn('uuid')
  id!: string;

  @Column()
  type!: string;

  @Column({ type: 'timestamptz' })
  occurredAt!: Date;

  @Column()
  audience!: string;

  @Column()
  position!: string;

  @Column()
  source!: string;

  @Column()
  eventId!: string;

  @ManyToMany(() => Person)
  @JoinTable({ name: 'entry_mentions' })
  mentions!: Person[];

  @OneToMany(() => Reaction, (reaction) => reaction.entry)
  reactions!: Reaction[];
}

@Entity('reactions')
export class Reaction {
  @PrimaryColumn('uuid')
  entryId!: string;

  @PrimaryColumn()
  personId!: string;

  @PrimaryColumn()
  kind!: string;

  @ManyToOne(() => Entry, (entry) => entry.reactions)
  entry!: Entry;
}
