/** Cells are Markdown already, without line ends; see `toCell`. A column whose header starts with `:` is centred. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = header.map((title) => (title.startsWith(':') ? ':-:' : '---'));
  const lines = [header.map((title) => title.replace(/^:/, '')), rule, ...rows];
  return lines
    .map((cells) => `|${cells.map((cell) => (cell === '' ? ' |' : ` ${cell} |`)).join('')}`)
    .join('\n');
}

/** What a section that folds is called, as HTML, and what is inside. */
export interface Fold {
  readonly title: string;
  readonly body: string;
}

/** A section that folds. The blank lines make GitHub parse what is inside as Markdown. */
export function details(summaryHtml: string, body: string, { open = false } = {}): string {
  return `<details${open ? ' open' : ''}><summary>${summaryHtml}</summary>\n\n${body}\n\n</details>`;
}

/** Between two lines of one cell. */
export const lineBreak = '<br>';
