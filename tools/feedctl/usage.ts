/** A command line that means nothing. The message says what is wrong with it. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

export const USAGE = `npm run feedctl -- <command>

  status                               how far behind the feed is, and what waits where
  explain <event id>                   where an event is, and why
  parked list                          what could not be applied   [--kind R] [--source S] [--stream T]
  parked show <id>                     one of them, whole
  parked replay <id> | --all | --source S --stream T       apply them now
  parked skip <id>                     drop one; its stream goes on without it
  partitions                           the broker's queues for the projector: what waits, who consumes
  partitions grow --to <number>        have more of them, while all goes on   [--force]
  rebuild list                         the versions of the read model
  rebuild start                        begin a new version from the log
  rebuild watch                        until it has caught up
  rebuild verify <version>             compare it with the live one
  rebuild switch <version>             let readers see it   [--accept-differences]
  rebuild rollback <version>           back to the one it replaced
  rebuild drop <version>               remove it
  acts                                 what operators ordered, who and why
  republish <source> --all | --stream T [--from N]         publish its history again

FEEDCTL_TOKEN is a token of somebody with the role operator, for a standalone: $(npm run -s token -- oleg).
What changes something needs --reason "why"; it is kept with it, and so is whose the token was.
FEED_URL is where a standalone serves (http://127.0.0.1:3000). Without one the apps are asked at their own ports of
127.0.0.1, or where FEEDCTL_URLS says: feed-projector=http://…,thanks=http://…
Exit codes: 0 done, 1 refused or something waits for a person, 2 not understood.`;
