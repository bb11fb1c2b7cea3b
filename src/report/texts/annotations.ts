import type { Change } from '../../model/change.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { Position } from '../../model/position.ts';
import { keyOf } from '../../model/resource.ts';
import type { Plan, Risk } from '../../plan/plan.ts';
import { locatedPhrase } from '../kinds/words-of.ts';
import { findingPhrase, othersPhrase, worstFirst } from '../plan/findings-list.ts';
import { cut, visible } from '../words/escape.ts';
import { groupFindings } from '../words/finding-groups.ts';
import { phrase, toText } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';

/** A note on a line of a spec file. Field names are those of `@actions/core`; the text is one line. */
export interface Annotation {
  readonly level: Severity;
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
  readonly endColumn?: number;
}

/** GitHub shows ten per type and step, and drops the rest without a word. */
const maxPerType = 10;

/** Findings and the risks of the plan on the lines they come from, worst first. */
export function planAnnotations(plan: Plan): readonly Annotation[] {
  const changes = new Map(plan.changes.map((change) => [keyOf(change.id), change]));
  const risks = plan.risks
    .filter(({ level }) => level !== 'low')
    .map((risk) => {
      const message = phrase`${risk.level}: ${locatedPhrase(risk.id)}: ${prose(risk.consequence)}`;
      return annotation(
        'warning',
        `Risk ${risk.label}`,
        toText(message),
        lineOf(risk, changes.get(keyOf(risk.id))),
      );
    });
  return mostImportant([...findingNotes(plan.findings), ...risks]);
}

/** The line that states the field, where one does: it may be in another file than the topic. */
function lineOf({ field }: Risk, change: Change | undefined): Position | undefined {
  const stated =
    change?.kind === 'topic' && field !== undefined ? change.desired?.positions?.get(field) : undefined;
  return stated ?? change?.provenance.position;
}

/** For a run without a plan. */
export function findingAnnotations(findings: readonly Finding[]): readonly Annotation[] {
  return mostImportant(findingNotes(findings));
}

function findingNotes(findings: readonly Finding[]): readonly Annotation[] {
  return groupFindings(worstFirst(findings)).map((group) => {
    const { severity, code, position } = group.first;
    return annotation(
      severity,
      code,
      toText([...findingPhrase(group.first), ...othersPhrase(group)]),
      position,
    );
  });
}

function mostImportant(all: readonly Annotation[]): readonly Annotation[] {
  const of = (level: Severity) => all.filter((each) => each.level === level).slice(0, maxPerType);
  return [...of('error'), ...of('warning'), ...of('notice')];
}

function annotation(
  level: Severity,
  title: string,
  message: string,
  position: Position | undefined,
): Annotation {
  const text = { level, title: cut(visible(title), 100), message: cut(message, 1000) };
  if (position === undefined) return text;
  const { file, line, column, endColumn } = position;
  const place = { file, startLine: line, startColumn: column };
  return endColumn === undefined ? { ...text, ...place } : { ...text, ...place, endColumn };
}
