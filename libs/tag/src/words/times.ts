const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RELATIVE_DAYS = 7;

/** "2 hours ago"; from seven days on the date. Long words, since short ones are misread aloud. */
export function relativeTime(time: Date, now: Date, lang: string): string {
  const ago = now.getTime() - time.getTime();
  if (Math.abs(ago) >= RELATIVE_DAYS * DAY) return dateOf(time, now, lang);
  const words = new Intl.RelativeTimeFormat(lang, { numeric: 'auto', style: 'long' });
  if (Math.abs(ago) < MINUTE) return words.format(0, 'second');
  if (Math.abs(ago) < HOUR) return words.format(-Math.trunc(ago / MINUTE), 'minute');
  const days = daysBetween(time, now);
  if (days === 0 || Math.abs(ago) < 6 * HOUR) return words.format(-Math.trunc(ago / HOUR), 'hour');
  return words.format(-days, 'day');
}

/** Day and time of day in full, in the reader's time zone. */
export function absoluteTime(time: Date, lang: string): string {
  return new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeStyle: 'short' }).format(time);
}

/** `14:02`. */
export function clockTime(time: Date, lang: string): string {
  return new Intl.DateTimeFormat(lang, { timeStyle: 'short' }).format(time);
}

/** One word for each day in the reader's time zone: the same for two times of one day. */
export function dayOf(time: Date): string {
  return `${time.getFullYear()}-${time.getMonth() + 1}-${time.getDate()}`;
}

/** "Today", "Yesterday", and before that the date. */
export function dayHeading(time: Date, now: Date, lang: string): string {
  const days = daysBetween(time, now);
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  const heading =
    days === 0 || days === 1
      ? relative.format(-days, 'day')
      : new Intl.DateTimeFormat(lang, {
          weekday: 'long',
          day: 'numeric',
          month: 'long',
          ...year(time, now),
        }).format(time);
  return heading.charAt(0).toLocaleUpperCase(lang) + heading.slice(1);
}

function dateOf(time: Date, now: Date, lang: string): string {
  return new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', ...year(time, now) }).format(time);
}

function year(time: Date, now: Date): { year?: 'numeric' } {
  return time.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' };
}

/** By the calendar, not by 24 hours. */
function daysBetween(time: Date, now: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(time)) / DAY);
}
