import type { LiveEndpoint } from '../../model/endpoint.ts';
import type { Plain, PlainMap } from '../../spec/text/plain.ts';
import type { NamedCluster } from '../estate.ts';
import type { LeftOut } from '../left-out.ts';
import { serversOf } from '../names/external-places.ts';
import type { FileNames } from '../names/file-names.ts';
import type { SecretDraft } from '../spec-draft.ts';
import type { SecretNames } from './secret-names.ts';

interface ConnectionContext {
  /** Aiven project of the spec. */
  readonly project: string;
  readonly secretNames: SecretNames;
  readonly fileNames: FileNames;
  /** Where certificates go, as `{ file: … }` names it. */
  readonly certificateFolder: string;
  readonly leftOut: LeftOut;
}

export interface ConnectionDraft {
  readonly connection: PlainMap;
  readonly secrets: readonly SecretDraft[];
  /** By path from the repository. */
  readonly certificates: ReadonlyMap<string, string>;
}

/** Everything of a cluster but its topics and ACLs, by the keys of the spec. */
export function draftConnection(cluster: NamedCluster, context: ConnectionContext): ConnectionDraft {
  const { place } = cluster;
  if (place.type === 'stated') return { connection: new Map(), secrets: [], certificates: new Map() };
  if (place.type === 'external') return draftExternal(cluster, place.endpoints, context);
  const connection = new Map<string, Plain>([
    ['service', place.service],
    ...(place.project === context.project ? [] : [['project', place.project] as const]),
    ...aliasesOf(cluster, undefined),
  ]);
  return { connection, secrets: [], certificates: new Map() };
}

const hostnameCheck = 'ssl_endpoint_identification_algorithm';

function draftExternal(
  cluster: NamedCluster,
  [endpoint]: readonly [LiveEndpoint, ...LiveEndpoint[]],
  context: ConnectionContext,
): ConnectionDraft {
  const { config } = endpoint;
  const { security_protocol: protocol } = config;
  const tls = protocol.endsWith('SSL');
  const sasl = protocol.startsWith('SASL');
  const certificates = new Map<string, string>();
  const connection = new Map<string, Plain>([
    ['bootstrap_servers', serversOf(endpoint)],
    ['security_protocol', protocol],
  ]);
  if (sasl && config.sasl_mechanism !== undefined) connection.set('sasl_mechanism', config.sasl_mechanism);
  const states = (field: string) =>
    !context.leftOut.excludes(['clusters', cluster.key, field], `${field} of endpoint ${endpoint.id.name}`);
  if (tls && config.ssl_ca_cert !== undefined && states('ssl_ca_cert')) {
    const file = `${context.certificateFolder}/${context.fileNames.nameFor(cluster.key, '-ca.pem')}`;
    certificates.set(file, config.ssl_ca_cert);
    connection.set('ssl_ca_cert', new Map([['file', file]]));
  }
  if (tls && config.ssl_endpoint_identification_algorithm === '' && states(hostnameCheck))
    connection.set(hostnameCheck, '');
  for (const [key, value] of aliasesOf(cluster, endpoint.id.name)) connection.set(key, value);
  const { mirror, secrets } = draftMirror(cluster.key, endpoint, context);
  connection.set('mirror', mirror);
  noteForeign(cluster.key, endpoint, context.leftOut);
  return { connection, secrets, certificates };
}

function draftMirror(
  key: string,
  { id, config }: LiveEndpoint,
  { secretNames }: ConnectionContext,
): { readonly mirror: PlainMap; readonly secrets: readonly SecretDraft[] } {
  const mirror = new Map<string, Plain>([['endpoint', id.name]]);
  const secrets: SecretDraft[] = [];
  const refer = (field: string, end: string, what: string): void => {
    const name = secretNames.nameFor(key, end);
    mirror.set(field, new Map([['secret', name]]));
    secrets.push({ name, what: `${what} with which MirrorMaker 2 logs in to ${key}` });
  };
  if (config.security_protocol.startsWith('SASL')) {
    const user = config.sasl_plain_username ?? '';
    mirror.set('sasl_plain_username', user);
    refer('sasl_plain_password', 'MM2_PASSWORD', `password of ${user}`);
  } else if (config.security_protocol === 'SSL') {
    if (config.ssl_client_cert !== undefined) refer('ssl_client_cert', 'MM2_CERT', 'PEM certificate');
    if (config.ssl_client_key !== undefined) refer('ssl_client_key', 'MM2_KEY', 'PEM key of the certificate');
  }
  return { mirror, secrets };
}

/** Only where they say more than the key does. */
function aliasesOf(
  { key, aliases }: NamedCluster,
  endpoint: string | undefined,
): readonly (readonly [string, Plain])[] {
  const [only] = aliases.keys();
  if (aliases.size === 0 || (aliases.size === 1 && only === key)) return [];
  const listed = [...aliases].map(([alias, own]): readonly [string, Plain] => [
    alias,
    new Map(own.endpoint === undefined || own.endpoint === endpoint ? [] : [['endpoint', own.endpoint]]),
  ]);
  return [['aliases', new Map(listed)]];
}

const said = [
  'bootstrap_servers',
  'security_protocol',
  'sasl_mechanism',
  'sasl_plain_username',
  'sasl_plain_password',
  'ssl_ca_cert',
  'ssl_client_cert',
  'ssl_client_key',
  'ssl_endpoint_identification_algorithm',
];

function noteForeign(key: string, { id, stored }: LiveEndpoint, leftOut: LeftOut): void {
  for (const field of stored?.keys() ?? []) {
    if (said.includes(field)) continue;
    const path = ['clusters', key, 'mirror', field];
    leftOut.add({
      path,
      what: `${field} of endpoint ${id.name}`,
      why: 'a spec cannot state it; it stays as it is',
    });
  }
}
