import { html, type TemplateResult } from 'lit';

/** What an entry is about, as a reader sees it at a glance: icon, colour and word are of the topic. */
export type Topic = 'people' | 'org' | 'thanks' | 'news' | 'other';

export function topicOf(type: string): Topic {
  if (type.startsWith('employee.')) return 'people';
  if (/^(department|team)\./.test(type)) return 'org';
  if (type.startsWith('thanks.')) return 'thanks';
  return type.startsWith('announcement.') ? 'news' : 'other';
}

/** Drawn on 24 by 24. */
const PATHS: Readonly<Record<string, string>> = {
  'employee.hired': 'M15 20v-1a5 5 0 0 0-10 0v1M10 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M19 8v6M16 11h6',
  'employee.position-changed': 'M4 8h16v11H4zM9 8V5h6v3M4 13h16',
  'employee.transferred': 'M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4',
  'employee.renamed': 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  'employee.departed': 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
  'department.created': 'M5 20V4h9v16M14 9h5v11M3 20h18M8.5 8h2M8.5 12h2',
  'department.renamed': 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  'department.moved': 'M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4',
  'department.dissolved': 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
  team: 'M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 20v-1a5.5 5.5 0 0 1 11 0v1M16 5.2a3 3 0 0 1 0 5.6M17 14.2a5.5 5.5 0 0 1 4 4.8v1',
  thanks: 'M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.2 4.3 4.3 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z',
  announcement: 'M4 10v4h3l8 4V6l-8 4zM18.5 9.5a4 4 0 0 1 0 5M8 14l1.5 6',
  other: 'M12 4l2.3 5.4 5.7.5-4.3 3.8 1.3 5.7L12 16.5 7 19.4l1.3-5.7L4 9.9l5.7-.5z',
  pin: 'M9 4h6l-1 6 4 4H6l4-4zM12 14v6',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  link: 'M9 15l6-6M11 6l1-1a4.2 4.2 0 0 1 6 6l-1 1M13 18l-1 1a4.2 4.2 0 0 1-6-6l1-1',
  react: 'M12 21a9 9 0 1 1 0-18M8.5 14a4 4 0 0 0 7 0M9 9.5v.01M15 9.5v.01M19 2v6M16 5h6',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8',
  calm: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.01M15 9.5v.01',
  cloud: 'M7 18a4 4 0 0 1 0-8 5.5 5.5 0 0 1 10.5 1.5A3.5 3.5 0 0 1 17 18M4 4l16 16',
};

/** The icon of a type, or of one of the names above. Hidden from assistive technology: there is a word beside it. */
export function icon(name: string): TemplateResult {
  const path = PATHS[name] ?? PATHS[name.split('.')[0] ?? ''] ?? PATHS['other'];
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${path} />
  </svg>`;
}

const FACES: Readonly<Record<string, string>> = {
  like: '👍',
  fire: '🔥',
  heart: '❤️',
  clap: '👏',
  party: '🎉',
};

/** What a reaction is drawn as. */
export function faceOf(kind: string): string {
  return FACES[kind] ?? '✨';
}
