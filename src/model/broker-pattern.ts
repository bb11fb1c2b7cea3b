import { hostAddress } from './acl-host.ts';
import { canonicalHost, type HostPort } from './broker-address.ts';

/**
 * Brokers that may be contacted: one host, or those whose first label fits between two texts. The star stands for one
 * or more characters of that label, never for a dot.
 */
export interface BrokerPattern {
  /** In one spelling: `b-*.prod.kafka.example:9096`, `[0:0:0:0:0:0:0:1]:*`. */
  readonly text: string;
  readonly host:
    | { readonly kind: 'exact'; readonly host: string }
    | { readonly kind: 'starred'; readonly before: string; readonly after: string; readonly domain: string };
  readonly port: number | '*';
}

export type ParsedPattern =
  | { readonly ok: true; readonly pattern: BrokerPattern }
  /** Two clauses: what is wrong, and what to write instead. */
  | { readonly ok: false; readonly problem: string; readonly hint: string };

const literalLabels = 3;
const anywhere = 'Write host:port, or one * inside the first label, as in b-*.prod.kafka.example:9096.';

/** Reads one entry of `brokers`. */
export function parseBrokerPattern(text: string): ParsedPattern {
  const parts = /^(\[[^\]]*\]|[^:[\]]*):(.*)$/.exec(text);
  if (parts === null) return refused('is not host:port', anywhere);
  const [, written = '', portText = ''] = parts;
  if (portText.includes(':') && hostAddress(text.slice(0, text.lastIndexOf(':'))) !== undefined) {
    return refused('is not host:port', 'Write an IPv6 address in brackets: [2001:db8::1]:9093.');
  }
  const port = portText === '*' ? '*' : /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port !== '*' && (port < 1 || port > 65_535)) {
    return refused('has no port that may be contacted', 'Write one port from 1 to 65535, or * for any.');
  }
  const host = written.startsWith('[') ? bracketedHost(written) : hostOf(written);
  if (!host.ok) return host;
  return { ok: true, pattern: { text: `${textOf(host.host)}:${port}`, host: host.host, port } };
}

/** Whether a broker at this address, as it was advertised, may be contacted. */
export function allowsBroker({ host, port }: BrokerPattern, address: HostPort): boolean {
  // Brokers may advertise any number.
  if (address.port < 1 || address.port > 65_535) return false;
  if (port !== '*' && port !== address.port) return false;
  const asked = canonicalHost(address.host);
  if (asked === undefined) return false;
  if (host.kind === 'exact') return asked === host.host;
  const dot = asked.indexOf('.');
  const label = dot < 0 ? asked : asked.slice(0, dot);
  return (
    dot > 0 &&
    asked.slice(dot + 1) === host.domain &&
    label.length > host.before.length + host.after.length &&
    label.startsWith(host.before) &&
    label.endsWith(host.after) &&
    // An internationalised label spells other letters than the ones that were reviewed.
    !label.startsWith('xn--')
  );
}

const addressPattern = [
  'is a pattern for addresses',
  'Write every address in full: only names may have a *.',
] as const;

type ParsedHost =
  | { readonly ok: true; readonly host: BrokerPattern['host'] }
  | Extract<ParsedPattern, { ok: false }>;

function bracketedHost(written: string): ParsedHost {
  const inside = written.slice(1, -1);
  const address = inside.includes(':') ? hostAddress(inside) : undefined;
  if (address !== undefined) return { ok: true, host: { kind: 'exact', host: address } };
  return inside.includes('*')
    ? refused(...addressPattern)
    : refused('has no IPv6 address between its brackets', 'Write [2001:db8::1]:9093.');
}

function hostOf(written: string): ParsedHost {
  if (!written.includes('*')) {
    const host = canonicalHost(written);
    return host === undefined
      ? refused('has no host', anywhere)
      : { ok: true, host: { kind: 'exact', host } };
  }
  const [first = '', ...labels] = (written.endsWith('.') ? written.slice(0, -1) : written).split('.');
  const domain = labels.join('.');
  if (/\d/.test(written) && /^[\d.*]+$/.test(written)) return refused(...addressPattern);
  if (domain.includes('*') || first.split('*').length !== 2) {
    return refused('may have one *, inside the first label', 'List the brokers one by one, or use one *.');
  }
  const star = first.indexOf('*');
  const [before, after] = [first.slice(0, star).toLowerCase(), first.slice(star + 1).toLowerCase()];
  // The name as a broker would have it, with one character for the star.
  if (canonicalHost(`${before}x${after}.${domain}`) === undefined) return refused('has no host', anywhere);
  if (/^(\d+|0[xX][0-9a-fA-F]*)$/.test(labels.at(-1) ?? '')) {
    return refused(...addressPattern);
  }
  if (labels.length < literalLabels) {
    const hint = `Write at least ${literalLabels} labels behind the one with the *, or list the brokers one by one.`;
    return refused(`covers too much: ${labels.length} labels stand behind the one with the *`, hint);
  }
  if (before.startsWith('xn--')) {
    return refused('has a * in an internationalised label', 'List the brokers one by one.');
  }
  return { ok: true, host: { kind: 'starred', before, after, domain: domain.toLowerCase() } };
}

function textOf(host: BrokerPattern['host']): string {
  if (host.kind === 'starred') return `${host.before}*${host.after}.${host.domain}`;
  return host.host.includes(':') ? `[${host.host}]` : host.host;
}

function refused(problem: string, hint: string): Extract<ParsedPattern, { ok: false }> {
  return { ok: false, problem, hint };
}
