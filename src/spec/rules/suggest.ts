import { suggest } from '../../model/suggest.ts';

/** `Did you mean "x"?`, or else the sentence that lists what is allowed. */
export function didYouMean(written: string, candidates: readonly string[], otherwise?: string): string {
  const meant = suggest(written, candidates);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  if (otherwise !== undefined) return otherwise;
  return candidates.length > 0 ? `Use one of: ${candidates.slice(0, 40).join(', ')}.` : 'Remove it.';
}
