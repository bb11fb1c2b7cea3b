import {
  globOfRegex,
  looksLikeGlob,
  looksLikeRegex,
  matchesSomeTopic,
  regexOfGlob,
} from '../model/pattern-language.ts';
import type { ClusterSpec, NamePattern } from '../spec/spec.ts';
import type { LintContext } from './context.ts';
import { type ServiceFlow, serviceFlows } from './flows.ts';

/** Globs where regular expressions stand, and the other way round: accepted by both, and meant by nobody. */
export function lintLanguages(context: LintContext): void {
  for (const cluster of context.spec.clusters.values()) {
    lintTopicGlobs(cluster, context);
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
  const { locator, report } = context;
  const acls = cluster.aivenAcls.map(({ topic }, index) => ({
    pattern: topic,
    position: locator.value(['clusters', cluster.key, 'acls', 'aiven', index, 'topic']),
  }));
  const users = cluster.aivenAcls.map(({ username }, index) => ({
    pattern: username,
    position: locator.value(['clusters', cluster.key, 'acls', 'aiven', index, 'username']),
  }));
  for (const user of users) lintGlob(user, context);
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
