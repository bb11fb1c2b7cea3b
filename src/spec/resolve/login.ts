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
  const { locator, references } = context;
  checkLogin(cluster, raw, path, context);
  const secret = (field: SecretField, name: string) =>
    references.secret({
      name,
      position: locator.value([...path, field]),
      field,
      goesToAiven: path.at(-1) === 'mirror',
    });
  checkPair(raw, path, context);
  return {
    position: locator.key(path),
    ...(raw.sasl_plain_username != null && { username: raw.sasl_plain_username }),
    ...(raw.sasl_plain_password && {
      password: secret('sasl_plain_password', raw.sasl_plain_password.secret),
    }),
    ...(raw.ssl_client_cert && { clientCert: secret('ssl_client_cert', raw.ssl_client_cert.secret) }),
    ...(raw.ssl_client_key && { clientKey: secret('ssl_client_key', raw.ssl_client_key.secret) }),
  };
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
  const usesSasl = protocol.startsWith('SASL_');
  const unused = [...(usesSasl ? [] : saslFields), ...(protocol === 'SSL' ? [] : certificateFields)];
  for (const field of unused.filter((name) => raw[name] != null)) {
    report.add(
      'login',
      locator.key([...path, field]),
      `${field} is not used with ${protocol}`,
      'Remove it, or change security_protocol.',
    );
  }
  const hasCertificate = certificateFields.some((name) => raw[name] != null);
  const needed = usesSasl ? saslFields : protocol === 'SSL' && hasCertificate ? certificateFields : [];
  for (const field of needed.filter((name) => raw[name] == null)) {
    report.add('login', locator.key(path), `${String(path.at(-1))} lacks ${field}`, `Add ${field}.`);
  }
}

/** As the authorizer sees the login: KafkaPrincipal of SASL is the user name; without any login it is ANONYMOUS. */
export function principalOf(
  cluster: RawCluster,
  login: RawLogin,
  references: References,
): string | undefined {
  if (cluster.security_protocol?.startsWith('SASL_')) {
    return login.sasl_plain_username == null ? undefined : `User:${login.sasl_plain_username}`;
  }
  if (login.ssl_client_cert == null) return 'User:ANONYMOUS';
  return references.principal(login.ssl_client_cert.secret);
}
