import type { X509Certificate } from 'node:crypto';

/** Why a server's certificate is not taken. */
export type Distrust = 'expired' | 'not valid yet' | 'unknown CA' | 'self-signed' | 'other name' | 'other';

/** Codes of OpenSSL and Node. */
const distrusts: Readonly<Record<string, Distrust>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not valid yet',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown CA',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown CA',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other name',
  HOSTNAME_MISMATCH: 'other name',
};

/** `undefined`: the code is not about the certificate of a server. */
export function distrustOf(code: string): Distrust | undefined {
  if (Object.hasOwn(distrusts, code)) return distrusts[code];
  return /^(?:CERT_|UNABLE_TO_|INVALID_CA$|ERR_TLS_CERT)/.test(code) ? 'other' : undefined;
}

/** Where the certificate itself is not at hand; completes "The certificate of …". */
export const distrustWords: Readonly<Record<Distrust, string>> = {
  expired: 'has expired, or that of the CA behind it has',
  'not valid yet': 'is not valid yet, or the clock of this machine is wrong',
  'unknown CA': 'is not issued by a CA that this runner knows',
  'self-signed': 'is issued by itself, and this runner does not know it',
  'other name': 'is for another host name',
  other: 'cannot be trusted',
};

/**
 * The same of a certificate that is at hand, and which one it is: that of the server, or the one of its chain that ended first.
 * Completes "… has a certificate that cannot be trusted:". `trusted` names the CAs that it should come from.
 */
export function distrustOfCertificate(
  distrust: Distrust,
  leaf: X509Certificate,
  { host, trusted }: { readonly host: string; readonly trusted: string },
): string {
  const chain = chainOf(leaf);
  const last = chain.at(-1) ?? leaf;
  switch (distrust) {
    case 'expired': {
      // At least one has ended, so the one that ends first has.
      const ended = chain.reduce((one, other) => (end(other) < end(one) ? other : one));
      return `${roleOf(ended, leaf)} ${nameOf(ended.subject)} expired on ${day(ended.validTo)}; have it renewed`;
    }
    case 'not valid yet': {
      const early = chain.reduce((one, other) => (begin(other) > begin(one) ? other : one));
      return `${roleOf(early, leaf)} ${nameOf(early.subject)} is valid from ${day(early.validFrom)} on`;
    }
    case 'unknown CA':
      return `${nameOf(leaf.subject)} comes from the CA ${nameOf(last.issuer)}, which is not among ${trusted}`;
    case 'self-signed':
      return `${nameOf(leaf.subject)} is issued by itself and is not among ${trusted}`;
    case 'other name':
      return `it is for ${leaf.subjectAltName ?? nameOf(leaf.subject)}, not for ${host}`;
    case 'other':
      return `${nameOf(leaf.subject)}, issued by ${nameOf(leaf.issuer)}`;
  }
}

/** A hostile server may send any number. */
const maxChain = 10;

function chainOf(leaf: X509Certificate): readonly X509Certificate[] {
  const chain = [leaf];
  for (let next = leaf.issuerCertificate; next !== undefined; next = next.issuerCertificate) {
    if (
      chain.length >= maxChain ||
      chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)
    )
      break;
    chain.push(next);
  }
  return chain;
}

function roleOf(certificate: X509Certificate, leaf: X509Certificate): string {
  return certificate === leaf ? 'the certificate' : 'the CA';
}

/** A subject has one part on each line. */
function nameOf(subject: string): string {
  return subject.split('\n').join(', ');
}

function end({ validTo }: X509Certificate): number {
  return Date.parse(validTo);
}

function begin({ validFrom }: X509Certificate): number {
  return Date.parse(validFrom);
}

function day(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}
