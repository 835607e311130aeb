const COUNT = /^\(\d+\) /;

/** Puts how much is new before the title of the page while nobody looks at it, and takes it away again. */
export function countInTitle(count: number): void {
  const bare = document.title.replace(COUNT, '');
  const title = document.hidden && count > 0 ? `(${count}) ${bare}` : bare;
  if (title !== document.title) document.title = title;
}
