import type { Desired } from '../model/desired.ts';
import type { Finding } from '../model/finding.ts';
import type { FlowPreflight } from '../model/flow-preflight.ts';
import type { Live } from '../model/live.ts';
import { nameOf, placeOf, type ResourceId } from '../model/resource.ts';
import { planAcls } from './changes/acls.ts';
import { checkAccess } from './changes/check-access.ts';
import { planEndpoints } from './changes/endpoints.ts';
import { planMirrorMakers } from './changes/mirrormaker.ts';
import { PlanDraft } from './changes/plan-draft.ts';
import { planTopics } from './changes/topics.ts';
import { planDigest, sortedOperations } from './digest.ts';
import { byPlaceAndName, orderSteps } from './order.ts';
import type { Plan } from './plan.ts';
import { assessRisks } from './risk/risk.ts';
import { topologyOf } from './topology.ts';

/** Desired against live. Pure: equal inputs give equal bytes, in whatever order they come. */
export function buildPlan(options: {
  readonly desired: Desired;
  readonly live: Live;
  /** From loading and deriving; joined with what the comparison finds. */
  readonly findings: readonly Finding[];
  /** What the flows would do today; told with the plan, no part of its digest. */
  readonly flows?: readonly FlowPreflight[];
}): Plan {
  const { desired, live } = options;
  const draft = new PlanDraft();
  planEndpoints(desired, live, draft);
  planMirrorMakers(desired, live, draft);
  planTopics(desired, live, draft);
  planAcls(desired, live, draft);

  const changes = draft.changes.sort(byPlaceAndName);
  const operations = sortedOperations(changes);
  return {
    name: desired.name,
    changes,
    steps: orderSteps(changes),
    risks: assessRisks(changes),
    findings: [...options.findings, ...draft.findings, ...checkAccess(desired, live)].sort(
      bySeverityAndPosition,
    ),
    unread: draft.unread,
    pending: draft.pending.sort((a, b) => byText(resourceText(a.resource.id), resourceText(b.resource.id))),
    leftAlone: draft.leftAlone.sort((a, b) => byText(resourceText(a.id), resourceText(b.id))),
    unchanged: draft.unchanged,
    topology: topologyOf({ desired, changes, pending: draft.pending, unread: draft.unread }),
    flows: options.flows ?? [],
    operations,
    digest: planDigest(desired.name, operations),
  };
}

const severities = ['error', 'warning', 'notice'];

function bySeverityAndPosition(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    byText(a.position?.file ?? '', b.position?.file ?? '') ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0) ||
    byText(a.code, b.code) ||
    byText(a.message, b.message)
  );
}

function resourceText(id: ResourceId): string {
  return JSON.stringify([placeOf(id), id.kind, nameOf(id)]);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
