/** What is wrong with the broker. Stable, for alerts. */
export type TopologyFault = 'plugin-missing' | 'arguments-differ';

/** The broker holds something else than the topology says. No retry helps: an operator has to act, as the message tells. */
export class TopologyMismatch extends Error {
  override readonly name = 'TopologyMismatch';

  constructor(
    readonly fault: TopologyFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** `error` as a {@link TopologyMismatch} if that is what the broker's reply to declaring `what` means, else as it is. */
export function explainReply(what: string, error: Error & { code?: unknown }): Error {
  if (/(unknown|invalid) exchange type/i.test(error.message)) {
    return new TopologyMismatch(
      'plugin-missing',
      `the broker cannot hold the ${what}, it lacks the plugin rabbitmq_consistent_hash_exchange. ` +
        'Run "rabbitmq-plugins enable rabbitmq_consistent_hash_exchange" on every node of the broker. ' +
        `It said: ${error.message}`,
      { cause: error },
    );
  }
  if (error.code !== 406) return error;
  return new TopologyMismatch(
    'arguments-differ',
    `the broker has the ${what} with other settings than this version declares. Stop the publishers, let the ` +
      'consumers empty it, delete it (for a queue: rabbitmqctl delete_queue), then start again: it is made anew. ' +
      `It said: ${error.message}`,
    { cause: error },
  );
}
