import { code, type Phrase } from './phrase.ts';

// A plain English word or number. Anything GitHub could link, mention or format is not: `@x`, `#1`, `GH-1`,
// `www.x`, a commit SHA, `*`, `_`, `<`; nor is a dotted name, which reads better as code anyway.
const plain =
  /^["'(]*[A-Za-z0-9]+(?:[-'’/×][A-Za-z0-9]+|[.,:][0-9]+)*%?["')]*[.,;:?!]?["')]*$|^(?:[–—→×=·]|[.,;:?!)]|\)[.,;:])$/;
const linkable = /gh-\d|\b[0-9a-f]{7,}\b/i;

/**
 * A sentence of findings, risks and failures, which may quote foreign text anywhere. Plain words stay words;
 * what is between backticks and whatever is not a plain word becomes code.
 */
export function prose(sentence: string, max = 400): Phrase {
  const cutOff = sentence.length > max ? `${sentence.slice(0, max)} …` : sentence;
  const pieces = cutOff.split(/(`[^`]+`)/);
  return pieces.flatMap((piece, index) => (index % 2 === 1 ? [code(piece.slice(1, -1))] : words(piece)));
}

function words(text: string): Phrase {
  const result: (string | { code: string })[] = [];
  for (const token of text.split(/( )/)) {
    if (token === '') continue;
    const last = result.at(-1);
    if (token === ' ' || (plain.test(token) && !linkable.test(token))) {
      if (typeof last === 'string') result[result.length - 1] = last + token;
      else result.push(token);
    } else {
      const [, name = '', stop = ''] = /^(.*?)([.,;:?!]?)$/s.exec(token) ?? [];
      result.push(code(name === '' ? token : name));
      if (name !== '' && stop !== '') result.push(stop);
    }
  }
  return result;
}
