/**
 * Settings of the environment that would void TLS, whoever set them. The action does not start with one of
 * them; names only, never values.
 */
export function unsafeEnvironment(env: Readonly<Record<string, string | undefined>>): readonly string[] {
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
