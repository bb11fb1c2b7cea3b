import type { Finding } from '../../model/finding.ts';
import { formatPosition } from '../../model/position.ts';
import type { ChangeResult, Outcome } from '../../plan/outcome.ts';
import type { Plan } from '../../plan/plan.ts';
import { placeWord, whyPhrase } from '../changes/change-tables.ts';
import { type PlanLine, type PlanPlace, planPlaces } from '../changes/plan-lines.ts';
import { worstFirst } from '../plan/findings-list.ts';
import { leftOutText } from '../plan/left-out-section.ts';
import { leftRunningPhrases, leftRunningTitle } from '../plan/left-running-section.ts';
import { noLongerStatedPhrases, noLongerStatedTitle } from '../plan/no-longer-stated-section.ts';
import { stepPhrase } from '../plan/plan-sections.ts';
import { notContacted, pendingLines, unreadPhrase } from '../plan/unread-sections.ts';
import { countWords } from '../words/counts.ts';
import { logText } from '../words/escape.ts';
import { type FindingGroup, groupFindings, namesOfOthers } from '../words/finding-groups.ts';
import { headline, riskOf } from '../words/headline.ts';
import { toText } from '../words/phrase.ts';
import { actionSymbols, plural } from '../words/resource-words.ts';
import { nextRunWords } from './next-run.ts';
import { type ResultLine, resultLines } from './result-lines.ts';

/** The whole plan for the run log, nothing left out: one line per change, grouped by place, columns aligned. */
export function planLog(plan: Plan): string {
  const parts = [
    `Kafka plan for ${oneLine(plan.name)}: ${headline(plan)}\nrisk: ${riskOf(plan)}, ${plural(plan.unchanged, 'resource')} unchanged, digest ${plan.digest}`,
    ...section('Left out:', plan.leftOut.length === 0 ? [] : [leftOutText(plan.leftOut)]),
    ...section(
      'Not contacted:',
      notContacted(plan).map(({ place, message }) => `${place}: ${message}`),
    ),
    ...section(
      'Created after the merge where missing:',
      aligned(
        pendingLines(plan.pending).flatMap(({ place, what, fields }) =>
          (fields.length === 0 ? [[]] : fields).map((field, index) => [
            index === 0 ? place : '',
            index === 0 ? toText(what) : '',
            toText(field),
          ]),
        ),
      ),
    ),
    ...section(
      'Could not be read, nothing is planned for it:',
      plan.unread
        .filter(({ reason }) => reason.code !== 'not-contacted')
        .map((each) => toText(unreadPhrase(each))),
    ),
    ...planPlaces(plan).map((place) => placeLog(place, plan)),
    ...section(
      'Risk:',
      aligned(
        plan.risks.map(({ label, level, consequence, gate }) => [
          label,
          level,
          consequence,
          gate === undefined ? '' : `needs: ${gate}`,
        ]),
      ),
    ),
    ...findingsSection(plan.findings),
    ...section(`${leftRunningTitle}:`, leftRunningPhrases(plan.leftRunning).map(toText)),
    ...section(`${noLongerStatedTitle}:`, noLongerStatedPhrases(plan.leftAlone).map(toText)),
    ...section(
      'Order of apply:',
      plan.steps.map((step, index) => `${index + 1}. ${toText(stepPhrase(step))}`),
    ),
  ];
  return logText(parts.join('\n\n'));
}

/** Findings alone, worst first. */
export function findingsLog(findings: readonly Finding[]): string {
  return logText(findingLines(findings).map(oneLine).join('\n'));
}

/** How each change ended, in the order of apply, and what that means for the next run. */
export function outcomeLog(outcome: Outcome): string {
  const count = (state: ChangeResult['state']) =>
    outcome.results.filter((result) => result.state === state).length;
  const lines = resultLines(outcome.results);
  const unconfirmed = count('unconfirmed') === 0 ? '' : `${count('unconfirmed')} not confirmed, `;
  const total = `${count('applied')} applied, ${unconfirmed}${count('failed')} failed, ${count('not-tried')} not tried`;
  const next = count('applied') === outcome.results.length ? [] : [nextRunWords(outcome, 'this job')];
  return logText([...aligned(lines.map(resultCells)), total, ...next].join('\n'));
}

function placeLog(place: PlanPlace, plan: Plan): string {
  const title = `${oneLine(place.name)} (${placeWord(place, plan)}): ${countWords(place.changes)}`;
  return [title, ...aligned(place.lines.flatMap(lineCells)).map((line) => `  ${line}`)].join('\n');
}

function lineCells(line: PlanLine): readonly (readonly string[])[] {
  return line.rows.map((row, index) => {
    const now = toText(row.now);
    const after = toText(row.after);
    const notes = [
      index === 0 ? toText(whyPhrase(line)) : '',
      row.forms.join(', '),
      row.risks.map(({ label }) => label).join(', '),
    ];
    return [
      index === 0 ? actionSymbols[line.action] : ' ',
      index === 0 ? toText(line.what) : '',
      toText(row.field),
      now === '' ? after : `${now} -> ${after === '' ? '(none)' : after}`,
      notes.filter((note) => note !== '').join('; '),
    ];
  });
}

function resultCells({ symbol, what, result }: ResultLine): readonly string[] {
  return [symbol, toText(what), toText(result)];
}

function findingsSection(findings: readonly Finding[]): readonly string[] {
  return section('Findings:', findingLines(findings));
}

function findingLines(findings: readonly Finding[]): readonly string[] {
  return groupFindings(worstFirst(findings)).flatMap(groupLines);
}

const maxNames = 20;

/**
 * `file:line:col: code: message`, and the hint on a line of its own. Warnings and notices say so after the place, as
 * compilers do, so that editors and problem matchers tell them apart.
 */
function groupLines(group: FindingGroup): readonly string[] {
  const { position, severity, code, message, hint } = group.first;
  const where = position === undefined ? '' : `${formatPosition(position)}: `;
  const level = severity === 'error' ? '' : `${severity}: `;
  const names = namesOfOthers(group, maxNames);
  const more = group.others.length > names.length ? ', …' : '';
  return [
    `${where}${level}${code}: ${message}`,
    ...(group.others.length === 0
      ? []
      : [`  and ${group.others.length} more like it: ${names.join(', ')}${more}`]),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    ...group.commands.map((command) => `  ${command}`),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${oneLine(line)}`)].join('\n')];
}

/** Columns as wide as their widest cell, up to 80; the last one is not padded. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const clean = rows.map((row) => row.map(oneLine));
  const widths = (clean[0] ?? []).map((_, column) =>
    Math.min(
      80,
      clean.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
    ),
  );
  return clean.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function oneLine(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '⏎');
}
