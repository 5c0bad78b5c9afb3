/** What a person's system may ask for, and a toolbar pretends; `system`: what it does ask for. */
export type Features = Partial<
  Record<'prefers-color-scheme' | 'forced-colors' | 'prefers-reduced-motion', string>
>;

const original = new WeakMap<MediaList, string>();

/**
 * Makes the style sheets of this document believe it: rewrites the media features of their rules to what is always
 * true or always false. A page cannot set what the system asks for.
 */
export function pretend(features: Features): void {
  for (const sheet of document.styleSheets) rewrite(sheet.cssRules, features);
}

function rewrite(rules: CSSRuleList, features: Features): void {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule) {
      const { media } = rule;
      const asked = original.get(media) ?? media.mediaText;
      original.set(media, asked);
      media.mediaText = pretended(asked, features);
    }
    if ('cssRules' in rule) rewrite(rule.cssRules as CSSRuleList, features);
  }
}

function pretended(asked: string, features: Features): string {
  return asked.replace(/\(([\w-]+)(?:\s*:\s*([\w-]+))?\)/g, (feature, name: string, value?: string) => {
    const set = features[name as keyof Features];
    if (set === undefined || set === 'system') return feature;
    const holds = value === undefined ? set !== 'none' && set !== 'no-preference' : value === set;
    return holds ? '(min-width: 0px)' : '(max-width: 0px)';
  });
}
