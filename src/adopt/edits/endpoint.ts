import type { ChangeOf, FieldChange } from '../../model/change.ts';
import { commaList } from '../../model/comma-list.ts';
import { type EndpointField, type EndpointId, endpointFields } from '../../model/endpoint.ts';
import type { ExternalClusterSpec, Spec } from '../../spec/spec.ts';
import { cannot, type EditContext, type Edits, edit, saidAt, set, unset } from './edit-context.ts';
import { inOrderOf } from './flow.ts';

type EndpointChange = ChangeOf<'endpoint'>;

export function wholeEndpointEdits({ id, action }: EndpointChange, { said }: EditContext): Edits {
  if (action !== 'delete')
    return cannot('a spec cannot say that an endpoint is not there: the login under `mirror` stands for it');
  const path = ['removed', 'endpoints', id.name];
  return saidAt(said, path) === undefined
    ? cannot('no line of its own asks for it')
    : edit({ path, to: { kind: 'remove' } });
}

/** Where a spec says it, below its cluster; or why an edit of the spec never does. */
const places: { readonly [F in EndpointField]: readonly string[] | string } = {
  bootstrap_servers: ['bootstrap_servers'],
  security_protocol: ['security_protocol'],
  sasl_mechanism: ['sasl_mechanism'],
  sasl_plain_username: ['mirror', 'sasl_plain_username'],
  sasl_plain_password: 'it is a secret, and none is ever read into a file',
  ssl_ca_cert: 'it is in a file of its own, and only the files of the spec are edited',
  ssl_client_cert: 'it is a secret, and none is ever read into a file',
  ssl_client_key: 'it is a secret, and none is ever read into a file',
  ssl_endpoint_identification_algorithm: ['ssl_endpoint_identification_algorithm'],
};

export function endpointFieldEdits(
  { id, live }: EndpointChange & { readonly action: 'update' | 'replace' },
  { field }: FieldChange,
  context: EditContext,
): Edits {
  const name = endpointFields.find((one) => one === field);
  if (name === undefined) return cannot('this version does not know the field');
  const place = places[name];
  if (typeof place === 'string') return cannot(place);
  const cluster = clusterOf(id, context.spec);
  if (cluster === undefined) return cannot('no cluster of the spec has this endpoint');
  const path = ['clusters', cluster.key, ...place];
  const value = live.config[name];
  if (value === undefined) return unset(context, path, 'it has no value in Aiven');
  if (typeof value !== 'string') return cannot('it is a secret, and none is ever read into a file');
  if (name !== 'bootstrap_servers') return set(path, value);
  return set(path, inOrderOf(saidAt(context.said, path), commaList(value)));
}

/** Undefined: none names it. */
function clusterOf(id: EndpointId, { clusters, project }: Spec): ExternalClusterSpec | undefined {
  if (id.project !== project) return undefined;
  return [...clusters.values()]
    .filter((cluster) => cluster.type === 'external')
    .find(
      ({ mirror, aliases }) =>
        mirror?.endpoint === id.name || [...aliases.values()].some(({ endpoint }) => endpoint === id.name),
    );
}
