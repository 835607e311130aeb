import { type Arg, type FeedClient, type FeedEntry, FeedProblem, type Name } from '#lib/client';

/** People and departments that the feed has spoken of, for the forms to choose from. */
export class Directory {
  readonly people = new Map<string, string>();
  readonly departments = new Map<string, string>();

  /** Reads the latest that there is to know. Without a feed there is nobody to choose. */
  async read(client: FeedClient): Promise<void> {
    try {
      const pages = await Promise.all(
        ['employee.hired', 'department.*'].map((type) => client.page({ type, limit: 100 })),
      );
      this.people.clear();
      this.departments.clear();
      // The oldest first, so that what is newer has the last word.
      for (const entry of pages.flatMap(({ items }) => items.toReversed())) this.learn(entry);
    } catch (error) {
      if (!(error instanceof FeedProblem) && !(error instanceof TypeError)) throw error;
    }
  }

  private learn({ type, message }: FeedEntry): void {
    for (const arg of Object.values(message.args)) this.note(arg);
    const { department } = message.args;
    if (type === 'department.dissolved' && department?.type === 'department')
      this.departments.delete(department.id);
  }

  private note(arg: Arg): void {
    if (!isNamed(arg) || arg.name === null) return;
    if (arg.type === 'person') this.people.set(arg.id, arg.name);
    if (arg.type === 'department') this.departments.set(arg.id, arg.name);
  }
}

function isNamed(arg: Arg): arg is Name {
  return arg.type === 'person' || arg.type === 'department' || arg.type === 'team';
}
