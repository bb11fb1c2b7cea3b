import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** What a GFM parser makes of a text: its elements in order, and the words outside code. */
export interface GitHubReading {
  /** Without code spans, of which foreign text may have any number, and without text. */
  readonly elements: readonly string[];
  readonly links: readonly string[];
  /** Text outside code and links, in which GitHub looks for mentions, references and emoji. */
  readonly words: string;
}

const options = { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] };

export function readAsGitHub(markdown: string): GitHubReading {
  const html = micromark(markdown, options);
  const outside = html
    .replace(/<pre><code[^>]*>[\s\S]*?<\/code><\/pre>/g, '<pre>')
    .replace(/<code>[\s\S]*?<\/code>/g, '\u00a7')
    .replace(/<!-- aiven-kafka-gitops:(?:plan|drift|adopt) \{[^<>]*\} -->/, '<marker>');
  const tags = [...outside.matchAll(/<[^<>]*>?/g)].map(([tag]) => tag);
  return {
    elements: tags.map((tag) => (tag.startsWith('<a ') ? '<a>' : tag)),
    links: tags.flatMap((tag) => (tag.startsWith('<a ') ? [/href="([^"]*)"/.exec(tag)?.[1] ?? ''] : [])),
    words: outside.replace(/<a [^<>]*>[^<>]*<\/a>/g, ' ').replace(/<[^<>]*>/g, ' '),
  };
}
