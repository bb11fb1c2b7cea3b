import type { Desired, DesiredResources } from '../../../src/model/desired.ts';
import { kinds, pluralOf } from '../../../src/model/resource.ts';
import { at } from './places.ts';

const noResources = Object.fromEntries(
  kinds.map((kind) => [pluralOf(kind), []]),
) as unknown as DesiredResources; // one list for each kind, called as its lists are

export function desiredWorld(parts: Partial<Desired> = {}): Desired {
  return {
    name: 'prod',
    ...noResources,
    checked: { topics: [], kafkaAcls: [], neededElsewhere: [] },
    undecided: [],
    tombstones: [],
    ownership: new Map(),
    clusters: [
      {
        key: 'core',
        aliases: ['core'],
        type: 'aiven',
        addresses: ['acme-prod/kafka-core'],
        position: at(),
      },
      {
        key: 'onprem',
        aliases: ['onprem'],
        type: 'external',
        addresses: ['kafka-1.corp.example:9093'],
        position: at(),
      },
    ],
    leftOut: [],
    leavesOut: () => false,
    unclearTargets: new Map(),
    mirrored: () => false,
    ...parts,
  };
}
