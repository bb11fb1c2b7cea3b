import type { FlowLogin, FlowPreflight } from '../../model/flow-preflight.ts';
import type { Plan } from '../../plan/plan.ts';
import { details } from '../words/markdown-table.ts';
import { code, joined, listed, type Phrase, phrase, toHtml, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { plural } from '../words/resource-words.ts';

/** Names that are shown at once; the rest is folded. */
const maxShownNames = 5;
/** Names in the folded list; plan.json has all. */
const maxFoldedNames = 200;

/** What each flow copies today, and how MirrorMaker 2's own login fares. `limit` bounds the flows. Undefined: there are none. */
export function flowsSection(plan: Plan, limit: number): string | undefined {
  if (plan.flows.length === 0 || limit === 0) return undefined;
  const shown = plan.flows.slice(0, limit);
  const firsts = new Map(shown.toReversed().map((flow) => [flow.service, flow]));
  const lines = shown.map((flow) => flowLines(flow, firsts.get(flow.service) === flow));
  const more = plan.flows.length - lines.length;
  if (more > 0) lines.push(`- and ${plural(more, 'more flow')} in the full plan`);
  const folded = plan.flows.slice(0, limit).flatMap((flow) => allNames(flow) ?? []);
  return ['### What the flows mirror', lines.join('\n'), ...folded].join('\n\n');
}

/** What is wrong with flows, one line each; undefined: nothing is, or it is said of a cluster as a whole. */
export function flowProblems(plan: Plan, limit: number): string | undefined {
  const lines = plan.flows.flatMap((flow) =>
    [...patternProblems(flow), ...flow.logins.filter(isProblem).map(loginPhrase)].map(
      (words) => `- ${toMarkdown(phrase`${flowName(flow)}: ${words}`)}`,
    ),
  );
  if (lines.length === 0 || limit === 0) return undefined;
  const shown = lines.slice(0, limit);
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`- and ${more} more like these in the full plan`] : [])].join('\n');
}

/** What was not contacted is the first line of the comment. */
function isProblem({ state, lacks, grantedByPlan, takenByPlan }: FlowLogin): boolean {
  if (state === 'accepted') return takenByPlan.length > 0 || (lacks.length > 0 && !grantedByPlan);
  return state === 'refused' || state === 'unknown';
}

function patternProblems({ notEvaluable }: FlowPreflight): readonly Phrase[] {
  return notEvaluable.map(
    ({ pattern, because }) => phrase`⚠️ ${pattern} cannot be evaluated here: ${prose(because)}`,
  );
}

/** What the service has set is said once, with its first flow. */
function flowLines(flow: FlowPreflight, isFirst: boolean): string {
  const head = phrase`${flowName(flow)}${flow.enabled ? [] : [' (disabled)']}: ${matchesPhrase(flow)}`;
  const settings = isFirst ? settingsPhrases(flow) : [];
  const rest = [...patternProblems(flow), ...flow.logins.map(loginPhrase), ...settings];
  return [`- ${toMarkdown(head)}`, ...rest.map((words) => `  - ${toMarkdown(words)}`)].join('\n');
}

/** settings of mm2 that its flows depend on: `offset_lag_max: 7` (live) */
function settingsPhrases({ service, serviceSettings = [] }: FlowPreflight): readonly Phrase[] {
  if (serviceSettings.length === 0) return [];
  const each = serviceSettings.map(
    ({ name, value, basis }) =>
      phrase`${`${name}: ${value}`}${[basis === 'live' ? ' (live)' : ' (as the spec states)']}`,
  );
  return [phrase`settings of ${service} that its flows depend on: ${joined(each, ', ')}`];
}

/** 3 topics, 7 partitions: `a`, `b` and 1 more */
function matchesPhrase({ matches, notEvaluable }: FlowPreflight): Phrase {
  if (matches.state === 'unknown') {
    // Why is said once, above the tables.
    return matches.code === 'not-contacted'
      ? ['⚠️ not contacted, so it is unknown what matches']
      : phrase`⚠️ unknown what matches: ${prose(matches.message)}`;
  }
  const { topics, partitions, doubtful, seenBy } = matches.value;
  const least = notEvaluable.length > 0 ? 'at least ' : '';
  const counts = [
    `${least}${plural(topics.length, 'topic')}`,
    ...(topics.length === 0
      ? []
      : [partitions === undefined ? 'partitions unknown' : plural(partitions, 'partition')]),
  ].join(', ');
  const names: Phrase =
    topics.length === 0
      ? []
      : phrase`: ${listed(
          topics.map(({ name }) => name),
          maxShownNames,
        )}`;
  const view: Phrase = seenBy === 'mirror' ? [', as the login of MirrorMaker 2 sees them'] : [];
  const doubt: Phrase =
    doubtful.length === 0
      ? []
      : phrase`; ${doubtful.length} may be excluded: ${listed(doubtful, maxShownNames)}`;
  return [counts, ...view, ...names, ...doubt];
}

/** Every topic with its name on the target, where the line above could not hold them. */
function allNames(flow: FlowPreflight): string | undefined {
  if (flow.matches.state === 'unknown') return undefined;
  const { topics } = flow.matches.value;
  if (topics.length <= maxShownNames) return undefined;
  const lines = topics.slice(0, maxFoldedNames).map(({ name, remote, partitions, onTarget }) => {
    const count: Phrase = partitions === undefined ? [] : [` (${plural(partitions, 'partition')})`];
    return `- ${toMarkdown(phrase`${name}${count} → ${remote}${[targetWords[onTarget]]}`)}`;
  });
  if (topics.length > maxFoldedNames) {
    lines.push(`- and ${plural(topics.length - maxFoldedNames, 'more topic')} in plan.json`);
  }
  return details(toHtml(phrase`All topics of ${flowName(flow)} (${topics.length})`), lines.join('\n'));
}

const targetWords = { new: ', new', exists: '', unknown: '' } as const;

function loginPhrase(login: FlowLogin): Phrase {
  const { cluster, endpoint, state, message, needed, lacks, grantedByPlan, takenByPlan } = login;
  const subject = phrase`login of ${endpoint} to ${cluster}`;
  if (state === 'refused') return phrase`❌ ${subject}: refused: ${prose(message)}`;
  if (state === 'not-contacted') return phrase`⚠️ ${subject}: not contacted`;
  if (state === 'unknown') return phrase`⚠️ ${subject}: unknown: ${prose(message)}`;
  if (takenByPlan.length > 0)
    return phrase`⚠️ ${subject}: accepted, and this plan takes away ${someRights(takenByPlan)}`;
  if (needed === 0) return phrase`${subject}: accepted`;
  if (lacks.length === 0) return phrase`${subject}: accepted; it has every right that the brokers report`;
  return grantedByPlan
    ? phrase`${subject}: accepted; ${[`this plan grants ${lacks.length} more ${lacks.length === 1 ? 'right' : 'rights'}`]}`
    : phrase`⚠️ ${subject}: accepted, but it lacks ${someRights(lacks)}`;
}

function someRights(rights: readonly string[]): Phrase {
  const shown = joined(
    rights.slice(0, maxShownNames).map((right) => [code(right)]),
    '; ',
  );
  return phrase`${shown}${[rights.length > maxShownNames ? ` and ${rights.length - maxShownNames} more` : '']}`;
}

function flowName({ source, target }: FlowPreflight): string {
  return `${source} -> ${target}`;
}
