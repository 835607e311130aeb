const AHEAD = '600px';

/** Calls back when what is observed comes near to what is seen. */
export class NearEnd {
  private readonly observer: IntersectionObserver;
  private watched: Element | undefined;

  constructor(onNear: () => void) {
    const seen = (entries: readonly IntersectionObserverEntry[]) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) onNear();
    };
    this.observer = new IntersectionObserver(seen, { rootMargin: AHEAD });
  }

  /** Observed anew each time, so that an end that is still near after a page has come is told again. */
  watch(element: Element | null): void {
    this.end();
    if (!element) return;
    this.watched = element;
    this.observer.observe(element);
  }

  end(): void {
    if (this.watched) this.observer.unobserve(this.watched);
    this.watched = undefined;
  }
}
