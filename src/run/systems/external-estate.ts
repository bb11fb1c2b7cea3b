import type { AivenReader } from '../../aiven/aiven.ts';
import type { EstateReader } from '../../import/read-estate.ts';
import { secretsOf } from '../../model/kafka-connection.ts';
import { unknown } from '../../model/reading.ts';
import { unreadCluster } from '../../model/unread-cluster.ts';
import type { Spec } from '../../spec/spec.ts';
import type { ReadAccess } from './read-live.ts';

/**
 * What completes a spec reads Aiven, and of the external clusters of the spec those with a login for this tool that may be contacted:
 * `external` is held against the default branch already.
 */
export function withExternal(
  aiven: AivenReader & EstateReader,
  spec: Spec,
  external: ReadonlyMap<string, ReadAccess>,
): EstateReader {
  return {
    readAllEndpoints: (project) => aiven.readAllEndpoints(project),
    readProject: (project, endpoints) => aiven.readProject(project, endpoints),
    readMirrorMaker: (address) => aiven.readMirrorMaker(address),
    readCluster: (address, request) => aiven.readCluster(address, request),
    readExternal: async (request) => {
      const cluster = spec.clusters.get(request.cluster);
      if (cluster?.type !== 'external' || cluster.admin === undefined) return undefined;
      const unset = secretsOf(cluster.admin.login).filter(({ isKnown }) => !isKnown);
      if (unset.length > 0) {
        const names = unset.map(({ name }) => `KAFKA_SECRET_${name}`).join(' and ');
        return unreadCluster(request, unknown('not-contacted', `${names} has no value in this run`));
      }
      const access = external.get(request.cluster);
      if (access?.state === 'open') return access.cluster.readCluster(request);
      return unreadCluster(request, access?.reason ?? unknown('not-contacted', 'it may not be contacted'));
    },
  };
}
