import { Secret } from '../../model/secret.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings of the environment that would void TLS, whoever set them. The action does not start with one of
 * them; names only, never values.
 */
export function unsafeEnvironment(env: Environment): readonly string[] {
  const problems: string[] = [];
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    problems.push('NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off');
  }
  if (env['SSLKEYLOGFILE']) problems.push('SSLKEYLOGFILE writes the keys of every TLS connection to a file');
  if (/--(tls-keylog|inspect)/.test(env['NODE_OPTIONS'] ?? '')) {
    problems.push('NODE_OPTIONS opens TLS connections or the whole process to others');
  }
  return problems;
}

/** The `KAFKA_SECRET_…` variables that are there, set or empty. */
export function secretVariablesIn(env: Environment): readonly string[] {
  return Object.keys(env).filter((name) => name.startsWith('KAFKA_SECRET_'));
}

/** Every secret that the workflow gives, whether the spec names it or not. */
export function secretsOfRun(env: Environment): readonly Secret[] {
  return secretVariablesIn(env).map((name) => Secret.of(name, env[name] ?? ''));
}
