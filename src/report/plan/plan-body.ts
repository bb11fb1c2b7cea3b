import { keyOf } from '../../model/resource.ts';
import type { Plan, Risk } from '../../plan/plan.ts';
import { failedReads, riskWords } from '../words/headline.ts';
import { humanSize } from '../words/human-values.ts';
import { code, listed, type Phrase, phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { type ReportContext, refPhrase, shortSha } from '../words/report-context.ts';
import { plural } from '../words/resource-words.ts';
import { dangerTable, placeHeading, placeSection, shortPlaceSection } from './change-tables.ts';
import { destructiveList } from './destructive-list.ts';
import { findingsList } from './findings-list.ts';
import { flowsSection } from './flows-section.ts';
import { leftOutNotice } from './left-out-section.ts';
import { leftRunningSection } from './left-running-section.ts';
import { noLongerStatedSection } from './no-longer-stated-section.ts';
import { dangerRank, harmlessRank, type PlanLine, type PlanPlace, planPlaces } from './plan-lines.ts';
import {
  leftAloneSection,
  orderSection,
  riskSubjects,
  riskTable,
  sameWords,
  whySection,
} from './plan-sections.ts';
import { topologyDiagram } from './topology-diagram.ts';
import { notContacted, pendingSection, unreadSection } from './unread-sections.ts';

/**
 * From everything to the least that still tells what is dangerous. Of the last kind `limit` bounds every list,
 * and `room` the characters for the names of what is deleted or replaced.
 */
export type Detail =
  | { readonly level: 0 | 1 | 2 }
  | { readonly level: 3; readonly limit: number; readonly room: number };

/** Tried in order until the text fits. The last one always does. */
export const detailLadder: readonly Detail[] = [
  { level: 0 },
  { level: 1 },
  { level: 2 },
  ...[400, 100, 50, 20, 5, 0].map((limit) => ({ level: 3, limit, room: 50_000 }) as const),
  ...[30_000, 10_000, 0].map((room) => ({ level: 3, limit: 0, room }) as const),
];

/** Everything between the title and the footer. */
export function planBody(plan: Plan, context: ReportContext, detail: Detail): string {
  const places = planPlaces(plan);
  const limit = detail.level === 3 ? detail.limit : detail.level === 2 ? 100 : Number.POSITIVE_INFINITY;
  const small = Math.min(limit, 20);
  const counts = countsLine(plan, context, places);
  const sections = [
    ...(plan.leftOut.length === 0 ? [counts] : [alert(plan), counts]),
    detail.level === 0 ? undefined : shortened(context),
    plan.leftOut.length === 0 ? alert(plan) : undefined,
    pendingSection(plan, limit),
    unreadSection(plan, Math.min(limit, 50)),
    detail.level < 2 ? diagram(plan) : undefined,
    detail.level < 3 ? flowsSection(plan, Math.min(limit, 30)) : undefined,
    ...changes(plan, places, detail),
    leftRunningSection(plan.leftRunning, Math.min(limit, 50)),
    noLongerStatedSection(plan.leftAlone, Math.min(limit, 50)),
    riskTable(plan.risks, Math.min(limit, 100)),
    findings(plan, context, detail.level === 0 ? 50 : small),
    detail.level === 0 ? whySection(plan) : undefined,
    detail.level === 0 ? orderSection(plan) : undefined,
    detail.level === 0 ? leftAloneSection(plan) : undefined,
  ];
  return sections.filter((section) => section !== undefined && section !== '').join('\n\n');
}

function changes(plan: Plan, places: readonly PlanPlace[], detail: Detail): readonly (string | undefined)[] {
  switch (detail.level) {
    case 0:
    case 1:
      return places.map((place) => placeSection(place, plan));
    case 2:
      return places.map((place) => shortPlaceSection(place, plan));
    case 3: {
      const shown = places
        .slice(0, detail.limit)
        .map((place) => placeHeading(place, plan).replace('### ', '- '));
      const more = places.length - shown.length;
      const counts = more > 0 ? [...shown, `- and ${plural(more, 'more place')}`] : shown;
      return [
        destructiveList(plan, detail.room),
        dangerTable(places.flatMap(({ lines }) => lines).filter(needsLook), detail.limit),
        `### Changes\n\n${counts.join('\n')}`,
      ];
    }
  }
}

/** What the shortest form of the plan still lists by line; deletions have a list of their own there. */
function needsLook(line: PlanLine): boolean {
  return line.action !== 'delete' && line.action !== 'replace' && dangerRank(line) < harmlessRank;
}

/** **9 changes in 3 places** · 61 resources unchanged · **risk: high** · head `4f2c9e1` on `main@a81d0c3` */
function countsLine(plan: Plan, context: ReportContext, places: readonly PlanPlace[]): string {
  const head: Phrase = [
    'head ',
    code(shortSha(context.head)),
    ...(context.base === undefined ? [] : [' on ', ...refPhrase(context.base)]),
  ];
  return [
    `**${plural(plan.changes.length, 'change')}${plan.changes.length > 0 ? ` in ${plural(places.length, 'place')}` : ''}**`,
    `${plural(plan.unchanged, 'resource')} unchanged`,
    `**risk: ${riskWords(plan)}**`,
    toMarkdown(head),
  ].join(' · ');
}

/** At most one, because GitHub asks for that; whatever is most urgent first. */
function alert(plan: Plan): string | undefined {
  const leftOut = leftOutNotice(plan.leftOut, 'a plan');
  const paragraphs = [
    ...(leftOut === undefined ? [] : [leftOut]),
    ...notContactedAlert(plan),
    ...dangerAlert(plan),
    ...unreadAlert(plan),
  ];
  if (paragraphs.length === 0) return undefined;
  const urgent = notContacted(plan).length > 0 || plan.risks.some(({ level }) => level === 'high');
  return [`> [!${urgent ? 'CAUTION' : 'WARNING'}]`, paragraphs.map((text) => `> ${text}`).join('\n>\n')].join(
    '\n',
  );
}

function notContactedAlert(plan: Plan): readonly string[] {
  const places = notContacted(plan).map(({ place }) => place);
  if (places.length === 0) return [];
  const waiting =
    plan.pending.length === 0 ? '' : ` ${plural(plan.pending.length, 'resource')} could not be compared.`;
  return [
    `**Connection changed: ${toMarkdown(listed(places, 5))} not contacted.** This pull request changes where credentials go, so none were sent.${waiting} Merge only if the new connection is right: after the merge it is used.`,
  ];
}

/**
 * One sentence per kind of danger: whatever loses records or sends credentials elsewhere, whatever its level, and all
 * that is high. Of what is only high there are three at most; the risk table has the rest.
 */
function dangerAlert({ risks }: Plan): readonly string[] {
  const groups = [...Map.groupBy(risks.filter(isDanger), sameWords).values()];
  const isNamed = (group: readonly Risk[]) => group.some(({ concerns }) => concerns !== undefined);
  const named = groups.filter(isNamed);
  const others = groups.filter((group) => !isNamed(group));
  const room = Math.max(0, maxDangers - named.length);
  const shown = [...named.slice(0, maxNamed), ...others.slice(0, room)];
  const left = groups.length - shown.length;
  const more = left > 0 ? [`${plural(left, 'more kind')} of danger below.`] : [];
  return [...shown.map(dangerWords), ...more];
}

const maxDangers = 3;
/** Of what loses records or sends credentials elsewhere; a comment has room for so many, and the risk table for all. */
const maxNamed = 12;

function isDanger({ level, concerns }: Risk): boolean {
  return level === 'high' || concerns !== undefined;
}

function dangerWords(group: readonly Risk[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const gate: Phrase = first.gate === undefined ? [] : ['. Needs: ', ...prose(first.gate, 200)];
  const words = phrase`${riskSubjects(group)}: ${prose(first.consequence, 200)}${[heldWords(group)]}${gate}.`;
  return `**${dangerTitle(first)}:** ${toMarkdown(words)}`;
}

/** How much the topics hold that lose records, where Aiven tells: `, 41 GiB`; where it tells a part only, `, at least 41 GiB`. */
function heldWords(group: readonly Risk[]): string {
  const held = new Map(group.map(({ id, heldBytes }) => [keyOf(id), heldBytes]));
  const isPartly = group.some(({ heldIsAtLeast }) => heldIsAtLeast === true);
  const told = [...held.values()].filter((bytes) => bytes !== undefined);
  const bytes = told.reduce((sum, each) => sum + each, 0);
  if (bytes === 0) return '';
  const size = `${isPartly || told.length < held.size ? 'at least ' : ''}${humanSize(BigInt(Math.trunc(bytes)))}`;
  return group.every(({ field }) => field === undefined) ? `, ${size}` : `, of ${size} that are there`;
}

function dangerTitle({ code: riskCode, concerns, level }: Risk): string {
  const title = dangerTitles[riskCode];
  if (title !== undefined) return title;
  if (concerns === 'records') return 'Records may be lost';
  return concerns === 'credentials' ? 'Credentials change' : level === 'high' ? 'High risk' : 'Risk';
}

const dangerTitles: Readonly<Partial<Record<Risk['code'], string>>> = {
  'data-loss': 'This plan deletes data',
  'records-mix': 'Records mix',
  'empty-topic-goes': 'This plan deletes topics that are empty now',
  'credential-redirect': 'Credentials go elsewhere',
  'credentials-handed-over': 'Credentials go to Aiven',
  'one-way-switch': 'This plan cannot be undone',
  'access-widening': 'Access gets wider',
  'names-change': 'Topics get other names',
};

function unreadAlert(plan: Plan): readonly string[] {
  const places = [...new Set(failedReads(plan).map(({ place }) => place))];
  if (places.length === 0) return [];
  return [
    `**Not everything could be read:** ${toMarkdown(listed(places, 5))}. Nothing is planned for what is unknown.`,
  ];
}

function diagram(plan: Plan): string | undefined {
  const picture = topologyDiagram(plan.topology);
  return picture === undefined ? undefined : `### Topology after this change\n\n${picture}`;
}

function findings(plan: Plan, context: ReportContext, limit: number): string | undefined {
  if (plan.findings.length === 0) return undefined;
  return `### Findings\n\n${findingsList(plan.findings, { limit, source: context.source })}`;
}

function shortened(context: ReportContext): string {
  const where =
    context.fullPlanUrl === undefined
      ? 'The full plan is in the job summary.'
      : 'The full plan is linked below.';
  return `This plan is too long for a comment and was shortened; what is dangerous is always shown first. ${where}`;
}
