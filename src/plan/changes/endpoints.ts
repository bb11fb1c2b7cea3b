import type { Desired } from '../../model/desired.ts';
import { type Endpoint, hasEffect, type LiveEndpoint } from '../../model/endpoint.ts';
import { foundIn, type Live } from '../../model/live.ts';
import { keyOf } from '../../model/resource.ts';
import { Secret } from '../../model/secret.ts';
import { endpointComparison } from '../compare/endpoint.ts';
import { isOfSpec, usesInWords, usesOf } from './endpoint-use.ts';
import { groupByPlace, isKnown, noteOthers, type PlanDraft, reasonOf } from './plan-draft.ts';

export function planEndpoints(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const [project, endpoints] of groupByPlace(desired.endpoints)) {
    const reading = live.endpoints.get(project);
    if (!isKnown(reading)) {
      draft.unknown(reasonOf(reading), { place: project }, endpointComparison, endpoints);
      continue;
    }
    for (const endpoint of endpoints) {
      const there = draft.compareListed(endpointComparison, endpoint, reading);
      if (there !== undefined) warnOfHiddenSecrets(endpoint, there, draft);
    }
  }
  for (const endpoint of changedEndpoints(desired, draft)) tellWhoElse(endpoint, live, draft);
  planRemovals(desired, live, draft);
  const named = new Set([...desired.endpoints, ...desired.tombstones].map(({ id }) => keyOf(id)));
  for (const reading of live.endpoints.values()) noteOthers(reading, named, draft);
}

/**
 * An update has to send the secrets that the endpoint has, see `updateEndpoint`. That this token may not see them is only worth a
 * warning, because the apply may run with a token that may. If that one may not either, the update is refused.
 */
function warnOfHiddenSecrets(endpoint: Endpoint, { id, stored }: LiveEndpoint, draft: PlanDraft): void {
  const change = draft.changes.find((candidate) => keyOf(candidate.id) === keyOf(id));
  if (change === undefined) return;
  const sent = new Set([...Object.keys(endpoint.config), ...change.fields.map(({ field }) => field)]);
  const hidden = [...(stored ?? [])]
    .filter(([field, value]) => value instanceof Secret && !value.isKnown && !sent.has(field))
    .filter(([field]) => hasEffect(field, endpoint.config))
    .map(([field]) => field);
  if (hidden.length === 0) return;
  draft.findings.push({
    code: 'endpoint-secret-hidden',
    severity: 'warning',
    message: `Aiven does not reveal ${hidden.join(' and ')} of endpoint ${id.name}, and the spec does not state it, so the apply may be unable to keep it`,
    hint: `State ${hidden.join(' and ')} under mirror, or give the token of the apply project:integrations:write; else the update is refused.`,
    position: endpoint.provenance.position,
    about: id,
  });
}

function changedEndpoints({ endpoints }: Desired, { changes }: PlanDraft): readonly Endpoint[] {
  const changed = new Set(
    changes
      .filter(({ kind, action }) => kind === 'endpoint' && action !== 'create')
      .map(({ id }) => keyOf(id)),
  );
  return endpoints.filter(({ id }) => changed.has(keyOf(id)));
}

/** Services that the spec does not name restart with the endpoint too, and connect as it then says. */
function tellWhoElse({ id, provenance }: Endpoint, live: Live, draft: PlanDraft): void {
  const place = { position: provenance.position, about: id };
  const uses = usesOf(live, id);
  if (!isKnown(uses)) {
    draft.findings.push({
      code: 'endpoint-use-unknown',
      severity: 'warning',
      message: `endpoint ${id.name} changes, and which other services use it is unknown: ${reasonOf(uses).message}`,
      hint: `Look in Aiven for services of ${id.project} that use ${id.name}: their flows restart too.`,
      ...place,
    });
    return;
  }
  const others = uses.value.filter(({ service }) => !isOfSpec(live, id.project, service));
  if (others.length === 0) return;
  draft.findings.push({
    code: 'endpoint-used-elsewhere',
    severity: 'warning',
    message: `endpoint ${id.name} changes, and services outside this spec use it, which restart with it: ${usesInWords(others)}`,
    hint: 'Tell the owners of these services, or give this spec an endpoint of its own: mirror.endpoint.',
    ...place,
  });
}

/** Refused while anything uses it, and where the token may not see that. Another read that fails may do so once only. */
function planRemovals(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const { id, provenance } of desired.tombstones) {
    if (id.kind !== 'endpoint') continue;
    const listing = live.endpoints.get(id.project);
    const reading = isKnown(listing) ? foundIn<'endpoint'>(listing, id) : listing;
    if (!isKnown(reading)) {
      draft.unread.push({ place: id.project, kind: 'endpoint', reason: reasonOf(reading) });
      continue;
    }
    const existing = reading.value;
    if (existing === undefined) continue;
    const place = { position: provenance.position, about: id };
    const uses = usesOf(live, id);
    if (!isKnown(uses) && reasonOf(uses).code !== 'denied') {
      const reason = reasonOf(uses);
      const message = `which services use it is unknown: ${reason.message}`;
      draft.unread.push({
        place: id.project,
        kind: 'endpoint',
        name: id.name,
        reason: { ...reason, message },
      });
    } else if (!isKnown(uses)) {
      draft.findings.push({
        code: 'endpoint-use-unknown',
        severity: 'error',
        message: `endpoint ${id.name} is not removed: which services use it is unknown: ${reasonOf(uses).message}`,
        hint: 'Give the token the permission project:services:read, or take the line out, then run again.',
        ...place,
      });
    } else if (uses.value.length > 0) {
      draft.findings.push({
        code: 'endpoint-in-use',
        severity: 'error',
        message: `endpoint ${id.name} cannot be removed, it is used by ${usesInWords(uses.value)}`,
        hint: 'Remove the flows that use it, detach the integration in Aiven, then remove the endpoint.',
        ...place,
      });
    } else {
      draft.remove(endpointComparison, existing, provenance);
    }
  }
}
