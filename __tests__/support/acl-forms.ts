import { desiredState } from '../../src/desired/desired.ts';
import type { KafkaAclId } from '../../src/model/kafka-acl.ts';
import { known } from '../../src/model/reading.ts';
import { nameOf } from '../../src/model/resource.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { liveCluster, liveWorld } from './build/live.ts';
import { loadTexts } from './spec-files.ts';

/** A spec with one Aiven service, `core`, that owns what begins with `User:svc`. `core` is what else is said of it, as YAML. */
export function specWithAcls(core: string): string {
  return `version: 1
name: prod
project: acme
clusters:
  core:
    service: kafka-core
    manage: { acls: { principals: ["User:svc*"] } }
${core.replaceAll(/^(?=.)/gm, '    ')}`;
}

/** Names of the Kafka and Aiven ACL entries that a spec stands for, sorted. */
export async function entriesOf(core: string): Promise<readonly string[]> {
  const { desired } = await desiredOf(core);
  return [...desired.kafkaAcls, ...desired.aivenAcls].map(({ id }) => nameOf(id)).toSorted();
}

/** The plan where the cluster has these entries, and no others. */
export async function planOfAcls(core: string, live: readonly KafkaAclId[] = []): Promise<Plan> {
  const { desired, findings } = await desiredOf(core);
  const cluster = liveCluster('core', [], {
    kafkaAcls: known(live.map((id) => ({ id }))),
    aivenAcls: known([]),
  });
  return buildPlan({ desired, live: liveWorld({ clusters: new Map([['core', cluster]]) }), findings });
}

async function desiredOf(core: string) {
  const loaded = await loadTexts({ 'kafka.yaml': specWithAcls(core) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return desiredState(loaded.spec);
}
