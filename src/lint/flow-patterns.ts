import { heartbeatsTopic, isInternalTopic } from '../mirrormaker/names.ts';
import { matchesPattern, readTopicPattern } from '../mirrormaker/patterns.ts';
import { topicFilter } from '../mirrormaker/topic-filter.ts';
import { aivenLimits } from '../model/limits/aiven.ts';
import type { LintContext } from './context.ts';
import { type ServiceFlow, serviceFlows } from './flows.ts';

/** Patterns that do nothing, or not what they seem to do. */
export function lintFlowPatterns(context: LintContext): void {
  for (const flow of serviceFlows(context)) {
    lintTwice(flow, context);
    lintWithoutTopics(flow, context);
    lintExcluded(flow, context);
    lintHeartbeats(flow, context);
    lintConfigExcludes(flow, context);
  }
}

function lintTwice(flow: ServiceFlow, { locator, report }: LintContext): void {
  for (const list of ['topics', 'topics_exclude'] as const) {
    const seen = new Set<string>();
    for (const [index, pattern] of (flow.settings[list] ?? []).entries()) {
      if (seen.has(pattern)) {
        const position = locator.value(pathOf(flow, list, index));
        report.add('pattern-twice', position, `${pattern} stands twice in ${list}`, 'Remove one of the two.');
      }
      seen.add(pattern);
    }
  }
}

/** Patterns with which MirrorMaker 2 mirrors no topic, whatever the source has. */
function lintWithoutTopics(flow: ServiceFlow, { locator, report }: LintContext): void {
  const { topics, topics_exclude: excluded = [] } = flow.settings;
  for (const [index, pattern] of topics.entries()) {
    const why = whyNoTopic(pattern);
    if (why === undefined) continue;
    const position = locator.value(pathOf(flow, 'topics', index));
    report.add(
      'pattern-without-topics',
      position,
      `${pattern} mirrors no topic: ${why}`,
      'Remove the pattern, or correct it.',
    );
  }
  const all = excluded.findIndex((pattern) => /^\.[*+]$/.test(pattern));
  if (all < 0) return;
  const message = `${excluded[all]} in topics_exclude takes every topic, so the flow mirrors none`;
  const hint = 'Exclude fewer topics, or pause the flow with enabled: false.';
  report.add('pattern-without-topics', locator.value(pathOf(flow, 'topics_exclude', all)), message, hint);
}

/** Undefined: some topic may match. */
function whyNoTopic(pattern: string): string | undefined {
  if (isAllInternal(pattern))
    return 'such names are internal to Kafka and MirrorMaker 2, which leaves them out';
  const literal = pattern.replace(/\.[*+]$/, '');
  const isIllegal = !/[\\[\](){}|+*?^$]/.test(literal) && /[^A-Za-z0-9._-]/.test(literal);
  return isIllegal ? 'a topic has only a-z, A-Z, 0-9, dot, underscore and dash in its name' : undefined;
}

/** Every name that the pattern may match is internal. */
function isAllInternal(text: string): boolean {
  const pattern = readTopicPattern(text);
  if (pattern.kind === 'open') return isInternalTopic(`${pattern.head}x`);
  if (pattern.kind !== 'exact') return false;
  const examples = [...pattern.names, ...pattern.prefixes.map((prefix) => `${prefix}x`)];
  return examples.length > 0 && examples.every(isInternalTopic);
}

function lintExcluded(flow: ServiceFlow, { locator, report }: LintContext): void {
  const { include, exclude } = topicFilter(flow);
  const isStated = flow.settings.topics_exclude !== undefined;
  for (const [index] of flow.settings.topics.entries()) {
    const pattern = include[index];
    if (pattern?.kind !== 'exact') continue;
    const excluded = pattern.names.filter(
      (name) => !isInternalTopic(name) && exclude.some((one) => matchesPattern(one, name)),
    );
    if (excluded.length === 0) continue;
    const list = isStated ? 'topics_exclude' : "MirrorMaker 2's default of topics_exclude";
    const are = excluded.length === 1 ? 'is' : 'are';
    const message = `${excluded.join(', ')} ${are} named by topics and excluded by ${list}, which wins`;
    const hint = isStated
      ? 'Remove it from one of the two lists.'
      : `Set topics_exclude to a list that does not match it, or remove it from topics.`;
    report.add('pattern-excluded', locator.value(pathOf(flow, 'topics', index)), message, hint);
  }
}

/** Aiven keeps the list as one comma-separated text. */
function lintConfigExcludes(flow: ServiceFlow, { locator, report }: LintContext): void {
  const text = (flow.settings.config_properties_exclude ?? []).join(',');
  const maxLength = aivenLimits.configPropertiesExclude;
  if (text.length <= maxLength) return;
  const path = [
    'mirrormaker',
    flow.service,
    'flows',
    `${flow.source} -> ${flow.target}`,
    'config_properties_exclude',
  ];
  const message = `config_properties_exclude has ${text.length} characters with its commas, and Aiven takes at most ${maxLength}`;
  report.add(
    'out-of-range',
    locator.key(path),
    message,
    'List fewer configs; a Java regular expression may stand for several.',
  );
}

function lintHeartbeats(flow: ServiceFlow, { locator, report }: LintContext): void {
  for (const [index, pattern] of (flow.settings.topics_exclude ?? []).entries()) {
    if (!matchesPattern(readTopicPattern(pattern), heartbeatsTopic)) continue;
    const message = `${pattern} excludes heartbeats, and MirrorMaker 2 mirrors them all the same`;
    const hint = 'Give its user no right on heartbeats of the source, or let them be mirrored.';
    const position = locator.value(pathOf(flow, 'topics_exclude', index));
    report.add('heartbeats-not-excluded', position, message, hint);
  }
}

function pathOf(flow: ServiceFlow, list: string, index: number): readonly (string | number)[] {
  return ['mirrormaker', flow.service, 'flows', `${flow.source} -> ${flow.target}`, list, index];
}
