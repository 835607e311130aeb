import '#lib/tag';
import { render } from 'lit';
import { onSystemTheme, themeNow } from './look.js';
import { Portal } from './portal.js';
import { readSettings } from './settings.js';
import { pageView } from './view/page.view.js';

const page = document.querySelector<HTMLElement>('#page')!;
const portal: Portal = new Portal(readSettings(), draw, () => page.querySelector('company-feed'));

function draw(): void {
  const { theme, language, words } = portal;
  Object.assign(document.documentElement, { lang: language });
  document.documentElement.dataset['theme'] = theme;
  if (!document.title.endsWith(words.title)) document.title = words.title;
  render(pageView(portal), page);
}

onSystemTheme(() => {
  portal.theme = themeNow();
  draw();
});
addEventListener('popstate', () => portal.arrive());
await portal.session.start().catch(() => undefined);
await portal.start();
