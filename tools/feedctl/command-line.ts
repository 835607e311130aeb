import { parseArgs } from 'node:util';
import { WrongUsage } from './usage.js';

/** What was typed, apart. */
export class CommandLine {
  private constructor(
    private readonly words: string[],
    private readonly options: Readonly<Record<string, string | boolean | undefined>>,
  ) {}

  static of(args: readonly string[]): CommandLine {
    try {
      const { positionals, values } = parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
          reason: { type: 'string' },
          kind: { type: 'string' },
          source: { type: 'string' },
          stream: { type: 'string' },
          from: { type: 'string' },
          to: { type: 'string' },
          force: { type: 'boolean' },
          all: { type: 'boolean' },
          'accept-differences': { type: 'boolean' },
          help: { type: 'boolean' },
        },
      });
      return new CommandLine(positionals, values);
    } catch (error) {
      throw new WrongUsage((error as Error).message);
    }
  }

  /** The next word. Throws {@link WrongUsage} where there is none. */
  next(what: string): string {
    const word = this.words.shift();
    if (word === undefined) throw new WrongUsage(`${what} is missing`);
    return word;
  }

  nextIfAny(): string | undefined {
    return this.words.shift();
  }

  text(name: string): string | undefined {
    return this.options[name] as string | undefined;
  }

  isSet(name: string): boolean {
    return this.options[name] === true;
  }

  number(name: string): number | undefined {
    const given = this.text(name);
    if (given === undefined) return undefined;
    if (!/^[1-9]\d{0,8}$/.test(given)) throw new WrongUsage(`--${name} must be a whole number from 1`);
    return Number(given);
  }

  /** Why it is ordered: kept with every act, as who orders it is. */
  order(): { reason: string } {
    const reason = this.text('reason');
    if (reason === undefined) throw new WrongUsage('--reason is missing: it is kept with what is done');
    return { reason };
  }

  /** Throws {@link WrongUsage} for words that nobody asked for. */
  end(): void {
    if (this.words.length > 0) throw new WrongUsage(`${this.words[0]} is one word too many`);
  }
}
