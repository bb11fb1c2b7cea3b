import type { KafkaLogin } from '../../model/kafka-connection.ts';
import type { Report } from '../rules/report.ts';
import type { RawCluster, RawLogin } from '../schema/cluster.ts';
import type { LoginSpec } from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';
import type { References } from './references.ts';
import type { SecretField } from './secret-value.ts';

export interface LoginContext {
  readonly references: References;
  readonly locator: Locator;
  readonly report: Report;
}

export function resolveLogin(
  cluster: RawCluster,
  raw: RawLogin,
  path: SourcePath,
  context: LoginContext,
): LoginSpec {
  const { locator } = context;
  checkLogin(cluster, raw, path, context);
  checkPair(raw, path, context);
  return { position: locator.key(path), login: loginOf(cluster, raw, path, context) };
}

/** Every secret that is named is looked up, so that each has its findings, whether it is a part of the login or not. */
function loginOf(
  cluster: RawCluster,
  raw: RawLogin,
  path: SourcePath,
  { locator, references }: LoginContext,
): KafkaLogin {
  const secret = (field: SecretField) => {
    const named = raw[field];
    if (named == null) return undefined;
    const position = locator.value([...path, field]);
    return references.secret({ name: named.secret, position, field, goesToAiven: path.at(-1) === 'mirror' });
  };
  const password = secret('sasl_plain_password');
  const certificate = secret('ssl_client_cert');
  const key = secret('ssl_client_key');
  const { sasl_plain_username: username } = raw;
  const { sasl_mechanism: mechanism } = cluster;
  if (usesSasl(cluster)) {
    return mechanism == null || username == null || password === undefined
      ? { kind: 'none' }
      : { kind: 'sasl', mechanism, username, password };
  }
  return certificate === undefined || key === undefined
    ? { kind: 'none' }
    : { kind: 'certificate', certificate, key };
}

function usesSasl({ security_protocol: protocol }: RawCluster): boolean {
  return protocol?.startsWith('SASL_') === true;
}

function checkPair(raw: RawLogin, path: SourcePath, { locator, report, references }: LoginContext): void {
  const { ssl_client_cert: certificate, ssl_client_key: key } = raw;
  if (certificate == null || key == null || references.fit(certificate.secret, key.secret)) return;
  const message = `the key in KAFKA_SECRET_${key.secret} is not that of the certificate in KAFKA_SECRET_${certificate.secret}`;
  const hint = `Set ${certificate.secret} and ${key.secret} to files that were made together.`;
  report.add('key-mismatch', locator.value([...path, 'ssl_client_key']), message, hint);
}

const saslFields = ['sasl_plain_username', 'sasl_plain_password'] as const;
const certificateFields = ['ssl_client_cert', 'ssl_client_key'] as const;

function checkLogin(
  cluster: RawCluster,
  raw: RawLogin,
  path: SourcePath,
  { locator, report }: LoginContext,
): void {
  const protocol = cluster.security_protocol ?? '';
  const sasl = usesSasl(cluster);
  const unused = [...(sasl ? [] : saslFields), ...(protocol === 'SSL' ? [] : certificateFields)];
  for (const field of unused.filter((name) => raw[name] != null)) {
    report.add(
      'login',
      locator.key([...path, field]),
      `${field} is not used with ${protocol}`,
      'Remove it, or change security_protocol.',
    );
  }
  const hasCertificate = certificateFields.some((name) => raw[name] != null);
  const needed = sasl ? saslFields : protocol === 'SSL' && hasCertificate ? certificateFields : [];
  for (const field of needed.filter((name) => raw[name] == null)) {
    report.add('login', locator.key(path), `${String(path.at(-1))} lacks ${field}`, `Add ${field}.`);
  }
}

/**
 * As the authorizer sees the login: KafkaPrincipal of SASL is the user name; without any login it is
 * ANONYMOUS. Undefined: the value that decides is not known in this run.
 */
export function principalOf(
  cluster: RawCluster,
  login: RawLogin,
  references: References,
): string | undefined {
  if (usesSasl(cluster)) {
    return login.sasl_plain_username == null ? undefined : `User:${login.sasl_plain_username}`;
  }
  if (login.ssl_client_cert == null) return 'User:ANONYMOUS';
  return references.principal(login.ssl_client_cert.secret);
}
