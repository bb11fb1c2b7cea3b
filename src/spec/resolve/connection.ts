import type { EndpointField } from '../../model/endpoint.ts';
import { aivenLimits } from '../../model/limits/aiven.ts';
import type { RawCluster, RawMirror } from '../schema/cluster.ts';
import type { ClusterBase, ExternalClusterSpec, MirrorIdentity } from '../spec.ts';
import type { SourcePath } from '../yaml/source-node.ts';
import { onePattern, provesBrokers, resolveBrokers } from './brokers.ts';
import { type LoginContext, principalOf, resolveLogin } from './login.ts';

/** How an external cluster is reached and who logs in: all that an Aiven service does not have. */
export async function resolveConnection(
  key: string,
  raw: RawCluster,
  path: SourcePath,
  context: LoginContext,
): Promise<Omit<ExternalClusterSpec, keyof ClusterBase>> {
  const { locator, references } = context;
  const securityProtocol = raw.security_protocol ?? 'SASL_SSL';
  const usesTls = securityProtocol === 'SSL' || securityProtocol === 'SASL_SSL';
  const sslCaCert =
    raw.ssl_ca_cert == null
      ? undefined
      : await references.certificates(raw.ssl_ca_cert.file, locator.value([...path, 'ssl_ca_cert']));
  checkConnection(raw, path, context);
  const brokers = resolveBrokers(raw, path, context);
  return {
    type: 'external',
    bootstrapServers: raw.bootstrap_servers ?? [],
    ...(brokers !== undefined && { brokers }),
    ...(raw.cluster_id !== undefined && { clusterId: raw.cluster_id }),
    securityProtocol,
    ...(sslCaCert !== undefined && { sslCaCert }),
    sslEndpointIdentificationAlgorithm: raw.ssl_endpoint_identification_algorithm ?? (usesTls ? 'https' : ''),
    statedInEndpoint: statedInEndpoint(raw),
    ...(raw.mirror && { mirror: resolveMirror(key, raw, raw.mirror, [...path, 'mirror'], context) }),
    ...(raw.admin && { admin: resolveLogin(raw, raw.admin, [...path, 'admin'], context) }),
  };
}

const connectionFields = [
  'sasl_mechanism',
  'ssl_ca_cert',
  'ssl_endpoint_identification_algorithm',
] as const satisfies readonly EndpointField[];
const loginFields = [
  'sasl_plain_username',
  'sasl_plain_password',
  'ssl_client_cert',
  'ssl_client_key',
] as const satisfies readonly EndpointField[];

/** Every cluster has the first two. */
function statedInEndpoint(raw: RawCluster): ReadonlySet<EndpointField> {
  return new Set<EndpointField>([
    'bootstrap_servers',
    'security_protocol',
    ...connectionFields.filter((field) => raw[field] !== undefined),
    ...loginFields.filter((field) => raw.mirror?.[field] !== undefined),
  ]);
}

/** Settings that only mean something with another security protocol. */
function checkConnection(raw: RawCluster, path: SourcePath, { locator, report }: LoginContext): void {
  const protocol = raw.security_protocol ?? '';
  const usesSasl = protocol.startsWith('SASL_');
  if (usesSasl && raw.sasl_mechanism == null && (raw.mirror !== undefined || raw.admin !== undefined)) {
    const hint = 'Add sasl_mechanism: SCRAM-SHA-512, or the one the brokers use.';
    report.add(
      'login',
      locator.value([...path, 'security_protocol']),
      `${protocol} needs sasl_mechanism`,
      hint,
    );
  }
  if (!usesSasl && raw.sasl_mechanism != null) {
    const hint = 'Remove it, or use SASL_SSL.';
    report.add(
      'login',
      locator.key([...path, 'sasl_mechanism']),
      `sasl_mechanism means nothing with ${protocol}`,
      hint,
    );
  }
  if (protocol.endsWith('SSL')) return;
  for (const field of ['ssl_ca_cert', 'ssl_endpoint_identification_algorithm'] as const) {
    if (raw[field] == null) continue;
    report.add(
      'login',
      locator.key([...path, field]),
      `${field} means nothing with ${protocol}`,
      'Remove it, or use TLS.',
    );
  }
}

function resolveMirror(
  key: string,
  cluster: RawCluster,
  raw: RawMirror,
  path: SourcePath,
  context: LoginContext,
): MirrorIdentity {
  const login = resolveLogin(cluster, raw, path, context);
  const endpoint = raw.endpoint ?? key;
  const principal = raw.principal ?? principalOf(cluster, raw, context.references);
  checkEndpoint(cluster, endpoint, path, context);
  return { ...login, endpoint, ...(principal !== undefined && { principal }) };
}

/** Aiven's limits on `endpoint_name` and on the one text of all bootstrap servers. */
function checkEndpoint(
  cluster: RawCluster,
  endpoint: string,
  path: SourcePath,
  { locator, report }: LoginContext,
): void {
  const aliases = Object.values(cluster.aliases ?? {});
  const used = aliases.length === 0 || aliases.some((alias) => alias.endpoint === undefined);
  if (used && endpoint.length > aivenLimits.endpointName) {
    const message = `the name of the cluster is longer than the ${aivenLimits.endpointName} characters of an endpoint name`;
    report.add('endpoint-name', locator.key(path), message, 'Set mirror.endpoint to a shorter name.');
  }
  if ((cluster.bootstrap_servers ?? []).join(',').length > aivenLimits.bootstrapServers) {
    const position = locator.value([...path.slice(0, -1), 'bootstrap_servers']);
    const message = `Aiven takes at most ${aivenLimits.bootstrapServers} characters of bootstrap servers`;
    report.add('bootstrap-server', position, message, tooLongHint(cluster));
  }
}

/** The two lists serve two programs: MirrorMaker 2 finds the other brokers from a few, this action must be told which it may contact. */
function tooLongHint({ bootstrap_servers = [], brokers, ...connection }: RawCluster): string {
  const few = 'Keep two or three: MirrorMaker 2 finds the others from them.';
  if (brokers !== undefined) return few;
  const pattern = provesBrokers(connection) ? onePattern(bootstrap_servers) : undefined;
  const all = pattern === undefined ? 'with every broker' : `['${pattern}']`;
  return `${few} Name the brokers that this action may contact in brokers: ${all}.`;
}
