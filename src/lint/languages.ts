import type { StatedResourceType } from '../model/kafka-acl.ts';
import {
  globOfRegex,
  looksLikeGlob,
  looksLikeRegex,
  matchesSomeTopic,
  regexOfGlob,
} from '../model/pattern-language.ts';
import { type AclNameField, aclNameHint } from '../spec/acl-name-hint.ts';
import type { ClusterSpec, NamePattern } from '../spec/spec.ts';
import type { LintContext } from './context.ts';
import { type ServiceFlow, serviceFlows } from './flows.ts';

/** Globs where regular expressions stand, and the other way round: accepted by both, and meant by nobody. */
export function lintLanguages(context: LintContext): void {
  for (const cluster of context.spec.clusters.values()) {
    lintTopicGlobs(cluster, context);
    lintAclNames(cluster, context);
    // Aiven's authorizer reads * and ? in a principal as wildcards.
    for (const { principal, position } of cluster.type === 'aiven' ? cluster.kafkaAcls : []) {
      lintGlob({ pattern: principal, position }, context);
    }
    for (const pattern of cluster.manage.acls?.principals ?? []) {
      lintGlob(pattern, context, {
        tooWide: 'User:*',
        instead: 'Name the principals that are yours: User:svc-*.',
      });
    }
  }
  for (const flow of serviceFlows(context)) {
    for (const pattern of flow.groups) lintGlob(pattern, context);
    lintRegexes(flow, context);
  }
}

function lintTopicGlobs(cluster: ClusterSpec, context: LintContext): void {
  const { report } = context;
  const acls = cluster.aivenAcls.map(({ topic, positions }) => ({
    pattern: topic,
    position: positions.topic,
  }));
  for (const { username, positions } of cluster.aivenAcls) {
    lintGlob({ pattern: username, position: positions.username }, context);
  }
  const { scope = [], exclude = [], prune } = cluster.manage.topics ?? {};
  const pruned =
    prune === 'scope' ? { tooWide: '*', instead: 'Name prefixes that are yours: orders.*.' } : undefined;
  const globs = [...exclude, ...acls].map((glob) => ({ glob, limit: undefined }));
  for (const { glob, limit } of [...scope.map((glob) => ({ glob, limit: pruned })), ...globs]) {
    if (matchesSomeTopic(glob.pattern)) {
      lintGlob(glob, context, limit);
    } else {
      const message = `${glob.pattern} matches no topic: no topic has such a name`;
      report.add(
        'name-pattern',
        glob.position,
        message,
        'Write * for all topics, or the beginning of their names and *.',
      );
    }
  }
}

/** The names of topics are checked as such. */
const anyNameFields: { readonly [T in StatedResourceType]: AclNameField | undefined } = {
  Group: 'group',
  TransactionalId: 'transactional_id',
  Topic: undefined,
  Cluster: undefined,
};

/** Groups and transactional ids may have any name, so one that is an expression is legal. A star in it was refused before. */
function lintAclNames({ kafkaAcls }: ClusterSpec, { report }: LintContext): void {
  for (const { resourceType, resourceName, namePosition, form } of kafkaAcls) {
    const field = anyNameFields[resourceType];
    if (field === undefined || resourceName.includes('*') || !looksLikeRegex(resourceName)) continue;
    const message = `${resourceName} stands where Kafka reads a name, and looks like a regular expression`;
    report.add('glob-is-regex', namePosition, message, aclNameHint(field, resourceName, form && 'map'));
  }
}

/** A glob that another rule refuses at this place, and what to do instead of writing it. */
interface Limit {
  readonly tooWide: string;
  readonly instead: string;
}

function lintGlob({ pattern, position }: NamePattern, { report }: LintContext, limit?: Limit): void {
  if (!looksLikeRegex(pattern)) return;
  const glob = globOfRegex(pattern);
  const message = `${pattern} stands where a glob is read, and looks like a regular expression`;
  const corrected =
    glob === undefined ? 'Write it with * and ?, as several items if need be.' : `Write '${glob}' instead.`;
  const hint = limit !== undefined && glob === limit.tooWide ? limit.instead : corrected;
  report.add('glob-is-regex', position, message, hint);
}

function lintRegexes(flow: ServiceFlow, { locator, report }: LintContext): void {
  for (const list of ['topics', 'topics_exclude'] as const) {
    for (const [index, pattern] of (flow.settings[list] ?? []).entries()) {
      if (!looksLikeGlob(pattern)) continue;
      const path = ['mirrormaker', flow.service, 'flows', `${flow.source} -> ${flow.target}`, list, index];
      const message = `${pattern} stands where a regular expression is read, and looks like a glob: its star repeats the character before it`;
      report.add('regex-is-glob', locator.value(path), message, `Write '${regexOfGlob(pattern)}' instead.`);
    }
  }
}
