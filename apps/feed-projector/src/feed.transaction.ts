import { isConflict } from '#lib/postgres';
import { type FeedTransaction, type FeedWriter, StreamMoved } from '#lib/read-model';

/**
 * Does `work` in a transaction, and again when another consumer had the same messages and was faster, or both waited for
 * each other. Rejects with any other error, and then nothing has taken effect.
 */
export async function transact<Result>(
  writer: FeedWriter,
  work: (feed: FeedTransaction) => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await writer.inTransaction(work);
    } catch (error) {
      if (!(error instanceof StreamMoved) && !isConflict(error)) throw error;
    }
  }
}
