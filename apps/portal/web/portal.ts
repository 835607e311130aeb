import { FeedClient } from '#lib/client';
import { Commands, type Done, Refused } from './commands.js';
import { Directory } from './directory.js';
import { playDay } from './example-day.js';
import { chooseLanguage, chooseTheme, languageNow, type Theme, themeNow } from './look.js';
import { addressOf, type Filters, type Place, placeOf } from './places.js';
import { Session } from './session.js';
import type { Settings, Target } from './settings.js';
import { type Language, wordsIn } from './words/languages.js';
import type { Words } from './words/words.js';

/** How a form stands: what the page says of what was sent with it. */
export interface Outcome {
  readonly state: 'sending' | 'done' | 'refused';
  readonly text: string;
}

/** Everything that the page knows. Draws it anew with each change. */
export class Portal {
  place: Place = placeOf(location);
  theme: Theme = themeNow();
  language: Language = languageNow();
  isPlaying = false;
  readonly outcomes = new Map<string, Outcome>();
  readonly session: Session;
  readonly directory = new Directory();
  readonly client: FeedClient;
  private readonly commands: Commands;

  constructor(
    readonly settings: Settings,
    private readonly draw: () => void,
    private readonly feed: () => HTMLElementTagNameMap['company-feed'] | null,
  ) {
    this.session = new Session(settings);
    this.commands = new Commands(settings, this.session);
    this.client = new FeedClient({
      baseUrl: settings.feedUrl,
      token: (refused) => this.session.token(refused),
      locale: () => this.language,
    });
  }

  get words(): Words {
    return wordsIn(this.language);
  }

  go(place: Place): void {
    history.pushState(null, '', addressOf(place));
    this.arrive();
  }

  /** Takes over what the address says. */
  arrive(): void {
    this.place = placeOf(location);
    this.draw();
  }

  filter(change: Filters): void {
    this.go({ entry: undefined, filters: { ...this.place.filters, ...change } });
  }

  setTheme(theme: Theme): void {
    chooseTheme(theme);
    this.theme = theme;
    this.draw();
  }

  setLanguage(language: Language): void {
    chooseLanguage(language);
    this.language = language;
    this.draw();
  }

  /** Another reader sees another feed. */
  async be(subject: string): Promise<void> {
    this.session.be(subject);
    this.outcomes.clear();
    await this.begin();
  }

  async signInWith(token: string): Promise<void> {
    this.session.keep(token);
    await this.begin();
  }

  async signInAtProvider(): Promise<void> {
    await this.session.provider?.signIn();
    this.draw();
  }

  async signOut(): Promise<void> {
    this.session.leave();
    await this.begin();
  }

  /** The feed before all else: what the forms offer is read when it is there. */
  async start(): Promise<void> {
    this.draw();
    const feed = this.feed();
    if (feed)
      await new Promise((resolve) => feed.addEventListener('company-feed-loaded', resolve, { once: true }));
    await this.learn();
  }

  /** Anew, for another reader or after what this one has done. */
  async begin(): Promise<void> {
    this.draw();
    this.feed()?.reload();
    await this.learn();
  }

  /** Reads who there is to choose from. */
  async learn(): Promise<void> {
    await this.directory.read(this.client);
    this.draw();
  }

  /** Sends a form, and shows in the feed what came of it. Answers whether it was taken. */
  async send(form: string, target: Target, path: string, body: object): Promise<boolean> {
    this.tell(form, { state: 'sending', text: this.words.sending });
    let done: Done;
    try {
      done = await this.commands.send(target, path, body);
    } catch (error) {
      const text = error instanceof Refused ? error.message : this.words.failed;
      this.tell(form, { state: 'refused', text });
      return false;
    }
    await this.feed()?.showNew(done.token);
    this.tell(form, { state: 'done', text: this.words.done });
    void this.learn();
    return true;
  }

  async play(): Promise<void> {
    this.isPlaying = true;
    this.draw();
    await playDay(this.session, this.client).catch(() => undefined);
    this.isPlaying = false;
    await this.begin();
  }

  private tell(form: string, outcome: Outcome): void {
    this.outcomes.set(form, outcome);
    this.draw();
  }
}
