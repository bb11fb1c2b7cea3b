/** How long a text may be, both in UTF-16 units and in UTF-8 bytes, whichever GitHub counts. */
export type Budget = number;

/** GitHub refuses comments and issues above 65,536 characters. */
export const commentBudget: Budget = 60_000;
/** The runner drops step summaries above 1 MiB. */
export const summaryBudget: Budget = 900 * 1024;

/** By characters and by bytes, whichever are more. */
export function fits(text: string, budget: Budget): boolean {
  return text.length <= budget && Buffer.byteLength(text, 'utf8') <= budget;
}

/** The first text that fits. The last one is the caller's promise to fit always. */
export function firstThatFits<D>(
  details: readonly D[],
  render: (detail: D) => string,
  budget: Budget,
): string {
  let text = '';
  for (const detail of details) {
    text = render(detail);
    if (fits(text, budget)) return text;
  }
  return text;
}
