type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** A count with its noun, as the language asks for it: `plural('en', { one: 'entry', other: 'entries' })(2)`. */
export function plural(lang: string, forms: Forms): (count: number) => string {
  const rules = new Intl.PluralRules(lang);
  const numbers = new Intl.NumberFormat(lang);
  return (count) => `${numbers.format(count)} ${forms[rules.select(count)] ?? forms.other}`;
}
