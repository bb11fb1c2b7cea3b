import { canonicalHost, formatBroker, type HostPort, parseBroker } from '../../model/broker-address.ts';
import { allowsBroker, type BrokerPattern } from '../../model/broker-pattern.ts';
import type { KafkaConnection } from '../../model/kafka-connection.ts';
import { KafkaFailure } from '../failure.ts';

export type Address = HostPort;

export const formatAddress = formatBroker;

/** `host:port`, or `[v6]:port`. */
export function parseAddress(text: string): Address {
  const address = parseBroker(text);
  if (address !== undefined) return address;
  throw new KafkaFailure({
    code: 'unreachable',
    kafkaCode: 'not-contacted',
    transient: false,
    message: `bootstrap_servers has ${text}, which is not host:port`,
  });
}

/**
 * The brokers that may be contacted: those under `brokers`; without it the hosts of `bootstrap_servers`, with any port,
 * because the brokers behind one host differ by port. A host that brokers advertise is not enough, whatever domain it is
 * in: who controls one broker would choose where the password goes.
 */
export class AllowedBrokers {
  readonly #cluster: string;
  readonly #patterns: readonly BrokerPattern[];
  readonly #areListed: boolean;

  constructor({
    cluster,
    bootstrapServers,
    brokers,
  }: Pick<KafkaConnection, 'cluster' | 'bootstrapServers' | 'brokers'>) {
    this.#cluster = cluster;
    this.#areListed = brokers !== undefined;
    this.#patterns = brokers ?? bootstrapServers.flatMap((text) => atAnyPort(parseAddress(text)));
  }

  allows(address: Address): boolean {
    return this.#patterns.some((pattern) => allowsBroker(pattern, address));
  }

  /** Throws for a broker that may not be contacted. */
  check(address: Address): void {
    if (this.allows(address)) return;
    const place = formatAddress(address);
    const list = this.#areListed ? 'brokers' : 'bootstrap_servers';
    const next = this.#areListed
      ? 'add it to brokers'
      : 'list it under brokers, beside the bootstrap servers,';
    throw new KafkaFailure({
      code: 'not-contacted',
      kafkaCode: 'not-contacted',
      transient: false,
      message: `${this.#cluster} names a broker at ${place}, which is not among its ${list}, so nothing was sent there; ${next} if it belongs to the cluster`,
    });
  }
}

function atAnyPort({ host }: Address): BrokerPattern[] {
  const canonical = canonicalHost(host);
  if (canonical === undefined) return [];
  return [{ text: `${canonical}:*`, host: { kind: 'exact', host: canonical }, port: '*' }];
}
