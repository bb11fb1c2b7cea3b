import { broughtBy } from '../model/acl-coverage.ts';
import type { AclOperation } from '../model/kafka-acl.ts';
import { formatPosition, type Position } from '../model/position.ts';
import { compareText } from '../model/text-order.ts';
import type { AccessEntry } from './mirror-flow.ts';

/** An entry for one user on one cluster, with every flow that needs it. */
export interface AccessGrant {
  readonly cluster: string;
  readonly principal: string;
  readonly entry: AccessEntry;
  /** Sorted by name, then place. */
  readonly flows: readonly FlowReference[];
}

export interface FlowReference {
  /** `<source> -> <target>` */
  readonly name: string;
  readonly position: Position;
}

/**
 * What several flows need together: no entry twice, and none that another of the same user brings (a prefix over a
 * name, Read over Describe). The flows of a dropped entry are added to the one that stays. Sorted; applying it
 * again changes nothing, and neither does the order of the input.
 */
export function unionOfAccess(grants: readonly AccessGrant[]): readonly AccessGrant[] {
  const merged = mergeEqual(grants);
  const index = new GrantIndex(merged);
  const kept = new Map<AccessGrant, FlowReference[]>();
  for (const grant of merged) {
    const stays = index.strongest(grant);
    kept.set(stays, [...(kept.get(stays) ?? []), ...grant.flows]);
  }
  return [...kept].map(([grant, flows]) => ({ ...grant, flows: distinctFlows(flows) })).sort(byPlace);
}

/** One grant per right; of several rules the first stays. */
function mergeEqual(grants: readonly AccessGrant[]): readonly AccessGrant[] {
  const byRight = new Map<string, AccessGrant>();
  for (const grant of grants) {
    const key = rightOf(grant, grant.entry.operation);
    const other = byRight.get(key);
    if (other === undefined) {
      byRight.set(key, grant);
      continue;
    }
    const entry = compareRules(grant.entry, other.entry) < 0 ? grant.entry : other.entry;
    byRight.set(key, { ...grant, entry, flows: distinctFlows([...other.flows, ...grant.flows]) });
  }
  return [...byRight.values()];
}

/** Finds what brings a right without comparing all with all: there may be an entry per topic. */
class GrantIndex {
  readonly #byRight = new Map<string, AccessGrant>();
  readonly #prefixLengths: readonly number[];

  constructor(grants: readonly AccessGrant[]) {
    const lengths = new Set<number>();
    for (const grant of grants) {
      this.#byRight.set(rightOf(grant, grant.entry.operation), grant);
      if (grant.entry.patternType === 'PREFIXED') lengths.add(grant.entry.resourceName.length);
    }
    this.#prefixLengths = [...lengths].sort((a, b) => a - b);
  }

  /** The widest grant that brings this one; the grant itself if nothing else does. */
  strongest(grant: AccessGrant): AccessGrant {
    const { resourceName: name } = grant.entry;
    const wildcard = { ...grant.entry, resourceName: '*', patternType: 'LITERAL' } as const;
    const prefixes =
      name === '*' && grant.entry.patternType === 'LITERAL'
        ? []
        : this.#prefixLengths
            .filter((length) => length <= name.length)
            .map(
              (length) =>
                ({ ...grant.entry, resourceName: name.slice(0, length), patternType: 'PREFIXED' }) as const,
            );
    for (const entry of [wildcard, ...prefixes, grant.entry]) {
      // Strongest first, so that the answer is itself brought by nothing else.
      for (const operation of [...broughtBy(grant.entry.operation)].reverse()) {
        const found = this.#byRight.get(rightOf({ ...grant, entry }, operation));
        if (found !== undefined) return found;
      }
    }
    return grant;
  }
}

function rightOf({ cluster, principal, entry }: AccessGrant, operation: AclOperation): string {
  return JSON.stringify([
    cluster,
    principal,
    entry.resourceType,
    entry.resourceName,
    entry.patternType,
    operation,
  ]);
}

function distinctFlows(flows: readonly FlowReference[]): readonly FlowReference[] {
  const byPlace = new Map(flows.map((flow) => [`${flow.name} ${formatPosition(flow.position)}`, flow]));
  return [...byPlace].sort(([a], [b]) => compareText(a, b)).map(([, flow]) => flow);
}

/** `S2` before `S10`. */
function compareRules(a: AccessEntry, b: AccessEntry): number {
  return (
    compareText(a.rule.id.charAt(0), b.rule.id.charAt(0)) ||
    Number(a.rule.id.slice(1)) - Number(b.rule.id.slice(1))
  );
}

function byPlace(a: AccessGrant, b: AccessGrant): number {
  return compareText(rightOf(a, a.entry.operation), rightOf(b, b.entry.operation));
}
