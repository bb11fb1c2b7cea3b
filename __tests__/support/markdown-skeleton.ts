/**
 * An independent, strict reading of the Markdown this tool writes, as GitHub parses it: fences by their length,
 * table cells by unescaped pipes, code spans by runs of backticks (CommonMark §6.1). What is in code is taken
 * out, so that what remains must be the tool's own words.
 */
export interface Skeleton {
  /** What each line is: a heading, a bullet, a table row with so many cells. Foreign text must not change it. */
  readonly shape: readonly string[];
  /** Everything outside code, links and the first line's marker. */
  readonly prose: string;
  /** The content of every code span, in order. */
  readonly spans: readonly string[];
  readonly fences: readonly { readonly language: string; readonly lines: readonly string[] }[];
}

export function readSkeleton(markdown: string): Skeleton {
  const shape: string[] = [];
  const prose: string[] = [];
  const spans: string[] = [];
  const fences: { language: string; lines: string[] }[] = [];
  let open: { delimiter: string; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (open !== undefined) {
      if (/^`+$/.test(line) && line.length >= open.delimiter.length) open = undefined;
      else open.lines.push(line);
      continue;
    }
    const fence = /^(`{3,})([a-z-]*)$/.exec(line);
    if (fence !== null) {
      const lines: string[] = [];
      open = { delimiter: fence[1] ?? '', lines };
      fences.push({ language: fence[2] ?? '', lines });
      shape.push(`fence ${fence[2]}`);
      continue;
    }
    if (index === 0 && line.startsWith('<!-- ')) {
      if (line.indexOf('-->') !== line.length - 3 || line.slice(4).includes('<!--'))
        throw new Error(`broken marker: ${line}`);
      shape.push('marker');
      continue;
    }
    const cells = line.startsWith('|') ? splitCells(line) : [line];
    const texts = cells.map((cell) => takeSpans(cell, spans));
    shape.push(line.startsWith('|') ? `row ${cells.length}` : lineKind(texts[0] ?? ''));
    prose.push(...texts.map(withoutOwnMarkup));
  }
  if (open !== undefined) throw new Error('a fence is not closed');
  return { shape, prose: prose.join('\n'), spans, fences };
}

function splitCells(line: string): readonly string[] {
  const cells = line.slice(1).split(/(?<!\\)\|/);
  if (cells.pop() !== '') throw new Error(`a row does not end with a pipe: ${line}`);
  return cells.map((cell) => cell.replaceAll('\\|', '|'));
}

function takeSpans(text: string, spans: string[]): string {
  let rest = text;
  let outside = '';
  for (;;) {
    const start = /`+/.exec(rest);
    if (start === null) return outside + rest;
    const [run] = start;
    const after = rest.slice(start.index + run.length);
    const end = [...after.matchAll(/`+/g)].find(([other]) => other === run);
    if (end === undefined) throw new Error(`a code span is not closed: ${text}`);
    const content = after.slice(0, end.index);
    const padded = content.startsWith(' ') && content.endsWith(' ') && content.trim() !== '';
    spans.push(padded ? content.slice(1, -1) : content);
    outside += `${rest.slice(0, start.index)}§`;
    rest = after.slice(end.index + run.length);
  }
}

function lineKind(text: string): string {
  return (
    /^(?:#{1,6} |> ?(?:\[![A-Z]+\])?|- |\d+\. |---$|<details(?: open)?>|<\/details>|<sub>|)/
      .exec(text)?.[0]
      .replace(/^\d+/, '1') ?? ''
  );
}

/** Takes away the few elements and links that the tool writes itself. */
function withoutOwnMarkup(text: string): string {
  return text
    .replace(/<code>[^<>]*<\/code>/g, '§')
    .replace(/<\/?(?:details|details open|summary|sub|br)>/g, '')
    .replace(/^> \[![A-Z]+\]$/, '')
    .replace(/^(?:#{1,6} |> |- |\d+\. |---$|>$)/, '')
    .replace(
      /\[[A-Za-z0-9 .#_§-]*\]\(https:\/\/github\.com\/(?:acme|aiven-kafka-gitops)\/[A-Za-z0-9/.#_-]*\)/g,
      '',
    )
    .replace(/\*\*/g, '');
}
