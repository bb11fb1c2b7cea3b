import type { FirstSeen } from '../../model/first-seen.ts';
import { flowName } from '../../model/flow.ts';
import { flowKey } from '../../plan/drift.ts';
import type { FlowState, FlowVerdict } from '../../plan/flows/flow-state.ts';
import { code, joined, listed, type Phrase, phrase, toMarkdown, toText } from './phrase.ts';
import { prose } from './prose.ts';
import { formatTime } from './report-context.ts';
import { plural } from './resource-words.ts';

/** One flow in one sentence without its full stop. */
export function flowVerdictLine(verdict: FlowVerdict): string {
  return toText(phrase`Flow ${flowName(verdict.flow)} ${verdictWords(verdict, (text) => [code(text)])}`);
}

/** The same for comments and issues, worst first. Names are printed as code, and words of other systems as escaped text. */
export function flowList(
  flows: readonly FlowVerdict[],
  { since, limit }: { readonly since: FirstSeen; readonly limit: number },
): readonly string[] {
  const lines = flows
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .slice(0, limit)
    .map((verdict) => `- ${symbols[verdict.state]} ${toMarkdown(verdictPhrase(verdict, since))}.`);
  return [...lines, ...(flows.length > limit ? [`- ${plural(flows.length - limit, 'more flow')}`] : [])];
}

/** `a flow does not run`, `2 flows run only partly`; for titles and lines about all of them. Lower case. */
export function brokenWords(flows: readonly FlowVerdict[]): string {
  const count = (state: FlowState['state']) => flows.filter((flow) => flow.state === state).length;
  const [stopped, partly] = [count('does-not-run'), count('partly')];
  const parts = [
    ...(stopped === 0 ? [] : [stopped === 1 ? 'a flow does not run' : `${stopped} flows do not run`]),
    ...(partly === 0 ? [] : [partly === 1 ? 'a flow runs only partly' : `${partly} flows run only partly`]),
  ];
  return parts.join(', ');
}

function verdictPhrase(verdict: FlowVerdict, since: FirstSeen): Phrase {
  const words = phrase`Flow ${flowName(verdict.flow)} ${verdictWords(verdict, prose)}`;
  const first = since[flowKey(verdict)];
  return first === undefined ? words : [...words, `. Since at least ${formatTime(new Date(first))}`];
}

const order: readonly FlowState['state'][] = [
  'does-not-run',
  'partly',
  'cannot-tell',
  'silent',
  'caught-up',
  'copies',
];

/** A tick stands for a proof only: records that arrived, or equal ends. */
const symbols: Readonly<Record<FlowState['state'], string>> = {
  copies: '✅',
  'caught-up': '✅',
  silent: '💤',
  'does-not-run': '❌',
  partly: '⚠️',
  'cannot-tell': '❔',
};

/** `quoted` prints a sentence that may hold other systems' words. */
function verdictWords(verdict: FlowVerdict, quoted: (sentence: string) => Phrase): Phrase {
  const { source, target } = verdict.flow;
  switch (verdict.state) {
    case 'copies': {
      if (verdict.onlyHeartbeats) return phrase`copies: heartbeats of ${source} arrive on ${target}`;
      const records = plural(verdict.records, 'new record');
      return phrase`copies: ${[records]} arrived in ${[plural(verdict.topics, 'topic')]} on ${target}`;
    }
    case 'caught-up': {
      const all =
        verdict.topics === 1
          ? 'the topic with records ends'
          : `all ${verdict.topics} topics with records end`;
      return phrase`is caught up: nothing new came to ${source} in ${verdict.seconds} seconds, and ${[all]} alike on ${target}`;
    }
    case 'silent':
      if (verdict.topics === 0) return phrase`has nothing to copy: no topic of ${source} matches`;
      return verdict.topics === 1
        ? phrase`has nothing to copy: the topic of ${source} that it mirrors holds no record`
        : phrase`has nothing to copy: none of the ${verdict.topics} topics of ${source} that it mirrors holds a record`;
    case 'does-not-run':
      return phrase`does not run: ${quoted(verdict.because)}`;
    case 'partly':
      return phrase`runs only partly: ${partlyWords(verdict, quoted)}`;
    case 'cannot-tell':
      return phrase`cannot be judged: ${quoted(verdict.because)}`;
  }
}

const maxShownNames = 5;

function partlyWords(
  { flow, missing, stalled, behind, because }: Extract<FlowVerdict, { readonly state: 'partly' }>,
  quoted: (sentence: string) => Phrase,
): Phrase {
  const { source, target } = flow;
  const one = missing.length === 1;
  const parts: readonly Phrase[] = [
    ...(missing.length === 0
      ? []
      : [
          phrase`${listed(missing, maxShownNames)} ${[one ? 'is' : 'are']} not on ${target}, although ${source} has records for ${[one ? 'it' : 'them']}`,
        ]),
    ...(stalled.length === 0
      ? []
      : [phrase`new records of ${source} do not arrive in ${listed(stalled, maxShownNames)}`]),
    ...(behind.length === 0
      ? []
      : [
          phrase`${listed(behind, maxShownNames)} ${[behind.length === 1 ? 'gets' : 'get']} nothing and ${[behind.length === 1 ? 'ends' : 'end']} before the records that ${source} has`,
        ]),
    ...(because === undefined ? [] : [quoted(because)]),
  ];
  return joined(parts, '; ');
}
