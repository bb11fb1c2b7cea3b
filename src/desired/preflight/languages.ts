import { readTopicPattern } from '../../mirrormaker/patterns.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { matchesNamePattern } from '../../model/name-pattern.ts';
import {
  differsAsRegex,
  globOfRegex,
  looksLikeGlob,
  looksLikeRegex,
  regexOfGlob,
} from '../../model/pattern-language.ts';
import { formatPosition } from '../../model/position.ts';
import { someNames } from '../../model/some-names.ts';
import { aclNameHint } from '../../spec/acl-name-hint.ts';
import type { Spec } from '../../spec/spec.ts';
import { type CheckedFlow, type MirrorLogins, viewOf } from '../derived/view.ts';
import { type HeldGlob, heldGlobs } from './held-globs.ts';

/** Patterns that match nothing of what is there, while the same text in the other language does. */
export function languageFindings(
  spec: Spec,
  flows: readonly CheckedFlow[],
  live: Live,
  logins: MirrorLogins,
): readonly Finding[] {
  return [
    ...heldGlobs(spec, live).flatMap(globFindings),
    ...flows.flatMap((flow) => regexFindings(flow, live, logins)),
  ];
}

/** What the spec's text alone shows, without what live names show in better words. */
export function withoutSettled(lints: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const place = ({ code, position }: Finding) => `${code} ${position && formatPosition(position)}`;
  const settled = new Set(found.filter(({ code }) => settledCodes.has(code)).map(place));
  return lints.filter((finding) => !settled.has(place(finding)));
}

const settledCodes: ReadonlySet<string> = new Set([
  'glob-is-regex',
  'regex-is-glob',
  'mirrored-topics-shared',
]);

/** Where names could not be read, it is not known what the text matches in either language, so nothing is reported. */
function globFindings(held: HeldGlob): readonly Finding[] {
  const { pattern, position, cluster, what, names, reads } = held;
  if (names.state === 'unknown' || !differsAsRegex(pattern) || names.value.some(matcherOf(held))) return [];
  const regex = readTopicPattern(pattern);
  const meant = regex.kind === 'not-evaluable' ? [] : names.value.filter((name) => regex.matches(name));
  if (meant.length === 0) return [];
  const isSure = looksLikeRegex(pattern);
  // Topics with a dot before the star are what most mean, and may come later.
  if (!isSure && what === 'topic') return [];
  return [
    {
      code: 'glob-is-regex',
      severity: isSure ? 'error' : 'warning',
      message: `${pattern} matches no ${what} of ${cluster}; as a regular expression it would match ${someNames(meant, 3)}`,
      hint: reads === 'a glob' ? globHint(pattern, meant) : aclNameHint(held.field, pattern, held.spelling),
      position,
    },
  ];
}

function matcherOf({ pattern, reads }: HeldGlob): (name: string) => boolean {
  switch (reads) {
    case 'a glob':
      return (name) => matchesNamePattern(pattern, name);
    case 'a name':
      return (name) => name === pattern;
    case 'a prefix':
      return (name) => name.startsWith(pattern);
  }
}

function globHint(pattern: string, meant: readonly string[]): string {
  const glob = globOfRegex(pattern);
  return glob === undefined || !meant.some((name) => matchesNamePattern(glob, name))
    ? `Write the names, or what they have in common with * and ?: ${someNames(meant, 3)}. A glob is read here.`
    : `Write '${glob}': a glob is read here.`;
}

function regexFindings({ flow, spec }: CheckedFlow, live: Live, logins: MirrorLogins): readonly Finding[] {
  const view = viewOf(flow.sourceCluster, live, logins);
  if (view.state === 'unknown') return [];
  const { names } = view.value;
  return spec.settings.topics.flatMap((pattern, index): Finding[] => {
    const regex = readTopicPattern(pattern);
    if (!looksLikeGlob(pattern) || regex.kind === 'not-evaluable') return [];
    if (names.some((name) => regex.matches(name))) return [];
    const meant = names.filter((name) => matchesNamePattern(pattern, name));
    if (meant.length === 0) return [];
    return [
      {
        code: 'regex-is-glob',
        severity: 'error',
        message: `${pattern} matches no topic of ${flow.source}; as a glob it would match ${someNames(meant, 3)}`,
        hint: `Write '${regexOfGlob(pattern)}': a regular expression is read here.`,
        position: spec.patternPositions.topics?.[index] ?? spec.position,
      },
    ];
  });
}
