const FIRST = [
  ['Anna', 'Boris', 'Vera', 'Grigori', 'Daria', 'Egor', 'Zhanna', 'Ilya', 'Karina', 'Leonid'],
  ['Maria', 'Nikolai', 'Olga', 'Pavel', 'Rita', 'Semyon', 'Tatiana', 'Ulyana', 'Fyodor', 'Yana'],
].flat();
const LAST = [
  'Orlova',
  'Petrenko',
  'Ivanich',
  'Sokol',
  'Kim',
  'Lisitsa',
  'Chernykh',
  'Moroz',
  'Vasilko',
  'Duda',
];
const POSITIONS = ['Engineer', 'Designer', 'Analyst', 'Accountant', 'Support agent', 'Recruiter'];

export const DEPARTMENTS = [
  ['Product', 'Platform', 'Design', 'Finance'],
  ['People', 'Support', 'Sales', 'Security'],
].flat();
export const TEAMS = ['Alpha', 'Beta'];
export const MESSAGES = [
  'The release went out on time. Thank you!',
  'You stayed until it worked.',
  'Спасибо за помощь с отчётом!',
  'Best onboarding I ever had 🎉',
];
export const KINDS = ['like', 'fire', 'heart', 'clap', 'party'];

/** Two hundred different names and more. */
export const nameOf = (n: number): string =>
  `${FIRST[n % FIRST.length]!} ${LAST[Math.floor(n / FIRST.length) % LAST.length]!}`;
export const positionOf = (n: number): string => POSITIONS[n % POSITIONS.length]!;
