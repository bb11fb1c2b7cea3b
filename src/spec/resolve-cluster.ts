import type { Position } from '../model/position.ts';
import type { ProfileSettings } from './profiles.ts';
import type { References } from './references.ts';
import type { Report } from './report.ts';
import { resolveAivenAcls, resolveKafkaAcls } from './resolve-acls.ts';
import { byKey, resolveTopics } from './resolve-topics.ts';
import type { RawCluster, RawLogin, RawManage, RawMirror } from './schema-cluster.ts';
import type { Locator, SourcePath } from './source-node.ts';
import type {
  AivenClusterSpec,
  ClusterSpec,
  ExternalClusterSpec,
  LoginSpec,
  ManageSpec,
  MirrorIdentity,
  NamePattern,
  Tombstone,
} from './spec.ts';

export interface ClusterContext {
  readonly project: string;
  readonly profiles: ReadonlyMap<string, ProfileSettings>;
  readonly references: References;
  readonly locator: Locator;
  readonly report: Report;
}

/** `undefined` when it is neither an Aiven service nor an external cluster, or both; reported. */
export async function resolveCluster(
  alias: string,
  raw: RawCluster,
  context: ClusterContext,
): Promise<ClusterSpec | undefined> {
  const path = ['clusters', alias];
  if (!isOneKind(raw, path, context)) return undefined;
  const type = raw.service === undefined ? 'external' : 'aiven';
  const { locator, report, profiles } = context;
  const manage = resolveManage(raw.manage, [...path, 'manage'], locator);
  const acls = { locator, report, path: [...path, 'acls'] };
  const base = {
    alias,
    position: locator.key(path),
    manage,
    topics: resolveTopics(raw.topics ?? {}, {
      profiles,
      locator,
      report,
      type,
      path: [...path, 'topics'],
      unlistedConfig: manage.topics?.unlistedConfig ?? 'report',
    }),
    removedTopics: resolveTombstones(raw.removed?.topics ?? {}, [...path, 'removed', 'topics'], locator),
    kafkaAcls: resolveKafkaAcls(raw.acls?.kafka ?? [], acls),
    aivenAcls: resolveAivenAcls(raw.acls?.aiven ?? [], acls),
  };
  if (raw.service !== undefined) {
    return {
      ...base,
      type: 'aiven',
      service: raw.service,
      project: raw.project ?? context.project,
    } satisfies AivenClusterSpec;
  }
  return { ...base, ...(await resolveConnection(alias, raw, path, context)) };
}

const externalFields = [
  'bootstrap_servers',
  'cluster_id',
  'security_protocol',
  'sasl_mechanism',
  'ssl_ca_cert',
  'ssl_endpoint_identification_algorithm',
  'mirror',
  'admin',
] as const;

function isOneKind(raw: RawCluster, path: SourcePath, { locator, report }: ClusterContext): boolean {
  const external = externalFields.find((field) => raw[field] !== undefined);
  if (raw.service !== undefined) {
    if (external === undefined) return true;
    const hint =
      'Keep service: for an Aiven service, or bootstrap_servers: and the rest for an external cluster.';
    report.add(
      'cluster-kind',
      locator.key([...path, external]),
      `${external} does not belong to an Aiven service`,
      hint,
    );
    return false;
  }
  if (raw.project !== undefined) {
    const hint = 'Remove it, or name the service: of an Aiven cluster.';
    report.add(
      'cluster-kind',
      locator.key([...path, 'project']),
      'an external cluster has no Aiven project',
      hint,
    );
  }
  if (raw.bootstrap_servers !== undefined && raw.security_protocol !== undefined)
    return raw.project === undefined;
  const lacks = raw.bootstrap_servers === undefined ? 'bootstrap_servers' : 'security_protocol';
  const message =
    external === undefined ? 'a cluster needs service or bootstrap_servers' : `the cluster lacks ${lacks}`;
  const hint =
    'Name the Aiven service:, or the bootstrap_servers: and security_protocol: of an external cluster.';
  report.add('cluster-kind', locator.key(path), message, hint);
  return false;
}

async function resolveConnection(alias: string, raw: RawCluster, path: SourcePath, context: ClusterContext) {
  const { locator, references } = context;
  const securityProtocol = raw.security_protocol ?? 'SASL_SSL';
  const usesTls = securityProtocol === 'SSL' || securityProtocol === 'SASL_SSL';
  const sslCaCert =
    raw.ssl_ca_cert &&
    (await references.certificates(raw.ssl_ca_cert.file, locator.value([...path, 'ssl_ca_cert'])));
  checkConnection(raw, path, context);
  const connection: Omit<ExternalClusterSpec, keyof CommonPart> = {
    type: 'external',
    bootstrapServers: raw.bootstrap_servers ?? [],
    ...(raw.cluster_id !== undefined && { clusterId: raw.cluster_id }),
    securityProtocol,
    ...(raw.sasl_mechanism !== undefined && { saslMechanism: raw.sasl_mechanism }),
    ...(sslCaCert !== undefined && { sslCaCert }),
    sslEndpointIdentificationAlgorithm: raw.ssl_endpoint_identification_algorithm ?? (usesTls ? 'https' : ''),
    ...(raw.mirror && { mirror: resolveMirror(alias, raw, raw.mirror, [...path, 'mirror'], context) }),
    ...(raw.admin && { admin: resolveLogin(raw, raw.admin, [...path, 'admin'], context) }),
  };
  return connection;
}

type CommonPart = Pick<
  ExternalClusterSpec,
  'alias' | 'position' | 'manage' | 'topics' | 'removedTopics' | 'kafkaAcls' | 'aivenAcls'
>;

/** Settings that only mean something with another security protocol. */
function checkConnection(raw: RawCluster, path: SourcePath, { locator, report }: ClusterContext): void {
  const protocol = raw.security_protocol ?? '';
  const usesSasl = protocol.startsWith('SASL_');
  if (usesSasl && raw.sasl_mechanism === undefined && (raw.mirror !== undefined || raw.admin !== undefined)) {
    const hint = 'Add sasl_mechanism: SCRAM-SHA-512, or the one the brokers use.';
    report.add(
      'login',
      locator.value([...path, 'security_protocol']),
      `${protocol} needs sasl_mechanism`,
      hint,
    );
  }
  if (!usesSasl && raw.sasl_mechanism !== undefined) {
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
    if (raw[field] === undefined) continue;
    report.add(
      'login',
      locator.key([...path, field]),
      `${field} means nothing with ${protocol}`,
      'Remove it, or use TLS.',
    );
  }
}

const saslFields = ['sasl_plain_username', 'sasl_plain_password'] as const;
const certificateFields = ['ssl_client_cert', 'ssl_client_key'] as const;

function resolveLogin(
  cluster: RawCluster,
  raw: RawLogin,
  path: SourcePath,
  context: ClusterContext,
): LoginSpec {
  const { locator, references } = context;
  checkLogin(cluster, raw, path, context);
  const secret = (field: keyof RawLogin, name: string) =>
    references.secret(name, locator.value([...path, field]));
  return {
    position: locator.key(path),
    ...(raw.sasl_plain_username !== undefined && { username: raw.sasl_plain_username }),
    ...(raw.sasl_plain_password && {
      password: secret('sasl_plain_password', raw.sasl_plain_password.secret),
    }),
    ...(raw.ssl_client_cert && { clientCert: secret('ssl_client_cert', raw.ssl_client_cert.secret) }),
    ...(raw.ssl_client_key && { clientKey: secret('ssl_client_key', raw.ssl_client_key.secret) }),
  };
}

function checkLogin(
  cluster: RawCluster,
  raw: RawLogin,
  path: SourcePath,
  { locator, report }: ClusterContext,
): void {
  const protocol = cluster.security_protocol ?? '';
  const usesSasl = protocol.startsWith('SASL_');
  const unused = [...(usesSasl ? [] : saslFields), ...(protocol === 'SSL' ? [] : certificateFields)];
  for (const field of unused.filter((name) => raw[name] !== undefined)) {
    report.add(
      'login',
      locator.key([...path, field]),
      `${field} is not used with ${protocol}`,
      'Remove it, or change security_protocol.',
    );
  }
  const hasCertificate = certificateFields.some((name) => raw[name] !== undefined);
  const needed = usesSasl ? saslFields : protocol === 'SSL' && hasCertificate ? certificateFields : [];
  for (const field of needed.filter((name) => raw[name] === undefined)) {
    report.add('login', locator.key(path), `${String(path.at(-1))} lacks ${field}`, `Add ${field}.`);
  }
}

function resolveMirror(
  alias: string,
  cluster: RawCluster,
  raw: RawMirror,
  path: SourcePath,
  context: ClusterContext,
): MirrorIdentity {
  const login = resolveLogin(cluster, raw, path, context);
  const endpoint = raw.endpoint ?? alias;
  const principal = raw.principal ?? principalOf(cluster, raw, context.references);
  checkEndpoint(cluster, endpoint, path, context);
  return { ...login, endpoint, ...(principal !== undefined && { principal }) };
}

/** Aiven's limits on `endpoint_name` and on the one text of all bootstrap servers. */
function checkEndpoint(
  cluster: RawCluster,
  endpoint: string,
  path: SourcePath,
  { locator, report }: ClusterContext,
): void {
  if (endpoint.length > 40) {
    const message = 'the alias is longer than the 40 characters of an endpoint name';
    report.add('endpoint-name', locator.key(path), message, 'Set mirror.endpoint to a shorter name.');
  }
  if ((cluster.bootstrap_servers ?? []).join(',').length > 256) {
    const position: Position = locator.value([...path.slice(0, -1), 'bootstrap_servers']);
    const message = 'Aiven takes at most 256 characters of bootstrap servers';
    report.add(
      'bootstrap-server',
      position,
      message,
      'List fewer brokers: two or three are enough to find the others.',
    );
  }
}

/** As the authorizer sees the login: KafkaPrincipal of SASL is the user name; without any login it is ANONYMOUS. */
function principalOf(cluster: RawCluster, login: RawLogin, references: References): string | undefined {
  if (cluster.security_protocol?.startsWith('SASL_')) {
    return login.sasl_plain_username === undefined ? undefined : `User:${login.sasl_plain_username}`;
  }
  if (login.ssl_client_cert === undefined) return 'User:ANONYMOUS';
  return references.principal(login.ssl_client_cert.secret);
}

function resolveManage(raw: RawManage | undefined, path: SourcePath, locator: Locator): ManageSpec {
  if (raw === undefined) return {};
  const patterns = (written: readonly string[], where: SourcePath): readonly NamePattern[] =>
    written.map((pattern, index) => ({ pattern, position: locator.value([...where, index]) }));
  return {
    position: locator.key(path),
    ...(raw.topics && {
      topics: {
        position: locator.key([...path, 'topics']),
        scope: patterns(raw.topics.scope, [...path, 'topics', 'scope']),
        exclude: patterns(raw.topics.exclude ?? [], [...path, 'topics', 'exclude']),
        prune: raw.topics.prune ?? 'removed',
        unlistedConfig: raw.topics.unlisted_config ?? 'report',
      },
    }),
    ...(raw.acls && {
      acls: {
        position: locator.key([...path, 'acls']),
        principals: patterns(raw.acls.principals, [...path, 'acls', 'principals']),
      },
    }),
  };
}

export function resolveTombstones(
  raw: Readonly<Record<string, { readonly reason?: string | undefined }>>,
  path: SourcePath,
  locator: Locator,
): ReadonlyMap<string, Tombstone> {
  const tombstones = Object.entries(raw).sort(byKey);
  return new Map(
    tombstones.map(([name, { reason }]) => [
      name,
      { position: locator.key([...path, name]), ...(reason !== undefined && { reason }) },
    ]),
  );
}
