import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../plan/plan.ts';
import { placeHeading } from '../changes/change-tables.ts';
import { changeCounts, changesSection } from '../changes/changes-section.ts';
import { type DangerItem, dangerItems, dangerList } from '../changes/danger-items.ts';
import { destructiveList } from '../changes/destructive-list.ts';
import { type PlanPlace, planPlaces } from '../changes/plan-lines.ts';
import { riskWords } from '../words/headline.ts';
import { details } from '../words/markdown-table.ts';
import { code, type Phrase, toMarkdown } from '../words/phrase.ts';
import { type ReportContext, refPhrase, shortSha } from '../words/report-context.ts';
import { plural } from '../words/resource-words.ts';
import { findingsList } from './findings-list.ts';
import { flowProblems } from './flows-section.ts';
import { leftRunningSection } from './left-running-section.ts';
import { noLongerStatedSection } from './no-longer-stated-section.ts';
import { leftAloneSection, orderSection, whySection } from './plan-sections.ts';
import { topologySection } from './topology-section.ts';
import { pendingSection, unreadSection } from './unread-sections.ts';
import { verdictAlert } from './verdict-alert.ts';

/**
 * From everything to the least that still tells what is dangerous. Of the last kind `limit` bounds every list,
 * and `room` the characters for the names of what is deleted or replaced.
 */
export type Detail =
  | { readonly level: 0 | 1 | 2 }
  | { readonly level: 3; readonly limit: number; readonly room: number };

/** Characters for the names of what is deleted or replaced. */
const roomForNames = 50_000;

/** Tried in order until the text fits. The last one always does. */
export const detailLadder: readonly Detail[] = [
  { level: 0 },
  { level: 1 },
  { level: 2 },
  ...[400, 100, 50, 20, 5, 0].map((limit) => ({ level: 3, limit, room: roomForNames }) as const),
  ...[30_000, 10_000, 0].map((room) => ({ level: 3, limit: 0, room }) as const),
];

/** Everything between the title and the footer. */
export function planBody(plan: Plan, context: ReportContext, detail: Detail): string {
  const places = planPlaces(plan);
  const limit = detail.level === 3 ? detail.limit : detail.level === 2 ? 100 : Number.POSITIVE_INFINITY;
  const small = Math.min(limit, 20);
  const found = findingsOf(plan);
  const items = dangerItems(places, context.merge);
  const dangers = items.filter(({ isAlert }) => isAlert).slice(0, Math.min(limit, maxAlertItems));
  const others = items.filter((item) => !dangers.includes(item));
  const toLookAt = others.slice(0, Math.min(limit, detail.level === 0 ? limit : 100));
  const sections = [
    verdictAlert({ plan, verdict: context.merge, dangers }),
    countsLine(plan, context, places),
    detail.level === 0 ? undefined : shortened(context),
    findings('### Errors', found.errors, context, detail.level === 0 ? 50 : small),
    unreadSection(plan, Math.min(limit, 50)),
    pendingSection(plan, limit),
    detail.level < 2 ? undefined : destructiveList(plan, detail.level === 3 ? detail.room : roomForNames),
    dangerList(toLookAt, others.length),
    changes(plan, places, detail, [...dangers, ...toLookAt]),
    leftRunningSection(plan.leftRunning, Math.min(limit, 50)),
    oneList(
      findings('', found.others, context, detail.level === 0 ? 50 : small),
      flowProblems(plan, Math.min(limit, 30)),
    ),
    noLongerStatedSection(plan.leftAlone, Math.min(limit, 50)),
    moreSection(plan, detail, { limit, version: context.version }),
  ];
  return sections.filter((section) => section !== undefined && section !== '').join('\n\n');
}

/** Two lists without a gap between them. */
function oneList(...lists: readonly (string | undefined)[]): string | undefined {
  const there = lists.filter((list) => list !== undefined && list !== '');
  return there.length === 0 ? undefined : there.join('\n');
}

/** What is seldom asked for, in one fold; undefined: there is nothing. */
function moreSection(
  plan: Plan,
  { level }: Detail,
  { limit, version }: { readonly limit: number; readonly version: string },
): string | undefined {
  const folds = [
    level < 3 ? topologySection(plan, { limit: Math.min(limit, 30), draws: level < 2 }) : undefined,
    ...(level === 0 ? [whySection(plan, version), orderSection(plan), leftAloneSection(plan)] : []),
  ].filter((fold) => fold !== undefined);
  const [only, ...others] = folds;
  if (only === undefined) return undefined;
  if (others.length === 0) return details(only.title, only.body);
  const titles = folds.map(({ title }) => title).join(' · ');
  return details(titles, folds.map(({ title, body }) => details(title, body)).join('\n\n'));
}

/** More stand below the alert. */
const maxAlertItems = 12;

/** By place. Plans that are too long for that only count. */
function changes(
  plan: Plan,
  places: readonly PlanPlace[],
  detail: Detail,
  items: readonly DangerItem[],
): string | undefined {
  const said = new Set(items.filter(({ isWhole }) => isWhole).flatMap(({ lines }) => lines));
  switch (detail.level) {
    case 0:
    case 1:
      return changesSection(plan, places, { said, looked: items.length });
    case 2:
      return changeCounts(places, said);
    case 3: {
      const shown = places
        .slice(0, detail.limit)
        .map((place) => placeHeading(place, plan).replace('### ', '- '));
      const more = places.length - shown.length;
      const counts = more > 0 ? [...shown, `- and ${plural(more, 'more place')}`] : shown;
      return `### Changes\n\n${counts.join('\n')}`;
    }
  }
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

function findingsOf({ findings: all }: Plan): {
  readonly errors: readonly Finding[];
  readonly others: readonly Finding[];
} {
  const errors = all.filter(({ severity }) => severity === 'error');
  return { errors, others: all.filter(({ severity }) => severity !== 'error') };
}

function findings(
  title: string,
  some: readonly Finding[],
  context: ReportContext,
  limit: number,
): string | undefined {
  if (some.length === 0) return undefined;
  const { source, version } = context;
  const list = findingsList(some, { limit, source, version });
  return title === '' ? list : `${title}\n\n${list}`;
}

function shortened(context: ReportContext): string {
  const where =
    context.fullPlanUrl === undefined
      ? 'The full plan is in the job summary.'
      : 'The full plan is linked below.';
  return `This plan is too long for a comment and was shortened; what is dangerous is always shown first. ${where}`;
}
