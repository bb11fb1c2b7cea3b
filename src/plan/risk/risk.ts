import type { Change } from '../../model/change.ts';
import { nameOf, placeOf } from '../../model/resource.ts';
import type { Risk, RiskDraft, RiskLevel } from '../plan.ts';
import { aclRisks } from './acl.ts';
import { flowRisks } from './flow.ts';
import { topicRisks } from './topic.ts';

const weight: { readonly [L in RiskLevel]: number } = { high: 0, medium: 1, low: 2 };

/** What a reviewer should think about, in words, the worst first. */
export function assessRisks(changes: readonly Change[]): readonly Risk[] {
  return changes
    .flatMap((change) => risksOf(change).map((risk) => ({ change, risk })))
    .sort(
      (a, b) =>
        weight[a.risk.level] - weight[b.risk.level] ||
        compareText(placeOf(a.change.id), placeOf(b.change.id)) ||
        compareText(nameOf(a.change.id), nameOf(b.change.id)),
    )
    .map(({ change, risk }, index) => ({ ...risk, id: change.id, label: `R${index + 1}` }));
}

function risksOf(change: Change): readonly RiskDraft[] {
  switch (change.kind) {
    case 'topic':
      return topicRisks(change);
    case 'kafka-acl':
    case 'aiven-acl':
      return aclRisks(change);
    case 'endpoint':
      return endpointRisks(change);
    case 'integration':
      return integrationRisks(change);
    case 'flow':
      return flowRisks(change);
  }
}

const connectionFields = new Set([
  'bootstrap_servers',
  'security_protocol',
  'sasl_mechanism',
  'ssl_ca_cert',
  'ssl_endpoint_identification_algorithm',
]);

function endpointRisks(change: Change & { readonly kind: 'endpoint' }): readonly RiskDraft[] {
  if (change.action === 'delete') {
    return [
      {
        level: 'medium',
        code: 'endpoint-removed',
        consequence: 'Aiven forgets how to reach this cluster, its stored credentials included',
        gate: 'endpoints in allow-delete',
      },
    ];
  }
  if (change.action === 'create') return [];
  const redirected = change.fields.find(({ field }) => connectionFields.has(field));
  const risks: RiskDraft[] = [
    {
      level: 'medium',
      code: 'connectors-restart',
      consequence:
        'every flow of the MirrorMaker services that use it restarts and pauses for about a minute',
    },
  ];
  if (redirected !== undefined) {
    risks.push({
      level: 'high',
      code: 'credential-redirect',
      field: redirected.field,
      consequence: 'Aiven sends the stored credentials to the new address, or protects them in another way',
    });
  }
  return risks;
}

function integrationRisks(change: Change & { readonly kind: 'integration' }): readonly RiskDraft[] {
  if (change.action === 'create') return [];
  const replaced = change.action === 'replace';
  return [
    {
      level: 'medium',
      code: replaced ? 'integration-replaced' : 'connectors-restart',
      consequence: replaced
        ? 'the cluster is detached and attached again: flows that use it stop for about two minutes'
        : 'every flow of this MirrorMaker service restarts and pauses for about a minute',
    },
  ];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
