import { KafkaFailure } from '../failure.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, or `[v6]:port`. */
export function parseAddress(text: string): Address {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text.trim());
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw new KafkaFailure({
      code: 'unreachable',
      kafkaCode: 'not-contacted',
      transient: false,
      message: `bootstrap_servers has ${text}, which is not host:port`,
    });
  }
  return { host, port };
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * The hosts that may be contacted: those of `bootstrap_servers`, with any port, because the brokers behind one
 * host differ by port. A host that brokers advertise is not enough, whatever domain it is in: who controls one
 * broker would choose where the password goes.
 */
export class AllowedHosts {
  readonly #cluster: string;
  readonly #hosts: ReadonlySet<string>;

  constructor(cluster: string, bootstrap: readonly Address[]) {
    this.#cluster = cluster;
    this.#hosts = new Set(bootstrap.map(({ host }) => normalize(host)));
  }

  /** Throws for every other host. */
  check(address: Address): void {
    if (this.#hosts.has(normalize(address.host))) return;
    const place = formatAddress(address);
    throw new KafkaFailure({
      code: 'not-contacted',
      kafkaCode: 'not-contacted',
      transient: false,
      message: `${this.#cluster} names a broker at ${place}, which is not among its bootstrap_servers, so nothing was sent there; add ${place} to bootstrap_servers if it belongs to the cluster`,
    });
  }
}

/** Case and the dot at the end of a full domain name make no difference. */
function normalize(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
