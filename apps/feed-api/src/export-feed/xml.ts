/** What XML 1.0 has no way to write, not even as a reference: https://www.w3.org/TR/xml/#charsets. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Else a parser makes spaces of them in attributes, and line feeds of carriage returns.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text that may stand in an element or an attribute. What XML cannot hold is U+FFFD, as an unreadable character is. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(FORBIDDEN, '\uFFFD')
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => REFERENCES[character]!);
}

/** An element with its attributes. `content`: XML already, or none. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly string[]
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const start = `<${name}${written.join('')}`;
  return content.length === 0 ? `${start}/>` : `${start}>${content.join('')}</${name}>`;
}

/** An element that holds a text. */
export const textElement = (
  name: string,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): string => element(name, attributes, escapeXml(text));
