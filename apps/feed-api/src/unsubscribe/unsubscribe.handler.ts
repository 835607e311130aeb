import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Subscriptions } from '#lib/read-model';
import { problem } from '#lib/service';

export class Unsubscribe extends Command<void> {
  constructor(
    readonly personId: string,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(Unsubscribe)
export class UnsubscribeHandler implements ICommandHandler<Unsubscribe> {
  constructor(private readonly subscriptions: Subscriptions) {}

  async execute({ personId, id }: Unsubscribe): Promise<void> {
    if (!(await this.subscriptions.remove(personId, id)))
      throw problem(404, 'not-found', 'You have no such subscription.');
  }
}
