import { broughtBy, covers, resourceOf } from './acl-coverage.ts';
import type { AclOperation, KafkaAclId } from './kafka-acl.ts';

/** What entries of one cluster grant together. There may be an entry per topic, so they are looked up, not tried one by one. */
export class AclIndex {
  readonly #allowed = new Map<string, Names>();
  readonly #denials: readonly KafkaAclId[];

  constructor(entries: readonly KafkaAclId[]) {
    this.#denials = entries.filter(({ permission }) => permission === 'DENY');
    for (const entry of entries) {
      if (entry.permission !== 'ALLOW' || entry.host !== '*') continue;
      const key = keyOf(entry.principal, entry.resourceType, entry.operation);
      const names = this.#allowed.get(key) ?? {
        literals: new Set(),
        prefixes: new Set(),
        lengths: new Set(),
      };
      this.#allowed.set(key, names);
      if (entry.patternType === 'LITERAL') names.literals.add(entry.resourceName);
      else {
        names.prefixes.add(entry.resourceName);
        names.lengths.add(entry.resourceName.length);
      }
    }
  }

  /** Whether its principal has all that an entry asks for, from any host: no need for the same entry, and a DENY wins. */
  isGranted(wanted: KafkaAclId): boolean {
    return this.#isAllowed(wanted) && this.denialOf(wanted) === undefined;
  }

  /**
   * A DENY that takes away some of what an entry asks for: on one name under its prefix, for one host, or of an operation
   * that it brings, as Read brings Describe (`StandardAuthorizerData` implies nothing for DENY, and asks for each alone).
   * Undefined: none does.
   */
  denialOf(wanted: KafkaAclId): KafkaAclId | undefined {
    return this.#denials.find(
      (entry) =>
        (entry.principal === wanted.principal || entry.principal === everybody) &&
        entry.resourceType === wanted.resourceType &&
        (entry.operation === 'All' || broughtBy(entry.operation).includes(wanted.operation)) &&
        (covers(resourceOf(entry), resourceOf(wanted)) || covers(resourceOf(wanted), resourceOf(entry))),
    );
  }

  #isAllowed({ principal, resourceType, operation, resourceName, patternType }: KafkaAclId): boolean {
    return [principal, everybody].some((who) =>
      broughtBy(operation).some((by) => {
        const names = this.#allowed.get(keyOf(who, resourceType, by));
        if (names === undefined) return false;
        if (names.literals.has('*')) return true;
        if (patternType === 'LITERAL' && names.literals.has(resourceName)) return true;
        // No prefix covers all names.
        if (patternType === 'LITERAL' && resourceName === '*') return false;
        return [...names.lengths].some((length) => names.prefixes.has(resourceName.slice(0, length)));
      }),
    );
  }
}

interface Names {
  readonly literals: Set<string>;
  readonly prefixes: Set<string>;
  readonly lengths: Set<number>;
}

const everybody = 'User:*';

function keyOf(principal: string, resourceType: string, operation: AclOperation): string {
  return JSON.stringify([principal, resourceType, operation]);
}
