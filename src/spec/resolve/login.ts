import type { Report } from '../rules/report.ts';
import type { RawCluster, RawLogin } from '../schema/cluster.ts';
import type { LoginSpec } from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';
import type { References } from './references.ts';

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

/** As the authorizer sees the login: KafkaPrincipal of SASL is the user name; without any login it is ANONYMOUS. */
export function principalOf(
  cluster: RawCluster,
  login: RawLogin,
  references: References,
): string | undefined {
  if (cluster.security_protocol?.startsWith('SASL_')) {
    return login.sasl_plain_username === undefined ? undefined : `User:${login.sasl_plain_username}`;
  }
  if (login.ssl_client_cert === undefined) return 'User:ANONYMOUS';
  return references.principal(login.ssl_client_cert.secret);
}
