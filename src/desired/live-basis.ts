import type { Change } from '../model/change.ts';
import type { Desired } from '../model/desired.ts';
import { flowName } from '../model/flow.ts';
import { keyOf } from '../model/resource.ts';
import type { Topic } from '../model/topic.ts';
import { settingInWords } from '../spec/effective/deciding-fields.ts';
import { liveProbes, type Probe, withoutLiveSettings } from '../spec/effective/probes.ts';
import type { Spec } from '../spec/spec.ts';
import { compareText } from './order.ts';

/**
 * Which settings of live flows a change rests on, as `Change.restsOn` has them: those with whose defaults the change would not be planned, or not like this.
 * `derive` says what is desired of a spec; `spec` is the effective one, and `desired` what is desired of it.
 */
export function liveBasis(options: {
  readonly spec: Spec;
  readonly desired: Desired;
  readonly derive: (spec: Spec) => Desired;
}): (change: Change) => readonly string[] {
  const { spec, desired, derive } = options;
  const probes = liveProbes(spec);
  if (probes.length === 0) return () => [];
  const before = contents(desired);
  const single = probes.map((probe) => ({ probe, other: contents(derive(probe.spec)) }));
  const without = probes.length === 1 ? undefined : contents(derive(withoutLiveSettings(spec)));
  return (change) => {
    const rests = single.filter(({ other }) => differ(change, before, other)).map(({ probe }) => probe);
    if (rests.length > 0) return settingsOf(rests, change);
    return without !== undefined && differ(change, before, without) ? settingsOf(probes, change) : [];
  };
}

/** What derivation decides, in a form that can be compared. */
interface Contents {
  readonly resources: ReadonlyMap<string, string>;
  readonly mirrored: Desired['mirrored'];
}

function contents({ topics, kafkaAcls, mirrored }: Desired): Contents {
  return {
    resources: new Map([
      ...topics.map((topic) => [keyOf(topic.id), topicText(topic)] as const),
      ...kafkaAcls.map(({ id }) => [keyOf(id), ''] as const),
    ]),
    mirrored,
  };
}

function topicText({ partitions, replication, config }: Topic): string {
  return JSON.stringify([partitions, replication, [...config]]);
}

/** An owned topic goes because no flow writes it; an owned ACL goes because no flow needs it. */
function differ({ id, provenance }: Change, one: Contents, other: Contents): boolean {
  const key = keyOf(id);
  if (one.resources.get(key) !== other.resources.get(key)) return true;
  if (id.kind !== 'topic' || provenance.origin !== 'owned') return false;
  return one.mirrored(id.cluster, id.name) !== other.mirrored(id.cluster, id.name);
}

function settingsOf(probes: readonly Probe[], { provenance }: Change): readonly string[] {
  const named = provenance.origin === 'derived' ? provenance.flows : [];
  const texts = probes.flatMap(({ field, flows }) => {
    const own = flows.filter((flow) => named.includes(flowName(flow)));
    return (own.length > 0 ? own : flows).map(
      (flow) => `flow ${flowName(flow)} has ${field} ${settingInWords(flow.settings, field)}`,
    );
  });
  return texts.sort(compareText);
}
