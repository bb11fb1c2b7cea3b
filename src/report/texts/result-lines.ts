import type { ChangeResult } from '../../plan/outcome.ts';
import { sentenceKey } from '../changes/plan-lines.ts';
import { wherePhrase, wordsOf } from '../kinds/words-of.ts';
import { type Phrase, phrase } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { formatDuration } from '../words/report-context.ts';
import { actionSymbols } from '../words/resource-words.ts';

/** ACL entries of one sentence that ended alike share a line. */
export interface ResultLine {
  readonly state: ChangeResult['state'];
  readonly symbol: string;
  readonly what: Phrase;
  readonly result: Phrase;
}

export function resultLines(results: readonly ChangeResult[]): readonly ResultLine[] {
  const groups = Map.groupBy(results, (result) => {
    const { id, action } = result.change;
    return JSON.stringify([result.state, action, sentenceKey({ id }), causeOf(result)]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { id, action } = first.change;
    const ids = group.map(({ change }) => change.id);
    const what = [...wordsOf(id.kind).wholePhrase(ids), ...wherePhrase(id)];
    return [{ state: first.state, symbol: actionSymbols[action], what, result: resultPhrase(group) }];
  });
}

function resultPhrase(group: readonly ChangeResult[]): Phrase {
  const [first] = group;
  if (first === undefined) return [];
  switch (first.state) {
    case 'applied': {
      const slowest = Math.max(
        ...group.map((result) => (result.state === 'applied' ? result.milliseconds : 0)),
      );
      return [`✅ ${formatDuration(slowest)}`];
    }
    case 'failed': {
      const again: Phrase = first.failure.transient ? ['. Trying again may help'] : [];
      return phrase`❌ ${first.failure.code}: ${first.failure.message}${again}`;
    }
    case 'unconfirmed':
      return phrase`❔ not confirmed: ${prose(first.because)}`;
    case 'not-tried':
      return phrase`⏩ not tried: ${prose(first.because)}`;
  }
}

function causeOf(result: ChangeResult): string {
  if (result.state === 'failed') return `${result.failure.code} ${result.failure.message}`;
  return result.state === 'not-tried' || result.state === 'unconfirmed' ? result.because : '';
}
