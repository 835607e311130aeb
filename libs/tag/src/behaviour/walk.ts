/**
 * The keys of the feed pattern (ARIA Authoring Practices): Page Down and Page Up go from entry to entry, Ctrl+End past the
 * feed and Ctrl+Home before it. Answers whether the key was one of them.
 */
export function walk(event: KeyboardEvent, root: ShadowRoot): boolean {
  const target = targetOf(event, root);
  if (!target) return false;
  event.preventDefault();
  target.focus();
  target.scrollIntoView({ block: 'nearest' });
  return true;
}

function targetOf(event: KeyboardEvent, root: ShadowRoot): HTMLElement | undefined {
  if (event.altKey || event.metaKey || event.shiftKey) return undefined;
  if (event.ctrlKey) {
    const edge = { End: '#after', Home: '#before' }[event.key];
    return edge === undefined ? undefined : (root.querySelector<HTMLElement>(edge) ?? undefined);
  }
  const step = { PageDown: 1, PageUp: -1 }[event.key];
  if (step === undefined) return undefined;
  const articles = [...root.querySelectorAll<HTMLElement>('[role="feed"] > article')];
  const current = articles.findIndex((article) => event.composedPath().includes(article));
  return articles[Math.max(0, current + step)];
}
