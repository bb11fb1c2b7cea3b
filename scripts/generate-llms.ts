// llms.txt: the index of the docs for programs that read, by https://llmstxt.org. It says what docs/README.md says, with whole addresses.
import { posix } from 'node:path';

export const llmsFile = 'llms.txt';
export const indexFile = 'docs/README.md';

const files = 'https://raw.githubusercontent.com/aiven-kafka-gitops/aiven-kafka-gitops/main';

/** `index`: the text of docs/README.md; `readme`: that of README.md, whose second paragraph says what this is. */
export function generatedLlms(index: string, readme: string): string {
  const [title = '', summary = ''] = readme.split('\n\n');
  const [, ...sections] = index.split('\n## ');
  const body = sections.map((section) => `## ${section.trim()}`).join('\n\n');
  const first = `- [README](${files}/README.md): five minutes to the first comment.`;
  return [
    title,
    `> ${plain(summary.replaceAll('\n', ' '))}`,
    `## Begin here\n\n${first}\n- [An example with every key](${files}/examples/spec.yaml): a spec.\n- [JSON Schema](${files}/schema/spec.v1.json): of the spec.`,
    `${absolute(body)}\n`,
  ].join('\n\n');
}

function plain(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}

function absolute(text: string): string {
  return text.replace(
    /\]\((?!https:)([^)]+)\)/g,
    (_, path: string) => `](${files}/${posix.join(posix.dirname(indexFile), path)})`,
  );
}
