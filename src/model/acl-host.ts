/** `*` in the host of an ACL: every client. */
export const anyHost = '*';

/**
 * An address as Kafka's authorizer compares it: the text of `java.net.InetAddress.getHostAddress()`. That is eight groups of
 * lower-case hexadecimal digits without leading zeros and without `::`, and for an IPv4-mapped address the IPv4 one. A
 * zone (`fe80::1%2`) stays. `undefined`: the text is no address.
 */
export function hostAddress(text: string): string | undefined {
  const [address = '', zone, ...more] = text.split('%');
  if (more.length > 0 || zone === '' || (zone !== undefined && !zonePattern.test(zone))) return undefined;
  const v4 = ipv4Bytes(address);
  if (v4 !== undefined) return zone === undefined ? v4.join('.') : undefined;
  const groups = ipv6Groups(address);
  if (groups === undefined) return undefined;
  const mapped = mappedAddress(groups);
  if (mapped !== undefined && zone === undefined) return mapped;
  const written = groups.map((group) => group.toString(16)).join(':');
  return zone === undefined ? written : `${written}%${zone}`;
}

/** Why no client ever has this host, in words that follow "because"; `undefined`: one may. Takes the text of an ACL entry. */
export function whyNoClient(host: string): string | undefined {
  if (host === anyHost) return undefined;
  const address = hostAddress(host);
  if (address === undefined)
    return 'Kafka compares the address of the client as text, and this is no address';
  if (address !== host) return `Kafka writes this address as ${address}, and compares texts`;
  const [plain = '', zone] = address.split('%');
  if (/^fe[89ab][0-9a-f]:/.test(plain)) {
    if (zone !== undefined && /^[1-9]\d*$/.test(zone)) return undefined;
    return "Kafka writes a link-local address with the number of the broker's own network interface, as in %2";
  }
  if (zone !== undefined) return 'only link-local addresses (fe80::/10) have a zone';
  if (plain === '0.0.0.0' || plain === '0:0:0:0:0:0:0:0') return 'it is the address that nobody has';
  const isGroup = /^ff[0-9a-f]{2}:/.test(plain) || /^(22[4-9]|23\d|255\.255\.255\.255$)/.test(plain);
  return isGroup ? 'it is an address of a group of hosts, which opens no connection' : undefined;
}

/** The name or number of a network interface. */
const zonePattern = /^[A-Za-z0-9._:-]{1,64}$/;

/** Four decimal numbers, without leading zeros: some programs read those as octal. */
function ipv4Bytes(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const isByte = (part: string): boolean => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isByte) ? parts.map(Number) : undefined;
}

function ipv6Groups(text: string): readonly number[] | undefined {
  const [left = '', right, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const before = groupsOf(left, right === undefined);
  if (right === undefined) return before?.length === 8 ? before : undefined;
  const after = groupsOf(right, true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  return missing < 1 ? undefined : [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

/** Groups between colons; the last two may be written as an IPv4 address where the text ends. */
function groupsOf(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    const v4 = mayEndInIpv4 && index === parts.length - 1 ? ipv4Bytes(part) : undefined;
    if (v4 !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = v4;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** `::ffff:0:0/96`: Java makes an IPv4 address of it, as the socket does of a client that comes over IPv4. */
function mappedAddress(groups: readonly number[]): string | undefined {
  const [, , , , , marker = 0, high = 0, low = 0] = groups;
  if (marker !== 0xffff || groups.slice(0, 5).some((group) => group !== 0)) return undefined;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
