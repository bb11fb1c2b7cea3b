import type { Change } from '../model/change.ts';
import type { Desired } from '../model/desired.ts';
import { flowName } from '../model/flow.ts';
import { keyOf } from '../model/resource.ts';
import { compareText } from '../model/text-order.ts';
import type { Topic } from '../model/topic.ts';
import { settingInWords } from '../spec/effective/deciding-fields.ts';
import { type FieldProbe, liveProbes, withoutLiveSettings } from '../spec/effective/probes.ts';
import {
  type ServiceProbe,
  serviceProbes,
  withoutServiceSettings,
} from '../spec/effective/service-probes.ts';
import type { Spec } from '../spec/spec.ts';

/**
 * Which settings of live flows and MirrorMaker services a change rests on, as `Change.restsOn` has them: those with whose
 * defaults the change would not be planned, or not like this. `derive` says what is desired of a spec; `spec` is the effective
 * one, and `desired` what is desired of it.
 */
export function liveBasis(options: {
  readonly spec: Spec;
  readonly desired: Desired;
  readonly derive: (spec: Spec) => Desired;
  /** Those of the spec, where they are at hand. */
  readonly flowProbes?: readonly FieldProbe[];
}): (of: Subject) => readonly string[] {
  const { spec, desired, derive, flowProbes = liveProbes(spec) } = options;
  const probes = [...flowProbes.map(ofFlows), ...serviceProbes(spec).map(ofService)];
  if (probes.length === 0) return () => [];
  const before = contents(desired);
  const single = probes.map((probe) => ({ probe, other: contents(derive(probe.spec)) }));
  const without =
    probes.length === 1 ? undefined : contents(derive(withoutServiceSettings(withoutLiveSettings(spec))));
  const textsOf = (some: readonly BasisProbe[], change: Subject) =>
    some.flatMap(({ texts }) => texts(change)).sort(compareText);
  return (change) => {
    const rests = single.filter(({ other }) => differ(change, before, other)).map(({ probe }) => probe);
    if (rests.length > 0) return textsOf(rests, change);
    return without !== undefined && differ(change, before, without) ? textsOf(probes, change) : [];
  };
}

/** A change, or what would be one where it could be compared. */
type Subject = Pick<Change, 'id' | 'provenance'>;

/** The spec without one live setting, and the words for a change that would be different without it. */
interface BasisProbe {
  readonly spec: Spec;
  readonly texts: (change: Subject) => readonly string[];
}

function ofFlows({ spec, field, flows }: FieldProbe): BasisProbe {
  return {
    spec,
    texts: ({ provenance }) => {
      const named = provenance.origin === 'derived' ? provenance.flows : [];
      const own = flows.filter((flow) => named.includes(flowName(flow)));
      return (own.length > 0 ? own : flows).map(
        (flow) => `flow ${flowName(flow)} has ${field} ${settingInWords(flow.settings, field)}`,
      );
    },
  };
}

function ofService({ spec, text }: ServiceProbe): BasisProbe {
  return { spec, texts: () => [text] };
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
function differ({ id, provenance }: Subject, one: Contents, other: Contents): boolean {
  const key = keyOf(id);
  if (one.resources.get(key) !== other.resources.get(key)) return true;
  if (id.kind !== 'topic' || provenance.origin !== 'owned') return false;
  return one.mirrored(id.cluster, id.name) !== other.mirrored(id.cluster, id.name);
}
