import type { LoginQuestions, LoginRights } from '../model/login-rights.ts';
import type { AccessEntry } from './mirror-flow.ts';

/**
 * What to ask brokers about, so that they tell whether these rights are there: names, prefixes as names, and the topics
 * that are known to exist under the prefixes.
 */
export function loginQuestions(entries: readonly AccessEntry[], existing: readonly string[]): LoginQuestions {
  const of = (type: AccessEntry['resourceType']): readonly string[] => [
    ...new Set(entries.filter((entry) => entry.resourceType === type && isName(entry)).map(nameOf)),
  ];
  const under = entries.flatMap((entry) => topicsUnder(entry, existing));
  return { topics: [...new Set([...of('Topic'), ...under])].sort(), groups: of('Group').toSorted() };
}

export interface LoginCheck {
  /** Entries that the login does not have, in the order given; of a prefix also the topics that it lacks them on. */
  readonly lacks: readonly AccessEntry[];
  /** Brokers do not tell: more than Describe on groups, transactional ids. */
  readonly notTold: number;
}

/** Needed rights against what the brokers said. */
export function checkLogin(
  entries: readonly AccessEntry[],
  existing: readonly string[],
  rights: LoginRights,
): LoginCheck {
  const verdicts = entries.map((entry) => ({ entry, answer: answerFor(entry, rights) }));
  return {
    // A right on a name is no right on what starts with it, and a denial may stand under a prefix.
    lacks: verdicts.flatMap(({ entry, answer }) => [
      ...(answer === 'lacks' ? [entry] : []),
      ...topicsUnder(entry, existing)
        .map((name): AccessEntry => ({ ...entry, resourceName: name, patternType: 'LITERAL' }))
        .filter((one) => answerFor(one, rights) === 'lacks'),
    ]),
    notTold: verdicts.filter(({ answer }) => answer === 'not-told').length,
  };
}

/** What the brokers' answers say of one right. */
type RightAnswer = 'has' | 'lacks' | 'not-told';

function answerFor(entry: AccessEntry, rights: LoginRights): RightAnswer {
  switch (entry.resourceType) {
    case 'Topic':
      return asAnswer(rights.topicOperations.get(entry.resourceName)?.has(entry.operation));
    case 'Group': {
      // Read brings Describe, so a group that may not be described may not be read either.
      const described = rights.groups.get(entry.resourceName);
      return described === false || entry.operation === 'Describe' ? asAnswer(described) : 'not-told';
    }
    case 'Cluster':
      // Without Describe on the cluster brokers tell nothing about it.
      if (rights.clusterOperations.size > 0) return asAnswer(rights.clusterOperations.has(entry.operation));
      return entry.operation === 'Describe' ? 'lacks' : 'not-told';
    default:
      return 'not-told';
  }
}

function asAnswer(told: boolean | undefined): RightAnswer {
  if (told === undefined) return 'not-told';
  return told ? 'has' : 'lacks';
}

function topicsUnder(
  { resourceType, patternType, resourceName }: AccessEntry,
  existing: readonly string[],
): readonly string[] {
  if (resourceType !== 'Topic' || patternType !== 'PREFIXED') return [];
  return existing.filter((name) => name.startsWith(resourceName));
}

/** A prefix such as `edge.` is a legal name, and a right on all that starts with it covers it too. */
function isName({ resourceName }: AccessEntry): boolean {
  return resourceName !== '*' && resourceName !== '.' && resourceName !== '..';
}

function nameOf({ resourceName }: AccessEntry): string {
  return resourceName;
}

/** `Read, DescribeConfigs on Topic orders`, `Write on all Topics onprem.*`; one line per resource. */
export function rightsInWords(entries: readonly AccessEntry[]): readonly string[] {
  const operations = new Map<string, string[]>();
  for (const { resourceType, resourceName, patternType, operation } of entries) {
    const resource =
      resourceType === 'Cluster'
        ? 'the cluster'
        : patternType === 'PREFIXED'
          ? `all ${resourceType}s ${resourceName}*`
          : `${resourceType} ${resourceName}`;
    operations.set(resource, [...(operations.get(resource) ?? []), operation]);
  }
  return [...operations].map(([resource, all]) => `${[...new Set(all)].join(', ')} on ${resource}`);
}
