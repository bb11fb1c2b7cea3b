import { withLiveSettings } from '../src/desired/derived/mirror-flows.ts';
import { desiredState } from '../src/desired/desired.ts';
import { loadSpec } from '../src/lint/load-spec.ts';
import type { Flow } from '../src/model/flow.ts';
import type { KafkaAcl } from '../src/model/kafka-acl.ts';
import type { LiveMirrorMaker } from '../src/model/live.ts';
import type { DerivedProvenance } from '../src/model/provenance.ts';
import { known } from '../src/model/reading.ts';
import type { Topic } from '../src/model/topic.ts';
import { type RunNames, type Scenario, scenarioSpec, servicesOf } from './scenario.ts';

/** What this action would create for a scenario before MirrorMaker 2 starts. */
export interface Derived {
  readonly topics: readonly Topic[];
  readonly entries: readonly DerivedEntry[];
  readonly flows: readonly Flow[];
}

export interface DerivedEntry {
  readonly acl: KafkaAcl['id'];
  readonly why: DerivedProvenance;
}

/** Through the whole of the action's own derivation, from the text of a spec on. */
export async function derive(scenario: Scenario, names: RunNames): Promise<Derived> {
  const loaded = await loadSpec({
    files: new Map([['kafka.yaml', new TextEncoder().encode(scenarioSpec(scenario, names))]]),
    readReference: async () => ({ ok: false, problem: 'is not there' }),
    secret: () => undefined,
  });
  if (!loaded.ok) {
    throw new Error(`${scenario.id}: ${loaded.findings.map(({ message }) => message).join('; ')}`);
  }
  const { desired } = desiredState(
    scenario.liveSettings === undefined ? loaded.spec : withLiveSettings(loaded.spec, liveServices(scenario)),
  );
  return {
    topics: desired.topics,
    flows: desired.flows,
    entries: desired.kafkaAcls.map(({ id, provenance }) => {
      if (provenance.origin !== 'derived') throw new Error(`${scenario.id} declares an ACL`);
      return { acl: id, why: provenance };
    }),
  };
}

function liveServices(scenario: Scenario): { readonly mirrormakers: ReadonlyMap<string, LiveMirrorMaker> } {
  const services = [...servicesOf(scenario).keys()].map((service): [string, LiveMirrorMaker] => [
    service,
    {
      project: 'acme',
      service,
      integrations: known([]),
      flows: known([]),
      settings: known(scenario.liveSettings ?? {}),
    },
  ]);
  return { mirrormakers: new Map(services) };
}

/** `S3 Write Topic mm2-offset-syncs.core.internal`, without the token of the run: the same in every run. */
export function entryLabel({ acl, why }: DerivedEntry, { token }: RunNames): string {
  const star = acl.patternType === 'PREFIXED' ? '*' : '';
  const name = acl.resourceName.replaceAll(token, '') + star;
  return `${why.rule} ${acl.operation} ${acl.resourceType} ${name} on ${acl.cluster.replaceAll(token, '')}`;
}

/** `S2` before `S10`. */
export function compareLabels(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
