import type { Persona } from '#lib/identity';

/** Whom to be while trying things out. */
export const personas: readonly (Persona & { readonly about: string })[] = [
  { subject: 'anna', roles: ['hr', 'org'], about: 'hires people, and draws up the departments' },
  { subject: 'boris', about: 'works here' },
  { subject: 'vera', roles: ['editor'], about: 'looks after what the feed shows' },
  { subject: 'maria', roles: ['privacy'], about: 'sees to it that people are forgotten who ask for it' },
  { subject: 'oleg', roles: ['operator'], about: 'is on call' },
  { subject: 'payroll', source: '/payroll', about: 'is a service that publishes events' },
];
