import { type Breadth, breadthOfGlob, breadthOfPrincipal, breadthOfResource } from '../model/breadth.ts';
import type { Position } from '../model/position.ts';
import { place, show } from '../spec/rules/report.ts';
import type { ClusterSpec, KafkaAclSpec } from '../spec/spec.ts';
import type { LintContext } from './context.ts';
import { ownsAny } from './ownership.ts';

export function lintAcls(context: LintContext): void {
  for (const cluster of context.spec.clusters.values()) {
    lintAivenModel(cluster, context);
    lintDuplicates(cluster, context);
    lintOwners(cluster, context);
    for (const acl of cluster.kafkaAcls) {
      if (cluster.type === 'external') lintPrincipal(acl, context);
      lintWidth(acl, context);
    }
    for (const { position, username, topic, permission } of cluster.aivenAcls) {
      const [who, what] = [breadthOfPrincipal(username), breadthOfGlob(topic)];
      if (who === 'some names' || what === 'some names' || permission !== 'admin') continue;
      const message = `${nearly(who, what)}every user is allowed everything on ${nearly(who, what)}every topic`;
      context.report.add('acl-for-everyone', position, message, 'Name the users and topics.');
    }
  }
}

function lintAivenModel(cluster: ClusterSpec, { locator, report }: LintContext): void {
  const path = ['clusters', cluster.key, 'acls', 'aiven'];
  if (cluster.type === 'aiven' || locator.node(path) === undefined) return;
  const message = "Aiven's ACL model exists on Aiven services only";
  report.add('aiven-only', locator.key(path), message, 'Use acls.kafka.');
}

interface Seen {
  readonly position: Position;
  /** What the form says whose part it is. */
  readonly says?: string | undefined;
}

/**
 * An entry that two lines name, or a line and a form. What two forms have in common is no mistake (Describe of a topic that is
 * written and read, the group of two topics), unless they say the same altogether.
 */
function lintDuplicates(cluster: ClusterSpec, { report }: LintContext): void {
  const seen = new Map<string, Seen>();
  const note = (entry: readonly string[], here: Seen, shared: boolean) => {
    const key = JSON.stringify(entry);
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, here);
      return;
    }
    if (shared && here.says !== undefined && earlier.says !== undefined) return;
    const what = entry.filter((part) => part !== '*').join(' ');
    const where = place(earlier.position);
    const message =
      earlier.says === undefined || earlier.says === what
        ? `${what} is already listed at ${where}`
        : `${what} already comes with ${earlier.says} at ${where}`;
    report.add('acl-duplicate', here.position, message, 'Keep one of the two.');
  };
  for (const acl of cluster.kafkaAcls) {
    const { principal, host, resourceType, resourceName, patternType, permission, position, form } = acl;
    const here = { position, says: form?.says };
    for (const operation of acl.operations) {
      note([principal, permission, operation, resourceType, patternType, resourceName, host], here, true);
    }
    if (form !== undefined && resourceType === 'Topic')
      note([principal, form.says, host], { position }, false);
  }
  for (const { username, topic, permission, position, form } of cluster.aivenAcls)
    note([username, permission, topic], { position, says: form && `${form} ${topic}` }, false);
}

function lintOwners(cluster: ClusterSpec, { report, locator }: LintContext): void {
  const owned = cluster.manage.acls?.principals ?? [];
  const entries = [
    ...cluster.kafkaAcls.map(({ principal, position }) => ({ principal, position })),
    ...cluster.aivenAcls.map(({ username, position }) => ({ principal: `User:${username}`, position })),
  ];
  const unowned = entries.filter(({ principal }) => !ownsAny(owned, principal));
  if (unowned.length === 0) return;
  if (cluster.manage.acls === undefined) {
    const message = `the ACLs of ${cluster.key} are added but never removed, because manage.acls is not set`;
    const hint = 'Add manage.acls.principals with the principals that are yours.';
    report.add('acl-principal-not-managed', locator.key(['clusters', cluster.key, 'acls']), message, hint);
    return;
  }
  for (const { principal, position } of unowned) {
    const message = `the ACL of ${principal} is added but never removed, because manage.acls does not own it`;
    const hint =
      breadthOfPrincipal(principal) === 'some names'
        ? `Add ${show(principal)} to manage.acls.principals.`
        : 'Name the principals instead: a spec cannot own the ACLs of everybody, so revoke this one by hand when its line goes.';
    report.add('acl-principal-not-managed', position, message, hint);
  }
}

/**
 * Aiven's authorizer reads wildcards in a principal, Kafka's does not. The star of a wildcard certificate stands for itself,
 * and so may any other where a cluster maps names in its own way.
 */
function lintPrincipal({ principal, position }: KafkaAclSpec, { report }: LintContext): void {
  if (principal === 'User:*' || !/[*?|]|\.\+/.test(principal.replace(/=\*(?=\.)/g, '='))) return;
  const message = `${principal} is read as one whole name: Kafka's own authorizer knows no wildcards in a principal but User:*`;
  report.add(
    'acl-principal-is-pattern',
    position,
    message,
    'Write a line for each principal, with its whole name.',
  );
}

function lintWidth(
  { principal, operations, resourceName, patternType, permission, position }: KafkaAclSpec,
  { report }: LintContext,
): void {
  if (!operations.includes('All')) return;
  const who = breadthOfPrincipal(principal);
  const what = breadthOfResource({ name: resourceName, patternType });
  if (who !== 'some names') {
    const verb = permission === 'ALLOW' ? 'allowed' : 'denied';
    const hint = 'Name the principals and the operations.';
    report.add(
      'acl-for-everyone',
      position,
      `${nearly(who)}every principal is ${verb} everything on ${resourceName}`,
      hint,
    );
  } else if (permission === 'ALLOW' && what !== 'some names') {
    const message = `${principal} is allowed everything on ${nearly(what)}every name`;
    report.add('acl-all-on-all', position, message, 'Name the operations, or a longer prefix.');
  }
}

function nearly(...breadths: readonly Breadth[]): string {
  return breadths.every((breadth) => breadth === 'every name') ? '' : 'nearly ';
}
