import type { Change, FieldValue } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { FlowPreflight } from '../../model/flow-preflight.ts';
import type { Position } from '../../model/position.ts';
import type { Provenance } from '../../model/provenance.ts';
import { nameOf, placeOf, type ResourceId } from '../../model/resource.ts';
import { type Plan, unreadWord } from '../../plan/plan.ts';
import { isList } from '../words/resource-words.ts';

/**
 * The complete plan for programs, version 1: `name`, `digest`, `operations`, `changes`, `risks`, `findings`,
 * `unread`, `pending`, `leftAlone`, `leftRunning`, `steps`, `flows`, and `leftOut` where clusters are left out. Built field by field from the public parts of the plan, so that
 * no secret and no certificate can be in it. Keys have a fixed order.
 */
export function planJson(plan: Plan): string {
  return `${JSON.stringify(publicPlan(plan), null, 2)}\n`;
}

function publicPlan(plan: Plan): object {
  return {
    version: 1,
    name: plan.name,
    digest: plan.digest,
    ...(plan.leftOut.length === 0 ? {} : { leftOut: [...plan.leftOut] }),
    unchanged: plan.unchanged,
    operations: plan.operations.map(({ place, kind, name, action, field, from, to }) => ({
      cluster: place,
      kind,
      name,
      action,
      field,
      from: publicValue(from),
      to: publicValue(to),
    })),
    changes: plan.changes.map((change) => ({
      action: change.action,
      ...publicId(change.id),
      fields: change.fields.map(({ field, from, to }) => ({
        field,
        from: publicValue(from),
        to: publicValue(to),
      })),
      provenance: publicProvenance(change.provenance),
      restsOn: [...(change.restsOn ?? [])],
    })),
    risks: plan.risks.map(({ label, level, code, id, field, consequence, gate, concerns, heldBytes }) => ({
      label,
      level,
      code,
      ...publicId(id),
      field: field ?? null,
      consequence,
      gate: gate ?? null,
      concerns: concerns ?? null,
      heldBytes: heldBytes ?? null,
    })),
    findings: plan.findings.map(publicFinding),
    unread: plan.unread.map((unread) => ({
      place: unread.place,
      what: unreadWord(unread),
      name: unread.name ?? null,
      code: unread.reason.code,
      message: unread.reason.message,
    })),
    pending: plan.pending.map(({ place, resource, fields }) => ({
      ...publicId(resource.id),
      place,
      fields: fields.map(({ field, to }) => ({ field, to: publicValue(to) })),
      provenance: publicProvenance(resource.provenance),
    })),
    leftAlone: plan.leftAlone.map(({ id, why, fields = [] }) => ({
      ...publicId(id),
      why,
      fields: fields.map(({ field, value }) => ({ field, value })),
    })),
    leftRunning: plan.leftRunning.map(({ id, state, beside }) => ({
      ...publicId(id),
      state,
      beside: beside === undefined ? null : publicId(beside),
    })),
    flows: plan.flows.map(publicFlow),
    steps: plan.steps.map(({ phase, kind, place, changes }) => ({
      phase,
      kind,
      place,
      changes: changes.map(({ action, id }: Change) => ({ action, name: nameOf(id) })),
    })),
  };
}

function publicFlow(flow: FlowPreflight): object {
  const { service, source, target, enabled, matches, notEvaluable, logins, serviceSettings } = flow;
  return {
    service,
    source,
    target,
    enabled,
    matches:
      matches.state === 'unknown'
        ? { state: 'unknown', code: matches.code, message: matches.message }
        : {
            state: 'known',
            seenBy: matches.value.seenBy,
            partitions: matches.value.partitions ?? null,
            topics: matches.value.topics.map(({ name, partitions, remote, onTarget }) => ({
              name,
              partitions: partitions ?? null,
              remote,
              onTarget,
            })),
            doubtful: [...matches.value.doubtful],
          },
    ...(serviceSettings && {
      serviceSettings: serviceSettings.map(({ name, value, basis }) => ({ name, value, basis })),
    }),
    notEvaluable: notEvaluable.map(({ pattern, because }) => ({ pattern, because })),
    logins: logins.map((login) => ({
      cluster: login.cluster,
      endpoint: login.endpoint,
      state: login.state,
      message: login.message,
      needed: login.needed,
      lacks: [...login.lacks],
      notTold: login.notTold,
      grantedByPlan: login.grantedByPlan,
      takenByPlan: [...login.takenByPlan],
    })),
  };
}

function publicId(id: ResourceId): { readonly kind: string; readonly place: string; readonly name: string } {
  return { kind: id.kind, place: placeOf(id), name: nameOf(id) };
}

function publicValue(value: FieldValue): FieldValue {
  if (value === null || typeof value === 'string') return value;
  return isList(value) ? [...value] : { secret: value.secret, name: value.name };
}

function publicProvenance(provenance: Provenance): object {
  const position = publicPosition(provenance.position);
  switch (provenance.origin) {
    case 'declared':
      return {
        origin: 'declared',
        position,
        reason: provenance.reason ?? null,
        ...(provenance.also === undefined ? {} : { also: provenance.also.map(publicPosition) }),
        ...(provenance.form === undefined ? {} : { form: provenance.form }),
      };
    case 'derived': {
      const { flows, rule, why, without } = provenance;
      return { origin: 'derived', position, flows: [...flows], rule, why, without };
    }
    case 'owned':
      return { origin: 'owned', position, pattern: provenance.pattern };
  }
}

export function publicFinding({ code, severity, message, hint, commands, position, about }: Finding): object {
  return {
    code,
    severity,
    message,
    hint: hint ?? null,
    ...(commands === undefined ? {} : { commands }),
    position: position === undefined ? null : publicPosition(position),
    about: about === undefined ? null : publicId(about),
  };
}

function publicPosition({ file, line, column }: Position): object {
  return { file, line, column };
}
