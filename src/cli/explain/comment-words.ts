import { riskNamesOfCodes } from '../../report/words/risk-words.ts';

/** Words of comments and issues that are no codes, and what they say. */
const words: Readonly<Record<string, string>> = {
  'not contacted':
    'nothing was sent to the cluster, because the pull request changes its connection; it is used once that is on the default branch',
  'not compared':
    'the spec asks for it, and what is live could not be read; it is created after the merge where it is missing',
  'not read': 'a read failed, so nothing is planned for what it would have shown',
  incomplete: 'reads failed or resources could not be compared, so the plan does not know everything',
  'left alone': 'it exists, the spec does not ask for it, and nothing changes it',
  'left running':
    'it is no longer in the spec, and goes on running until it is stopped by hand or named under removed',
  'not listed': 'it lies within manage and is not in the spec; prune decides whether that deletes it',
  'outside manage': 'it does not belong to the spec, which never changes or deletes it',
  'not applied': 'the run stopped before its first write',
  applied: 'everything the plan showed was written, and a second read found no difference',
  'partly applied':
    'some changes were written and others failed or were not tried; a re-run skips what is done',
  refused: 'the apply stopped before its first write; the comment says why',
  superseded: 'a newer commit is on the default branch, and its run applies these changes too',
  'not tried': 'it waits for a change that failed, or the run ended before it',
  'not confirmed': 'it was sent, and no read has shown it yet',
  'written, and not confirmed': 'everything was written, and a second read still differs or failed',
  met: 'the inputs of the job allow what the change needs',
  'not met': 'the inputs of the job do not allow what the change needs, so the apply will be refused',
  high: 'records are lost or falsified, credentials go elsewhere, or access opens wide: it stands in the alert above the plan',
  medium: 'something stops, is refused or gets slower; it is listed right below the alert',
  low: 'it needs no decision, and stands beside its change',
  'as far as compared': 'the risk may be higher, because not everything could be compared',
  copies: 'new records arrived on the target of the flow while it was watched',
  'caught up': 'nothing new came to the source, and all topics end alike on the target',
  'nothing to copy': 'no topic of the source matches, or none of those that do holds a record',
  'does not run': 'the flow is enabled and its connectors do not run, or nothing arrives',
  'runs only partly': 'some topics of the flow are missing on the target, or stay behind',
  'cannot be judged': 'what tells whether the flow runs could not be read',
  drift: 'what is live differs from the spec on the default branch',
};

/** What a word of a comment is: the name of a risk, which has a code, or a sentence. Undefined: no report has such a word. */
export function commentWord(
  written: string,
):
  | { readonly is: 'risk'; readonly code: string }
  | { readonly is: 'word'; readonly what: string }
  | undefined {
  const text = spaced(written);
  const risk = riskNamesOfCodes.find(([name]) => spaced(name) === text)?.[1];
  if (risk !== undefined) return { is: 'risk', code: risk };
  const found = Object.entries(words).find(([word]) => spaced(word) === text)?.[1];
  return found === undefined ? undefined : { is: 'word', what: found };
}

export const knownWords: readonly string[] = [
  ...riskNamesOfCodes.map(([name]) => name),
  ...Object.keys(words),
];

function spaced(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
}
