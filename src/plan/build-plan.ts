import type { Change } from '../model/change.ts';
import type { Desired } from '../model/desired.ts';
import type { Finding } from '../model/finding.ts';
import type { FlowEffect } from '../model/flow-effect.ts';
import type { FlowPreflight } from '../model/flow-preflight.ts';
import type { Live } from '../model/live.ts';
import { formatPosition } from '../model/position.ts';
import { keyOf } from '../model/resource.ts';
import { compareText } from '../model/text-order.ts';
import { assessRisks } from './assess-risks.ts';
import { checkAccess } from './changes/check-access.ts';
import { checkStates } from './changes/check-settings.ts';
import { PlanDraft } from './changes/plan-draft.ts';
import { planDigest, sortedOperations } from './digest.ts';
import { endedProtection } from './earlier/ended-protection.ts';
import { endedRemovals } from './earlier/ended-removals.ts';
import { leftNames, leftRunning } from './earlier/left-running.ts';
import { noLongerStated, withoutDoubles } from './earlier/no-longer-stated.ts';
import { replacedBrokers } from './earlier/replaced-brokers.ts';
import { broughtAbout } from './effects/brought-about.ts';
import { firstAndLastEntries } from './effects/open-without-acls.ts';
import { startsAtEnd } from './effects/starts-at-end.ts';
import { kindDefinitions } from './kinds.ts';
import { byIdentity, byPlaceAndName, orderSteps } from './order.ts';
import type { LeftBefore, PendingResource, Plan } from './plan.ts';
import { topologyOf } from './topology.ts';

/** Desired against live. Pure: equal inputs give equal bytes, in whatever order they come. */
export function buildPlan(options: {
  readonly desired: Desired;
  readonly live: Live;
  /** From loading and deriving; joined with what the comparison finds. */
  readonly findings: readonly Finding[];
  /** What a change rests on, see `Change.restsOn`. */
  readonly restsOn?: (of: Pick<Change, 'id' | 'provenance'>) => readonly string[];
  /** What the flows would do today; told with the plan, no part of its digest. */
  readonly flows?: readonly FlowPreflight[];
  /** What its changes come to over flows. */
  readonly effects?: readonly FlowEffect[];
  /** What the spec asked for before this change; undefined: it is not known, or there was none. */
  readonly before?: Desired | undefined;
  /** Left by earlier changes, as the last apply recorded it. */
  readonly carried?: LeftBefore;
}): Plan {
  const { desired, live, before, carried = { names: [], unnamed: 0 }, effects = [] } = options;
  const draft = new PlanDraft(desired);
  for (const kind of kindDefinitions) kind.plan(desired, live, draft);
  const byCause = Map.groupBy(effects, ({ cause }) => keyOf(cause));

  const changes = draft.changes.sort(byPlaceAndName).map((change): Change => {
    const restsOn = options.restsOn?.(change) ?? [];
    const bringsAbout = broughtAbout(change, byCause.get(keyOf(change.id)) ?? []);
    return {
      ...change,
      ...(restsOn.length === 0 ? {} : { restsOn }),
      ...(bringsAbout.length === 0 ? {} : { bringsAbout }),
    };
  });
  const pending = draft.pending.map((each): PendingResource => {
    const restsOn = options.restsOn?.(each.resource) ?? [];
    return restsOn.length === 0 ? each : { ...each, restsOn };
  });
  const unread = draft.unread.filter(({ reason }) => reason.code !== 'left-out');
  const operations = sortedOperations(changes);
  const entries = firstAndLastEntries(changes, live);
  const beside = new Map([...entries.risks, ...startsAtEnd(changes, desired, live)]);
  const topology = topologyOf({ desired, live, changes, pending: draft.pending, unread });
  const left = leftRunning({ before, desired, live, changes });
  return {
    name: desired.name,
    changes,
    steps: orderSteps(changes),
    risks: assessRisks(changes, effects, beside),
    findings: [
      ...unsettled(options.findings, draft),
      ...draft.findings,
      ...checkAccess(desired, live),
      ...checkStates(live, changes),
      ...entries.findings,
      ...endedProtection({ before, desired, live, changes }),
      ...endedRemovals({ before, desired, live, changes }),
      ...replacedBrokers(before, desired),
    ].sort(bySeverityAndPosition),
    unread,
    pending: pending.sort((a, b) => byIdentity(a.resource, b.resource)),
    leftAlone: [
      ...withoutDoubles([...draft.leftAlone, ...noLongerStated(before, desired, draft.compared)]),
    ].sort(byIdentity),
    leftRunning: left.filter((one) => !desired.leavesOut(one)),
    leftNames: leftNames({ carried: carried.names, left, before, desired, live, changes }),
    leftUnnamed: carried.unnamed,
    unchanged: draft.unchanged,
    topology,
    flows: options.flows ?? [],
    effects,
    operations,
    leftOut: desired.leftOut,
    digest: planDigest({ ...desired, changes, operations, topology }),
  };
}

function unsettled(findings: readonly Finding[], { settled }: PlanDraft): readonly Finding[] {
  const texts = new Set(settled.map(({ code, position }) => `${code} ${formatPosition(position)}`));
  return findings.filter(
    ({ code, position }) => position === undefined || !texts.has(`${code} ${formatPosition(position)}`),
  );
}

/** The same plan with more to tell: neither its operations nor its digest change. */
export function withFindings(plan: Plan, findings: readonly Finding[]): Plan {
  return { ...plan, findings: [...plan.findings, ...findings].sort(bySeverityAndPosition) };
}

const severities = ['error', 'warning', 'notice'];

function bySeverityAndPosition(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.position?.file ?? '', b.position?.file ?? '') ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}
