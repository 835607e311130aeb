import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { PersonalData } from '#lib/personal-data';
import { employee, forget, streamOf } from '../employee.js';

export class ForgetEmployee extends Command<CommandResult> {
  constructor(
    readonly employeeId: string,
    /** Who ordered it. */
    readonly by: string,
  ) {
    super();
  }
}

/**
 * Records that the person is forgotten, and then destroys their key. Should the process end in between, the projector destroys
 * it when it hears of the event, and so does the same request again.
 */
@CommandHandler(ForgetEmployee)
export class ForgetEmployeeHandler implements ICommandHandler<ForgetEmployee> {
  constructor(
    private readonly streams: Streams,
    private readonly personal: PersonalData,
  ) {}

  async execute({ employeeId, by }: ForgetEmployee): Promise<CommandResult> {
    const forgotten = await this.streams.change(streamOf(employeeId), employee, forget);
    await this.personal.forget(employeeId, by);
    return forgotten;
  }
}
