import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deletes lock the leases of several parts at once, in their order; so does from now on whoever renews them. */
export class LeaseInOrder1764400000000 implements MigrationInterface {
  readonly name = 'LeaseInOrder1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE FUNCTION lease_outbox_parts_in_order(p_owner text, p_ttl interval)
RETURNS TABLE (part smallint, epoch bigint) LANGUAGE plpgsql AS $$
BEGIN
  -- As lease_outbox_parts does, and before the rows: who has this lock waits for no lease but that of a delete.
  PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || '.outbox_lease', 7));
  PERFORM FROM outbox_lease l ORDER BY l.part FOR UPDATE;
  RETURN QUERY SELECT l.part, l.epoch FROM lease_outbox_parts(p_owner, p_ttl) l;
END $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION lease_outbox_parts_in_order(text, interval)');
  }
}
