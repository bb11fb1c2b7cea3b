import { type FirstSeen, firstSeenText } from '../../model/first-seen.ts';
import { nameOf, placeOf, placeTypeOf } from '../../model/resource.ts';
import { brokenFlows, type Drift, differencesIn } from '../../plan/drift.ts';
import type { Plan } from '../../plan/plan.ts';
import type { AdoptionReport } from '../adopt/adoption-report.ts';
import { doorsSection } from '../adopt/doors-section.ts';
import { type PendingApply, pendingApplyPart } from '../adopt/pending-apply.ts';
import { type Changers, whoSection } from '../adopt/who-section.ts';
import { symbol, whyPhrase } from '../changes/change-tables.ts';
import { dangerRank, type PlanLine, planPlaces } from '../changes/plan-lines.ts';
import { kindWord, wherePhrase } from '../kinds/words-of.ts';
import { findingsList } from '../plan/findings-list.ts';
import { leftOutNotice } from '../plan/left-out-section.ts';
import { commentBudget, firstThatFits } from '../words/budget.ts';
import { codeSpan } from '../words/escape.ts';
import { brokenWords, flowList } from '../words/flow-verdict-line.ts';
import { failedReads } from '../words/headline.ts';
import { lineBreak, markdownTable } from '../words/markdown-table.ts';
import { markerLine } from '../words/marker.ts';
import { code, listed, type Phrase, phrase, toCell, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { formatTime, type Link, linkMarkdown, refPhrase } from '../words/report-context.ts';
import { plural } from '../words/resource-words.ts';
import { riskName, riskSigns, sameWords } from '../words/risk-words.ts';

export interface DriftContext {
  /** The last check. */
  readonly run: Link;
  /** The difference was found by an apply, after its writes, and not by a drift check. */
  readonly afterApply?: true;
  /** Whether an apply of this commit may be about to do what differs; left out: it is recorded as done. */
  readonly pendingApply?: PendingApply;
  readonly checkedAt: Date;
  readonly spec: { readonly branch: string; readonly sha: string };
  /** The workflow to run by hand. */
  readonly workflow: Link;
  /** Where the pull request is that keeps what is live, once there is one. */
  readonly pullRequest: Link;
  /** First check of this series that found a difference. */
  readonly firstSeen: Date;
  /** Checks in a row that found a difference. */
  readonly seen: number;
  /** For each flow that does not run, by `flowKey`: a time at which it was seen so already. */
  readonly since: FirstSeen;
}

export interface DriftIssue {
  readonly title: string;
  readonly body: string;
}

/** The one issue of a spec while reality differs from it. `drift.plan` is what an apply would change back. */
export function driftIssue({
  drift,
  adoption,
  changers,
  context,
}: {
  readonly drift: Drift;
  /** What a spec can take over of it; left out: it was not looked at, as after an apply. */
  readonly adoption?: AdoptionReport | undefined;
  /** Left out: nobody was asked. */
  readonly changers?: Changers | undefined;
  readonly context: DriftContext;
}): DriftIssue {
  const body = firstThatFits(
    [1000, 300, 100, 20, 0],
    (limit) => driftBody(drift, { adoption, changers }, context, limit),
    commentBudget,
  );
  return { title: driftTitle(drift.plan.name, differencesIn(drift)), body };
}

function driftTitle(name: string, differences: number): string {
  const shown = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$/.test(name) ? name : codeSpan(name);
  return `Kafka drift: ${shown} (${plural(differences, 'difference')})`;
}

/** The comment with which the issue is closed. */
export function driftClosingComment(context: { readonly run: Link; readonly checkedAt: Date }): string {
  return `✅ No difference any more in the check of ${formatTime(context.checkedAt)} (${linkMarkdown(context.run)}). This issue opens again if one comes back.`;
}

function driftBody(
  drift: Drift,
  {
    adoption,
    changers,
  }: { readonly adoption: AdoptionReport | undefined; readonly changers: Changers | undefined },
  context: DriftContext,
  limit: number,
): string {
  const { plan } = drift;
  const marker = markerLine({
    kind: 'drift',
    id: plan.name,
    fields: {
      digest: plan.digest,
      first: context.firstSeen.toISOString(),
      seen: context.seen,
      ...(Object.keys(context.since).length === 0 ? {} : { since: firstSeenText(context.since) }),
    },
  });
  const again = context.seen === 1 ? 'seen in 1 check' : `seen in ${context.seen} checks in a row`;
  const parts = [
    `${marker}\n${verdictAlert(drift)}`,
    `First seen ${formatTime(context.firstSeen)}, ${again} · spec ${toMarkdown(refPhrase(context.spec))}`,
    plan.changes.length === 0 || context.pendingApply === undefined
      ? undefined
      : pendingApplyPart(context.pendingApply, context),
    flowsPart(drift, context.since, limit),
    plan.changes.length === 0 ? undefined : differences(plan, limit),
    lastingPart(drift, limit),
    changers && whoSection(changers, limit),
    unread(plan),
    leftRunning(plan, Math.min(limit, 50)),
    doorsSection({ drift, adoption, context, limit }),
    'This issue is closed automatically when a check finds no difference.',
    `---\n📝 ${context.afterApply ? 'Read again after an apply' : 'Last check'}: ${linkMarkdown(context.run)}, ${formatTime(context.checkedAt)}`,
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/** What differs and what an apply would make of it, before anything else. */
function verdictAlert(drift: Drift): string {
  const { plan } = drift;
  const leftOut = leftOutNotice(plan.leftOut, 'a drift check');
  const isUrgent =
    brokenFlows(drift).length > 0 ||
    drift.lasting.some(({ severity }) => severity === 'error') ||
    plan.risks.some(({ level }) => level === 'high');
  return [
    `> [!${isUrgent ? 'CAUTION' : 'WARNING'}]`,
    ...(leftOut === undefined ? [] : [`> ${leftOut}`, '>']),
    `> ${verdictWords(drift)}`,
  ].join('\n');
}

function verdictWords(drift: Drift): string {
  const { plan, lasting, flows } = drift;
  const all = differencesIn(drift);
  const where = plural(planPlaces(plan).length, 'place');
  const broken = brokenWords(flows);
  const loss = lossWords(plan);
  if (plan.changes.length === all)
    return `**${plural(all, 'difference')} in ${where}.** An apply would put the spec back${loss}.`;
  const sentences = [
    ...(plan.changes.length === 0
      ? []
      : [`An apply would undo ${plan.changes.length} of them, in ${where}${loss}.`]),
    ...(lasting.length === 0 ? [] : [`No apply undoes ${lasting.length} of them.`]),
    ...(broken === '' ? [] : [`${broken.charAt(0).toUpperCase()}${broken.slice(1)}.`]),
  ];
  return `**${plural(all, 'difference')}.** ${sentences.join(' ')}`;
}

function lossWords({ risks }: Plan): string {
  const loss = risks.filter(({ concerns }) => concerns === 'records');
  if (loss.some(({ code: risk }) => risk === 'data-loss')) return ' and **delete data**';
  return loss.length > 0 ? ', and records **may be lost or mixed**' : '';
}

function flowsPart(drift: Drift, since: FirstSeen, limit: number): string | undefined {
  const broken = brokenFlows(drift);
  if (broken.length === 0) return undefined;
  const doubtful = drift.flows.filter((flow) => flow.state === 'cannot-tell');
  const shown = flowList([...broken, ...doubtful], { since, limit: Math.max(limit, 5) });
  return `### Flows that should run and do not\n\n${shown.join('\n')}`;
}

function lastingPart({ lasting }: Drift, limit: number): string | undefined {
  if (lasting.length === 0) return undefined;
  return `### What no apply undoes\n\n${findingsList(lasting, { limit: Math.max(5, Math.min(limit, 100)) })}`;
}

/** Spec before live, because the issue asks which of the two is right. Worst first, each with what an apply of it would mean. */
function differences(plan: Plan, limit: number): string | undefined {
  const lines = planPlaces(plan)
    .flatMap((place) => place.lines)
    .toSorted((a, b) => dangerRank(a) - dangerRank(b));
  if (limit === 0) return `${plural(lines.length, 'line')} are in the job summary of the check.`;
  const said = new Set<string>();
  const rows = lines.slice(0, limit).flatMap((line) =>
    line.rows.map((row, index) => {
      const first = index === 0;
      return [
        first ? resourceCell(line, said) : '',
        line.action === 'delete' ? 'absent' : [toCell(namePhrase(row.field)), valueCell(row.after)].join(''),
        line.action === 'create' ? 'absent' : valueCell(row.now),
      ];
    }),
  );
  const more =
    lines.length > limit
      ? `\n\n${plural(lines.length - limit, 'more line')} in the job summary of the check.`
      : '';
  return `${markdownTable(['Resource, and what an apply does', 'Spec', 'Live'], rows)}${more}\n\n<sub>\`+\` creates · \`~\` changes · \`±\` replaces · \`-\` deletes</sub>`;
}

/** `said`: the sentences of the rows above, which are not said again. */
function resourceCell(line: PlanLine, said: Set<string>): string {
  const why = whyPhrase(line);
  const what = `${symbol(line)} ${toCell([...line.what, ...wherePhrase(line.id)])}`;
  const groups = Map.groupBy(line.risks, sameWords);
  const risks = [...groups].flatMap(([key, [risk]]) => {
    if (risk === undefined) return [];
    const name = `${riskSigns[risk.level]}**${toCell(riskName(risk))}**`;
    if (said.has(key)) return [name];
    said.add(key);
    const needs = risk.gate === undefined ? [] : phrase`. Needs ${prose(risk.gate)}`;
    return [`${name}: ${toCell([...prose(risk.consequence, 300), ...needs])}`];
  });
  return [what, ...(why.length === 0 ? [] : [`<sub>${toCell(why)}</sub>`]), ...risks].join(lineBreak);
}

function namePhrase(field: Phrase): Phrase {
  return field.length === 0 ? [] : [...field, ' '];
}

function valueCell(value: Phrase): string {
  return value.length === 0 ? '(none)' : toCell(value);
}

function unread(plan: Plan): string | undefined {
  const places = [...new Set(failedReads(plan).map(({ place }) => place))];
  if (places.length === 0) return undefined;
  return `⚠️ Not everything could be read: ${toMarkdown(listed(places, 10))}. There may be more differences.`;
}

/** Runs and is not in the spec. It opens no issue and fails no check: a reviewer decided it, or somebody else made it. */
function leftRunning(plan: Plan, limit: number): string | undefined {
  const there = plan.leftAlone
    .filter(({ why }) => why === 'not-listed')
    .map(({ id }) => id)
    .filter(({ kind }) => placeTypeOf(kind) === 'mirrormaker')
    .map((id) => ({ kind: id.kind, place: placeOf(id), name: nameOf(id) }));
  const all = new Map([...there, ...plan.leftNames].map((each) => [JSON.stringify(each), each]));
  const { leftUnnamed: unnamed } = plan;
  if (all.size + unnamed === 0) return undefined;
  const groups = Map.groupBy(all.values(), ({ kind, place }) => JSON.stringify([kind, place]));
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = listed(
      group.map(({ name }) => name),
      10,
    );
    return [
      `- ${kindWord(first.kind, group.length)} ${toMarkdown(names)} (${toMarkdown([code(first.place)])})`,
    ];
  });
  const shown = lines.slice(0, Math.max(limit, 1));
  const more = lines.length > shown.length ? [`- ${plural(lines.length - shown.length, 'more line')}`] : [];
  const cut =
    unnamed === 0
      ? []
      : [
          `- ${unnamed} more that earlier changes left: the record of an apply had no room for their names, and some may be gone since`,
        ];
  return `### Not in the spec and left running\n\n${[...(all.size === 0 ? [] : shown), ...more, ...cut].join('\n')}`;
}
