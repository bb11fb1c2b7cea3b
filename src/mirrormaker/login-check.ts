import type { LoginQuestions, LoginRights } from '../model/login-rights.ts';
import type { AccessEntry } from './mirror-flow.ts';

/** What to ask brokers about, so that they tell whether these rights are there: names, and prefixes as names. */
export function loginQuestions(entries: readonly AccessEntry[]): LoginQuestions {
  const of = (type: AccessEntry['resourceType']): readonly string[] => [
    ...new Set(entries.filter((entry) => entry.resourceType === type && isName(entry)).map(nameOf)),
  ];
  return { topics: of('Topic').toSorted(), groups: of('Group').toSorted() };
}

export interface LoginCheck {
  /** Entries that the login does not have, in the order given. */
  readonly lacks: readonly AccessEntry[];
  /** Brokers do not tell: more than Describe on groups, transactional ids. */
  readonly notTold: number;
}

/** Needed rights against what the brokers said. */
export function checkLogin(entries: readonly AccessEntry[], rights: LoginRights): LoginCheck {
  const verdicts = entries.map((entry) => ({ entry, has: hasRight(entry, rights) }));
  return {
    lacks: verdicts.filter(({ has }) => has === false).map(({ entry }) => entry),
    notTold: verdicts.filter(({ has }) => has === undefined).length,
  };
}

/** Undefined: the answers do not tell. */
function hasRight(entry: AccessEntry, rights: LoginRights): boolean | undefined {
  switch (entry.resourceType) {
    case 'Topic':
      return rights.topicOperations.get(entry.resourceName)?.has(entry.operation);
    case 'Group': {
      // Read brings Describe, so a group that may not be described may not be read either.
      const described = rights.groups.get(entry.resourceName);
      return described === false || entry.operation === 'Describe' ? described : undefined;
    }
    case 'Cluster':
      // Without Describe on the cluster brokers tell nothing about it.
      if (rights.clusterOperations.size > 0) return rights.clusterOperations.has(entry.operation);
      return entry.operation === 'Describe' ? false : undefined;
    default:
      return undefined;
  }
}

/** A prefix such as `edge.` is a legal name, and a right on all that starts with it covers it too. */
function isName({ resourceName }: AccessEntry): boolean {
  return resourceName !== '*' && resourceName !== '.' && resourceName !== '..';
}

function nameOf({ resourceName }: AccessEntry): string {
  return resourceName;
}

/** `Read, DescribeConfigs on Topic orders`, `Write on Topics onprem.*`; one line per resource. */
export function rightsInWords(entries: readonly AccessEntry[]): readonly string[] {
  const operations = new Map<string, string[]>();
  for (const { resourceType, resourceName, patternType, operation } of entries) {
    const resource =
      resourceType === 'Cluster'
        ? 'the cluster'
        : patternType === 'PREFIXED'
          ? `${resourceType}s ${resourceName}*`
          : `${resourceType} ${resourceName}`;
    operations.set(resource, [...(operations.get(resource) ?? []), operation]);
  }
  return [...operations].map(([resource, all]) => `${[...new Set(all)].join(', ')} on ${resource}`);
}
