import { codeSpan, html, visible } from './escape.ts';

/** Foreign text: a name, a value, another system's words. */
export interface Code {
  readonly code: string;
}

/**
 * A piece of a sentence that can still be printed as Markdown, HTML or plain text. Strings in it are this tool's own
 * words; everything else is `Code`, which the printing function escapes.
 */
export type Phrase = readonly (string | Code)[];

/** A template tag: its literal text is this tool's own, and each value that is put into it is foreign text. */
export function phrase(
  literals: TemplateStringsArray,
  ...values: readonly (string | number | Phrase)[]
): Phrase {
  const parts = literals.flatMap((literal, index): Phrase => {
    const value = values[index];
    if (value === undefined) return [literal];
    if (typeof value === 'string') return [literal, code(value)];
    return typeof value === 'number' ? [`${literal}${value}`] : [literal, ...value];
  });
  return parts.filter((part) => part !== '');
}

export function code(text: string): Code {
  return { code: text };
}

export function joined(phrases: readonly Phrase[], separator: string): Phrase {
  return phrases.flatMap((each, index) => (index === 0 ? each : [separator, ...each]));
}

/** `a`, `b` and 3 more. */
export function listed(names: readonly string[], max: number): Phrase {
  const shown = joined(
    names.slice(0, max).map((name) => [code(name)]),
    ', ',
  );
  return names.length > max ? phrase`${shown} and ${names.length - max} more` : shown;
}

export function toMarkdown(words: Phrase): string {
  return markdown(words, false);
}

/** For a cell of a Markdown table. */
export function toCell(words: Phrase): string {
  return markdown(words, true);
}

/** For `<summary>`. */
export function toHtml(words: Phrase): string {
  return words.map((word) => (typeof word === 'string' ? word : `<code>${html(word.code)}</code>`)).join('');
}

/** For the log and for annotations: one line, nothing cut. */
export function toText(words: Phrase): string {
  return words.map((word) => (typeof word === 'string' ? word : visible(word.code))).join('');
}

function markdown(words: Phrase, cell: boolean): string {
  return words
    .map((word, index) => {
      if (typeof word === 'string') return word;
      // Two spans without anything between them would be read as one.
      const previous = words[index - 1];
      const gap = previous !== undefined && typeof previous !== 'string' ? ' ' : '';
      return gap + codeSpan(word.code, { cell });
    })
    .join('');
}
