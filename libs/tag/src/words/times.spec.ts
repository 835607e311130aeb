import { describe, expect, it } from 'vitest';
import { dayHeading, dayOf, relativeTime } from './times.js';

const now = new Date(2026, 10, 21, 15, 0);
const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts);

describe('a time is told', () => {
  it.each([
    [at(2026, 10, 21, 14, 59), '1 minute ago', '1 минуту назад'],
    [new Date(now.getTime() - 20_000), 'now', 'сейчас'],
    [at(2026, 10, 21, 13), '2 hours ago', '2 часа назад'],
    [at(2026, 10, 20, 15), 'yesterday', 'вчера'],
    [at(2026, 10, 16, 23), '5 days ago', '5 дней назад'],
    [at(2026, 10, 14, 14), 'November 14', '14 ноября'],
    [at(2025, 11, 31), 'December 31, 2025', '31 декабря 2025 г.'],
    [at(2026, 10, 21, 16, 30), 'in 1 hour', 'через 1 час'],
  ])('relatively for a week, then by its date: %s', (time, english, russian) => {
    expect(relativeTime(time, now, 'en')).toBe(english);
    expect(relativeTime(time, now, 'ru')).toBe(russian);
  });

  it('in hours over midnight while that is what people say', () => {
    const early = at(2026, 10, 21, 1);
    expect(relativeTime(at(2026, 10, 20, 23), early, 'en')).toBe('2 hours ago');
    expect(relativeTime(at(2026, 10, 20, 8), early, 'en')).toBe('yesterday');
  });
});

describe('a day', () => {
  it('is that of the reader', () => {
    expect(dayOf(at(2026, 10, 20, 23, 59))).not.toBe(dayOf(at(2026, 10, 21)));
    expect(dayOf(at(2026, 10, 21))).toBe(dayOf(at(2026, 10, 21, 23, 59)));
  });

  it('is called by its name while it is near', () => {
    expect(dayHeading(at(2026, 10, 21, 1), now, 'en')).toBe('Today');
    expect(dayHeading(at(2026, 10, 20, 23), now, 'ru')).toBe('Вчера');
    expect(dayHeading(at(2026, 10, 18), now, 'en')).toBe('Wednesday, November 18');
  });
});
