import type { NewSource } from './names.js';
import type { Spelling } from './spelling.js';

/**
 * Puts names in the place of placeholders, in a template's text and in its path. A placeholder is spelled as the name
 * will be: `__EntityName__` becomes `TownHall`, `__entity-name__` `town-hall`, `__entity name__` `town hall`.
 */
export function fillTemplate(text: string, { source, entity, event, eventName, port }: NewSource): string {
  const values = new Map([
    ...placeholders('source', source),
    ...placeholders('entity', entity),
    ...placeholders('event', event),
    ['event.name', eventName],
    ['port', String(port)],
  ]);
  return text.replaceAll(/__(.+?)__/g, (placeholder, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`a template has ${placeholder}, which stands for nothing`);
    return value;
  });
}

function placeholders(word: 'source' | 'entity' | 'event', spelling: Spelling): [string, string][] {
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  return [
    [`${word}-name`, spelling.kebab],
    [`${word} name`, spelling.words],
    [`${word}Name`, spelling.camel],
    [`${capital}Name`, spelling.pascal],
  ];
}
