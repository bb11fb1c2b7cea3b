import { parseBroker } from '../../model/broker-address.ts';
import { allowsBroker, type BrokerPattern, parseBrokerPattern } from '../../model/broker-pattern.ts';
import type { Report } from '../rules/report.ts';
import type { RawCluster } from '../schema/cluster.ts';
import type { AllowedBrokersSpec } from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';

interface BrokersContext {
  readonly locator: Locator;
  readonly report: Report;
}

/** The brokers that this action may contact; `undefined`: the spec names none, so the hosts of the bootstrap servers are meant. */
export function resolveBrokers(
  raw: RawCluster,
  path: SourcePath,
  context: BrokersContext,
): AllowedBrokersSpec | undefined {
  if (raw.brokers === undefined) return undefined;
  const { locator } = context;
  const patterns = raw.brokers.flatMap((text) => {
    const parsed = parseBrokerPattern(text);
    // What cannot be read was refused with the shape.
    return parsed.ok ? [parsed.pattern] : [];
  });
  checkProtection(raw, patterns, path, context);
  checkBootstrap(raw.bootstrap_servers ?? [], patterns, path, context);
  return { position: locator.key([...path, 'brokers']), patterns };
}

/** Whether each broker must show a certificate for the name it is contacted by. */
export function provesBrokers(
  raw: Pick<RawCluster, 'security_protocol' | 'ssl_endpoint_identification_algorithm'>,
): boolean {
  return speaksTls(raw) && raw.ssl_endpoint_identification_algorithm !== '';
}

function speaksTls({ security_protocol }: Pick<RawCluster, 'security_protocol'>): boolean {
  return security_protocol === 'SSL' || security_protocol === 'SASL_SSL';
}

/** Behind a pattern, and be it for the port alone, only the certificate tells whether the broker belongs to the cluster. */
function checkProtection(
  raw: RawCluster,
  patterns: readonly BrokerPattern[],
  path: SourcePath,
  { locator, report }: BrokersContext,
): void {
  if (provesBrokers(raw)) return;
  const usesTls = speaksTls(raw);
  for (const [index, pattern] of patterns.entries()) {
    if (pattern.host.kind === 'exact' && pattern.port !== '*') continue;
    const why = usesTls ? 'with the check of host names off' : `with ${raw.security_protocol}`;
    report.add(
      'broker-pattern-unprotected',
      locator.value([...path, 'brokers', index]),
      `${pattern.text} is a pattern, and ${why} nothing proves that a broker under it belongs to the cluster`,
      usesTls
        ? 'Remove ssl_endpoint_identification_algorithm, or list the brokers one by one with their ports.'
        : 'Use SASL_SSL or SSL, or list the brokers one by one with their ports.',
    );
  }
}

function checkBootstrap(
  servers: readonly string[],
  patterns: readonly BrokerPattern[],
  path: SourcePath,
  { locator, report }: BrokersContext,
): void {
  for (const [index, server] of servers.entries()) {
    const address = parseBroker(server);
    if (address !== undefined && patterns.some((pattern) => allowsBroker(pattern, address))) continue;
    const position = locator.value([...path, 'bootstrap_servers', index]);
    const message = `brokers does not allow ${server}, so this action cannot begin there`;
    report.add('bootstrap-server-not-allowed', position, message, `Add ${server} to brokers.`);
  }
}

/**
 * A pattern that allows all of these, where their hosts differ in the first label only. For hints; never
 * used itself. Undefined: no one pattern does.
 */
export function onePattern(servers: readonly string[]): string | undefined {
  const split = servers.map((server) => /^([^.:]+)\.(.+)$/.exec(server) ?? ['', '', '']);
  const [[, , domain = ''] = []] = split;
  if (split.some(([, , other]) => other !== domain)) return undefined;
  const before = commonBeginning(split.map(([, label = '']) => label));
  const parsed = parseBrokerPattern(`${before}*.${domain}`);
  return parsed.ok ? parsed.pattern.text : undefined;
}

function commonBeginning([first = '', ...others]: readonly string[]): string {
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length++;
  return first.slice(0, length);
}
