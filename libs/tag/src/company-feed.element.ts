import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { FeedClient, type FeedEntry } from '#lib/client';
import { ANEW, type Attributes, attributes, FILTERS, queryOf } from './attributes.js';
import { Announcer } from './behaviour/announcer.js';
import { keepPlace } from './behaviour/keep-place.js';
import { NearEnd } from './behaviour/near-end.js';
import { countInTitle } from './behaviour/title-count.js';
import { FeedModel } from './model/feed.model.js';
import { styles } from './style/styles.js';
import { type Doings, feedView } from './view/feed.view.js';
import { type Scene, sceneOf } from './view/scene.js';
import { wordsIn } from './words/languages.js';
import type { Words } from './words/words.js';

/** How often "2 minutes ago" is looked at. Nothing is drawn unless a text differs. */
const TICK_MS = 20_000;
const NETWORK = ['online', 'offline'] as const;

/**
 * The company feed on any page: `<company-feed src="https://feed.example">`. What it takes is in `attributes.ts`; it is themed
 * by `--company-feed-…` and `::part`. Fires `company-feed-filter` when a reader asks to see everything.
 */
export class CompanyFeedElement extends LitElement {
  static override readonly properties = attributes;
  static override readonly styles = styles;

  /** Asked for a token before each request; with the one that was refused, when one was. Instead of `token`. */
  tokenProvider: ((refused?: string) => string | undefined | Promise<string | undefined>) | undefined;

  private readonly model = new FeedModel(() => this.changed());
  private readonly announcer = new Announcer(() => this.requestUpdate());
  private readonly nearEnd = new NearEnd(() => void this.nearTheEnd());
  private readonly unfolded = new Set<string>();
  private readonly onVisibility = () => countInTitle(this.model.state.waiting.length);
  private readonly onNetwork = ({ type }: Event) => this.model.follower.hearOfNetwork(type === 'online');
  private ticking: ReturnType<typeof setInterval> | undefined;
  private goneBefore = 0;
  private waitingBefore = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = setInterval(() => this.requestUpdate(), TICK_MS);
    document.addEventListener('visibilitychange', this.onVisibility);
    for (const type of NETWORK) addEventListener(type, this.onNetwork);
    if (this.hasUpdated) this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticking);
    document.removeEventListener('visibilitychange', this.onVisibility);
    for (const type of NETWORK) removeEventListener(type, this.onNetwork);
    this.model.end();
    this.nearEnd.end();
    this.announcer.end();
    countInTitle(0);
  }

  /** Reads the feed anew: for who has signed in otherwise. */
  reload(): void {
    this.begin();
  }

  /**
   * Shows what a command has brought about, as soon as the feed has it. `token`: the `Feed-Token` of its answer.
   * Resolves with the id of the newest entry that was not there before.
   */
  async showNew(token?: string): Promise<string | undefined> {
    return this.reveal(await this.model.lookAgain(token), false);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated || ANEW.some((name) => changed.has(name))) this.begin();
  }

  protected override render(): TemplateResult {
    return feedView(this.scene(), this.given, this.doings, this.announcer.text);
  }

  protected override updated(): void {
    const { model } = this;
    const isMore = model.status === 'ready' && model.state.next !== null && !model.loadingMore;
    this.nearEnd.watch(isMore && model.mayLoadByItself ? this.renderRoot.querySelector('#after') : null);
  }

  private get given(): Attributes {
    return this as unknown as Attributes;
  }

  private get words(): Words {
    return wordsIn(this.language);
  }

  private get language(): string {
    return this.given.lang || document.documentElement.lang || navigator.language;
  }

  private readonly doings: Doings = {
    reveal: () => void this.reveal(this.model.reveal(), true),
    more: () => void this.more(false),
    clear: () => this.clear(),
  };

  private begin(): void {
    this.unfolded.clear();
    const { given } = this;
    const client = (baseUrl: string) =>
      new FeedClient({ baseUrl, token: (refused) => this.tokenOf(refused), locale: () => this.language });
    const feed = client(given.src ?? '');
    this.model.reactions.begin(given.reactionsSrc ? client(given.reactionsSrc) : feed);
    const wish = { query: queryOf(given), ...(given.entry && { around: given.entry }) };
    void this.model.begin(feed, wish).then(() => this.arrive());
  }

  private tokenOf(refused?: string): string | undefined | Promise<string | undefined> {
    return this.tokenProvider ? this.tokenProvider(refused) : (this.given.token ?? undefined);
  }

  private scene(): Scene {
    const { model, language } = this;
    return sceneOf(this.given, model, language, {
      isUnfolded: (what) => this.unfolded.has(what),
      unfold: (what) => {
        if (!this.unfolded.delete(what)) this.unfolded.add(what);
        this.requestUpdate();
      },
      react: (entry, kind) => void this.react(entry, kind),
    });
  }

  /** An entry that goes leaves the others where they are. */
  private changed(): void {
    const { waiting, gone } = this.model.state;
    if (waiting.length > this.waitingBefore) this.announcer.say(this.words.fresh(waiting.length));
    this.waitingBefore = waiting.length;
    countInTitle(waiting.length);
    const change = (): Promise<unknown> => {
      this.requestUpdate();
      return this.updateComplete;
    };
    if (gone.size === this.goneBefore || !this.hasUpdated) void change();
    else void keepPlace(this.renderRoot as ShadowRoot, { change });
    this.goneBefore = gone.size;
    if (this.given.live === 'insert' && waiting.length > 0) queueMicrotask(() => void this.model.putUp());
  }

  private async react(entry: FeedEntry, kind: string): Promise<void> {
    await this.model.reactions.toggle(entry, kind).catch(() => this.announcer.say(this.words.reactionFailed));
  }

  private async reveal(id: string | undefined, isAskedFor: boolean): Promise<string | undefined> {
    await this.updateComplete;
    const article = id === undefined ? undefined : this.article(id);
    article?.classList.add('fresh');
    article?.scrollIntoView({ block: 'nearest' });
    if (isAskedFor) article?.focus({ preventScroll: true });
    return id;
  }

  /** The entry that the page is about is where the reader begins. */
  private async arrive(): Promise<void> {
    await this.updateComplete;
    const { entry } = this.given;
    if (entry) this.article(entry)?.scrollIntoView({ block: 'center' });
    this.dispatchEvent(new CustomEvent('company-feed-loaded', { detail: { status: this.model.status } }));
  }

  private nearTheEnd(): Promise<void> {
    return this.model.mayLoadByItself ? this.more(true) : Promise.resolve();
  }

  private async more(byItself: boolean): Promise<void> {
    const last = this.model.state.items.at(-1);
    const count = await this.model.loadMore(byItself);
    if (count === 0) return;
    this.announcer.say(this.words.more(count));
    if (byItself) return;
    // The button that was pressed is gone.
    await this.updateComplete;
    const next = last && this.article(last.id)?.nextElementSibling;
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  private clear(): void {
    for (const filter of FILTERS) this.removeAttribute(filter);
    this.dispatchEvent(new CustomEvent('company-feed-filter', { detail: {}, bubbles: true, composed: true }));
  }

  private article(id: string): HTMLElement | undefined {
    const articles = this.renderRoot.querySelectorAll<HTMLElement>('article');
    return [...articles].find(({ dataset }) => dataset['id'] === id);
  }
}
