/**
 * Makes a change without moving what is read: the first entry that can be seen stays where it is. Browsers that anchor the
 * scroll themselves are told not to (`overflow-anchor` of the host), so that nobody corrects twice.
 */
export async function keepPlace(
  root: ShadowRoot,
  { except, change }: { readonly except?: string; readonly change: () => Promise<unknown> },
): Promise<void> {
  const anchor = [...root.querySelectorAll<HTMLElement>('[role="feed"] > article')].find(
    (article) => article.dataset['id'] !== except && article.getBoundingClientRect().bottom > 0,
  );
  const before = anchor?.getBoundingClientRect().top;
  await change();
  if (!anchor?.isConnected || before === undefined) return;
  const moved = anchor.getBoundingClientRect().top - before;
  if (moved !== 0) scrollerOf(root.host).scrollBy({ top: moved, behavior: 'instant' });
}

function scrollerOf(element: Element): Element {
  for (let parent = parentOf(element); parent; parent = parentOf(parent)) {
    const { overflowY } = getComputedStyle(parent);
    if (/auto|scroll/.test(overflowY) && parent.scrollHeight > parent.clientHeight) return parent;
  }
  return document.scrollingElement ?? document.documentElement;
}

function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
