import { desiredState } from '../../desired/desired.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import { unstatedFields } from '../../spec/effective/deciding-fields.ts';
import { findingsWithBasis } from '../../spec/effective/finding-basis.ts';
import type { Spec } from '../../spec/spec.ts';

/** What a spec asks for as far as it can be told without asking any system. */
export interface OfflineState {
  readonly desired: Desired;
  /** Of what is derived; those of the spec itself come from `loadSpec`. */
  readonly findings: readonly Finding[];
  /** Defaults stand in the place of settings that some flow does not state. */
  readonly assumesDefaults: boolean;
  readonly counts: {
    readonly clusters: number;
    readonly flows: number;
    /** Declared and derived. */
    readonly topics: number;
    /** Declared and derived, of both models. */
    readonly acls: number;
  };
}

export function offlineState(spec: Spec): OfflineState {
  const judged = findingsWithBasis(spec, (probed) => desiredState(probed).findings);
  const flows = [...spec.mirrormakers.values()].flatMap((mirrormaker) => mirrormaker.flows);
  const { desired } = desiredState(spec);
  return {
    desired,
    findings: judged.map(({ finding }) => finding),
    assumesDefaults: flows.some((flow) => unstatedFields(flow).length > 0),
    counts: {
      clusters: desired.clusters.length,
      flows: desired.flows.length,
      topics: desired.topics.length,
      acls: desired.kafkaAcls.length + desired.aivenAcls.length,
    },
  };
}
