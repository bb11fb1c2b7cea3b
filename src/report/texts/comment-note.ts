import { commentBudget, fits } from '../words/budget.ts';

/**
 * The workflow's own words at the end of a comment, before its footer. They are Markdown, but a workflow may fill
 * them with a pull request's title: mentions, entities, HTML and images become text, and a block of code that is left open is
 * closed. Where the plan needs all the room of a comment, they are left out.
 */
export function withNote(body: string, note: string): string {
  if (note.trim() === '') return body;
  const inert = note
    .replace(/\r\n?/g, '\n')
    // GitHub looks for mentions in what entities stand for, too.
    .replace(/&(?=#|\w+;)/g, '&amp;')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/</g, '&lt;')
    .replace(/!(?=\[)/g, '\\!')
    .trim();
  const text = `\n\n${inert}${missingFence(inert)}`;
  const footer = body.lastIndexOf('\n\n---\n');
  const noted = footer === -1 ? `${body}${text}` : `${body.slice(0, footer)}${text}${body.slice(footer)}`;
  return fits(noted, commentBudget) ? noted : body;
}

/** The line that closes a block of code which the text leaves open. */
function missingFence(text: string): string {
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const [, fence = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === '') continue;
    if (open === undefined) open = fence;
    else if (fence.startsWith(open) && rest.trim() === '') open = undefined;
  }
  return open === undefined ? '' : `\n${open}`;
}
