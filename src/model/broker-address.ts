import { hostAddress } from './acl-host.ts';

/** Where a broker listens. `host` as it was written: a name, or an address without brackets. */
export interface HostPort {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** `host:port`, or `[v6]:port`; `undefined` for anything else. */
export function parseBroker(text: string): HostPort | undefined {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text.trim());
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatBroker({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * One spelling of a host, to compare by: an address as `hostAddress` writes it, or a name in lower case without the dot of
 * a full domain name. `undefined`: it is neither, as a host with letters beyond ASCII. Brokers may say anything here, and
 * what a resolver makes of odd text (`K` for `k`, full-width dots) must not be guessed.
 */
export function canonicalHost(host: string): string | undefined {
  const address = hostAddress(host);
  if (address !== undefined) return address;
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  const isName = name.length <= 253 && name.split('.').every((label) => labelPattern.test(label));
  // ASCII by the pattern, so this is the lower case that resolvers use.
  return isName ? name.toLowerCase() : undefined;
}

const labelPattern = /^[A-Za-z0-9_-]{1,63}$/;

/** One spelling of `host:port`, to compare by; what is not that is compared as it is. Names are not resolved. */
export function brokerAddress(text: string): string {
  const broker = parseBroker(text);
  if (broker === undefined) return text;
  const { host, port } = broker;
  return formatBroker({ host: canonicalHost(host) ?? host, port });
}

/** An address that both lists hold, in its one spelling; undefined: they share none. */
export function sharedAddress(one: readonly string[], other: readonly string[]): string | undefined {
  const there = new Set(other.map(brokerAddress));
  return one.map(brokerAddress).find((address) => there.has(address));
}
