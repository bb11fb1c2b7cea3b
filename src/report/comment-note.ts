/**
 * The workflow's own words at the end of a comment. They are Markdown, but a workflow may fill them with a pull
 * request's title: mentions, HTML and images become text, and a block of code that is left open is closed.
 */
export function withNote(body: string, note: string): string {
  if (note.trim() === '') return body;
  const inert = note
    .replace(/\r\n?/g, '\n')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/</g, '&lt;')
    .replace(/!(?=\[)/g, '\\!')
    .trim();
  const fences = inert.match(/^ {0,3}(?:`{3,}|~{3,})/gm) ?? [];
  const closed = fences.length % 2 === 0 ? inert : `${inert}\n${fences.at(-1)?.trim()}`;
  const footer = body.lastIndexOf('\n\n---\n');
  const text = `\n\n${closed}`;
  return footer === -1 ? `${body}${text}` : `${body.slice(0, footer)}${text}${body.slice(footer)}`;
}
