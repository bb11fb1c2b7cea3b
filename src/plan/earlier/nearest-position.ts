import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import { placeOf, type ResourceId } from '../../model/resource.ts';

/** Where the spec has the cluster, or a flow of the service; else where it begins. */
export function nearestPosition(id: ResourceId, { clusters, flows }: Desired): Pick<Finding, 'position'> {
  const place = placeOf(id);
  const found =
    clusters.find(({ key }) => key === place)?.position ??
    flows.find((flow) => placeOf(flow.id) === place)?.provenance.position;
  if (found !== undefined) return { position: found };
  const [first] = clusters;
  return first === undefined ? {} : { position: { file: first.position.file, line: 1, column: 1 } };
}
