import { globOfRegex, looksLikeRegex } from '../model/pattern-language.ts';

/** The field of an ACL line that names its resource. */
export type AclNameField = 'topic' | 'group' | 'transactional_id' | 'cluster';

/** How a prefix is said where the name stands: by `pattern` for the whole line, or by a map in place of the name. */
export type PrefixSpelling = 'line' | 'map';

/** What the text means as a glob, or as the regular expression that it surely is, in the words of ACLs. */
export function aclNameHint(field: AclNameField, name: string, spelling: PrefixSpelling = 'line'): string {
  const isLine = spelling === 'line';
  const glob = looksLikeRegex(name) ? globOfRegex(name) : name;
  if (glob === '*') {
    return isLine
      ? `Write ${field}: '*' with pattern: literal for every ${field}.`
      : `Write '*' for every ${field}.`;
  }
  const prefix = glob?.replace(/\*+$/, '');
  if (prefix === undefined || prefix === '' || prefix === name || prefix.includes('*')) {
    return isLine ? 'Write the name, or * alone with pattern: literal.' : 'Write the name, or * alone.';
  }
  if (!isLine) return prefix === glob ? `Write ${prefix}.` : `Write { prefix: ${prefix} }.`;
  return prefix === glob ? `Write ${field}: ${prefix}.` : `Write ${field}: ${prefix} and pattern: prefixed.`;
}
