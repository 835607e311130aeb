import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { element, textElement } from './xml.js';

const parse = (xml: string) =>
  new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'application/xml').documentElement!;

const kinds = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '&',
      '>',
      '"',
      "'",
      ']]>',
      '<!--',
      '\r\n',
      '\t',
      '\u0000',
      '\uFFFE',
      '😀',
      'ש',
      '\uD800',
    ),
  }),
);
// What XML 1.0 has no way to write, and halves of characters.
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;

it('brings any text through a parser, but for what XML cannot hold', () => {
  fc.assert(
    fc.property(kinds, (text) => {
      const expected = text.replaceAll(forbidden, '\uFFFD');
      expect(parse(textElement('a', text)).textContent).toBe(expected);
      expect(parse(element('a', { b: text })).getAttribute('b')).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

it('closes what is empty', () => {
  expect(element('a', { b: 'c' })).toBe('<a b="c"/>');
  expect(element('a', {}, element('b', {}), textElement('c', '1 < 2'))).toBe('<a><b/><c>1 &lt; 2</c></a>');
});
