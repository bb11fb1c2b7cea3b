import type { Aiven } from '../../aiven/aiven.ts';
import type { PlaceType } from '../../model/kind.ts';
import {
  type Kind,
  type KindAt,
  kinds,
  placeOf,
  placeTypeOf,
  pluralOf,
  type ResourceId,
} from '../../model/resource.ts';
import type { ResourceWriter, Writers } from '../../model/writer.ts';
import type { Spec } from '../../spec/spec.ts';
import type { ExternalAccess } from './read-live.ts';

type WriterAt<K extends Kind> = (kind: K, place: string) => ResourceWriter<K>;

/** Which adapter writes what: the one place that knows that a cluster is Aiven's or external. */
export function writersFor(options: {
  readonly spec: Spec;
  readonly aiven: Aiven;
  readonly external: ReadonlyMap<string, ExternalAccess>;
}): Writers {
  const { spec, aiven, external } = options;
  const address = (key: string) => {
    const cluster = spec.clusters.get(key);
    return cluster?.type === 'aiven' ? { project: cluster.project, service: cluster.service } : undefined;
  };
  const kafka = (key: string) => {
    const access = external.get(key);
    if (access?.state !== 'open')
      throw new Error(`${key} cannot be written: ${access?.reason.message ?? 'it is not in the spec'}`);
    return access.cluster;
  };
  const writers: { readonly [P in PlaceType]: WriterAt<KindAt<P>> } = {
    project: (kind) => aiven[pluralOf(kind)],
    mirrormaker: (kind) => aiven[pluralOf(kind)],
    cluster(kind, key) {
      const service = address(key);
      return service === undefined ? kafka(key)[pluralOf(kind)] : aiven[pluralOf(kind)](service);
    },
    'aiven-cluster'(kind, key) {
      const service = address(key);
      if (service === undefined) throw new Error(`${key} is an external cluster and has no Aiven ACLs`);
      return aiven[pluralOf(kind)](service);
    },
    'external-cluster': (kind, key) => kafka(key)[pluralOf(kind)],
  };
  const writerOf = (kind: Kind, id: ResourceId) => {
    // Each kind is asked for where it lives; TypeScript does not connect the two.
    const at = writers[placeTypeOf(kind)] as WriterAt<Kind>;
    return at(kind, placeOf(id));
  };
  // One entry for each kind, which is asked only for ids of that kind.
  return Object.fromEntries(kinds.map((kind) => [kind, (id: ResourceId) => writerOf(kind, id)])) as Writers;
}
