import { EmployeePositionChangedV1 } from '#lib/contracts';
import { person, text } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

export const employeePositionChangedCard = defineCard(EmployeePositionChangedV1, {
  text: {
    en: '{employee} is now {position}, after {previousPosition}',
    ru: '{employee}: новая должность {position}, прежняя {previousPosition}',
  },
  actor: 'employee',
  subject: 'employee',
  args: ({ employeeId, position, previousPosition }) => ({
    employee: person(employeeId),
    position: text(position),
    previousPosition: text(previousPosition),
  }),
  audience: EVERYONE,
});
