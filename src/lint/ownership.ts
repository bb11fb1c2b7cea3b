import { type Breadth, breadthOfGlob, breadthOfPrincipal } from '../model/breadth.ts';
import { findMatching, findOwning } from '../model/matching-patterns.ts';
import { looksLikeRegex } from '../model/pattern-language.ts';
import type { Position } from '../model/position.ts';
import { place } from '../spec/rules/report.ts';
import type { ClusterSpec, NamePattern, TopicOwnership } from '../spec/spec.ts';
import type { LintContext } from './context.ts';

export function lintOwnership(context: LintContext): void {
  for (const cluster of context.spec.clusters.values()) {
    lintScope(cluster, context);
    lintPrincipals(cluster, context);
    lintListedTopics(cluster, context);
    lintRemovedTopics(cluster, context);
  }
  lintRemovedEndpoints(context);
  lintRemovedFlows(context);
}

function lintScope(cluster: ClusterSpec, { report }: LintContext): void {
  const topics = cluster.manage.topics;
  for (const { pattern, position } of topics?.scope ?? []) {
    const breadth = breadthOfGlob(pattern);
    if (breadth === 'some names' || isOtherLanguage(pattern, breadth)) continue;
    const every = topicWords[breadth](cluster.key);
    if (topics?.prune === 'scope') {
      const code = breadth === 'one character given' ? 'scope-matches-all' : 'prune-everything';
      const message = `with prune: scope ${every} that is not listed would be deleted`;
      report.add(code, position, message, 'Name prefixes that are yours, or use prune: removed.');
    } else if (breadth !== 'one character given') {
      const message = `the spec owns ${every}`;
      const hint = 'Name the prefixes that are yours if others use the cluster.';
      report.add('scope-matches-all', position, message, hint);
    }
  }
}

const topicWords: { readonly [B in Exclude<Breadth, 'some names'>]: (cluster: string) => string } = {
  'every name': (cluster) => `every topic of ${cluster}`,
  'names of all sorts': (cluster) => `nearly every topic of ${cluster}`,
  'one character given': (cluster) => `every topic of ${cluster} with that one character in its name`,
};

function lintPrincipals(cluster: ClusterSpec, { report }: LintContext): void {
  for (const { pattern, position } of cluster.manage.acls?.principals ?? []) {
    const breadth = breadthOfPrincipal(pattern);
    if (breadth === 'some names' || isOtherLanguage(pattern, breadth)) continue;
    const hint = 'Name the principals that are yours: User:svc-*.';
    if (breadth === 'one character given') {
      const message = `the spec owns the ACLs of every principal of ${cluster.key} with that one character in its name, and those that it does not list would be revoked`;
      report.add('principals-match-many', position, message, hint);
    } else {
      const every = breadth === 'every name' ? 'every ACL' : 'nearly every ACL';
      const message = `${every} of ${cluster.key} that is not in the spec would be revoked`;
      report.add('principals-match-all', position, message, hint);
    }
  }
}

/** `.*` is said to be a regular expression, which is what there is to correct. */
function isOtherLanguage(pattern: string, breadth: Breadth): boolean {
  return breadth === 'one character given' && looksLikeRegex(pattern.replace(/^User:/, ''));
}

function lintListedTopics(cluster: ClusterSpec, { report }: LintContext): void {
  const ownership = cluster.manage.topics;
  if (ownership === undefined) return;
  for (const topic of cluster.topics.values()) {
    if (isOwned(ownership, topic.name)) continue;
    const message = `${topic.name} is managed because it is listed, but it is outside of manage.topics`;
    report.add(
      'topic-outside-scope',
      topic.position,
      message,
      'Add its name or prefix to manage.topics.scope.',
    );
  }
}

function lintRemovedTopics(cluster: ClusterSpec, { report }: LintContext): void {
  for (const [name, { position }] of cluster.removedTopics) {
    const listed = cluster.topics.get(name);
    if (listed?.protect) {
      const message = `${name} is protected at ${place(listed.position)}`;
      report.add('protected-and-removed', position, message, 'Remove this line, or first the protection.');
    } else if (listed !== undefined) {
      reportBoth(report, name, position, listed.position);
    }
    const ownership = cluster.manage.topics;
    if (ownership !== undefined && isOwned(ownership, name)) continue;
    const message = `${name} cannot be deleted: it is outside of manage.topics`;
    report.add('removed-outside-scope', position, message, 'Add its name or prefix to manage.topics.scope.');
  }
}

function lintRemovedEndpoints({ spec, report }: LintContext): void {
  for (const cluster of spec.clusters.values()) {
    if (cluster.type !== 'external' || cluster.mirror === undefined) continue;
    for (const alias of cluster.aliases.values()) {
      const endpoint = alias.endpoint ?? cluster.mirror.endpoint;
      const removed = spec.removed.endpoints.get(endpoint);
      const declared = alias.endpoint === undefined ? cluster.mirror.position : alias.position;
      if (removed) reportBoth(report, endpoint, removed.position, declared);
    }
  }
}

function lintRemovedFlows({ spec, report }: LintContext): void {
  for (const { flows, removedFlows } of spec.mirrormakers.values()) {
    for (const { source, target, position } of flows) {
      const name = `${source} -> ${target}`;
      const removed = removedFlows.get(name);
      if (removed) reportBoth(report, name, removed.position, position);
    }
  }
}

function reportBoth(
  report: LintContext['report'],
  name: string,
  removed: Position,
  declared: Position,
): void {
  const message = `${name} is also declared at ${place(declared)}`;
  report.add('declared-and-removed', removed, message, 'Keep one of the two.');
}

function isOwned({ scope, exclude }: TopicOwnership, name: string): boolean {
  return findMatching(scope, name) !== undefined && findMatching(exclude, name) === undefined;
}

export function ownsAny(patterns: readonly NamePattern[], principal: string): boolean {
  return findOwning(patterns, principal) !== undefined;
}
