import { readTopicPattern } from '../../mirrormaker/patterns.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { matchesNamePattern } from '../../model/name-pattern.ts';
import { globOfRegex, looksLikeGlob, looksLikeRegex, regexOfGlob } from '../../model/pattern-language.ts';
import type { ClusterSpec, Spec } from '../../spec/spec.ts';
import { type CheckedFlow, type MirrorLogins, viewOf } from './view.ts';

/** Patterns that match nothing of what is there, while the same text in the other language does. */
export function languageFindings(
  spec: Spec,
  flows: readonly CheckedFlow[],
  live: Live,
  logins: MirrorLogins,
): readonly Finding[] {
  return [
    ...[...spec.clusters.values()].flatMap((cluster) => globFindings(cluster, live)),
    ...flows.flatMap((flow) => regexFindings(flow, live, logins)),
  ];
}

function globFindings(cluster: ClusterSpec, live: Live): readonly Finding[] {
  const reading = live.clusters.get(cluster.key);
  const { scope = [], exclude = [] } = cluster.manage.topics ?? {};
  const topics = reading?.topicNames.state === 'known' ? reading.topicNames.value : [];
  const acls = reading?.kafkaAcls.state === 'known' ? reading.kafkaAcls.value : [];
  const principals = [...new Set(acls.map(({ id }) => id.principal))];
  const there = [
    ...[...scope, ...exclude].map((glob) => ({ ...glob, names: [...topics, ...cluster.topics.keys()] })),
    ...(cluster.manage.acls?.principals ?? []).map((glob) => ({ ...glob, names: principals })),
    ...cluster.aivenAcls.map(({ topic, position }) => ({ pattern: topic, position, names: topics })),
  ];
  return there.flatMap(({ pattern, position, names }): Finding[] => {
    if (!looksLikeRegex(pattern) || names.some((name) => matchesNamePattern(pattern, name))) return [];
    const regex = readTopicPattern(pattern);
    const meant = regex.kind === 'not-evaluable' ? [] : names.filter((name) => regex.matches(name));
    if (meant.length === 0) return [];
    return [
      {
        code: 'glob-is-regex',
        severity: 'error',
        message: `${pattern} matches nothing on ${cluster.key}; as a regular expression it would match ${some(meant)}`,
        hint: `Write '${globOfRegex(pattern) ?? '*'}': a glob is read here.`,
        position,
      },
    ];
  });
}

function regexFindings({ flow, spec }: CheckedFlow, live: Live, logins: MirrorLogins): readonly Finding[] {
  const view = viewOf(flow.sourceCluster, live, logins);
  if (view.state === 'unknown') return [];
  const { names } = view.value;
  return spec.settings.topics.flatMap((pattern): Finding[] => {
    const regex = readTopicPattern(pattern);
    if (!looksLikeGlob(pattern) || regex.kind === 'not-evaluable') return [];
    if (names.some((name) => regex.matches(name))) return [];
    const meant = names.filter((name) => matchesNamePattern(pattern, name));
    if (meant.length === 0) return [];
    return [
      {
        code: 'regex-is-glob',
        severity: 'error',
        message: `${pattern} matches no topic of ${flow.source}; as a glob it would match ${some(meant)}`,
        hint: `Write '${regexOfGlob(pattern)}': a regular expression is read here.`,
        position: spec.position,
      },
    ];
  });
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
