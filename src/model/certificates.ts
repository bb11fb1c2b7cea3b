import { X509Certificate } from 'node:crypto';

const pemCertificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g;

/**
 * The certificates of a PEM text as a sorted set of SHA-256 fingerprints of their DER form. Order, line breaks,
 * repetitions and words between the blocks mean nothing to TLS. Undefined when one cannot be read, or there is none.
 */
function certificateSet(pem: string): readonly string[] | undefined {
  const blocks = pem.match(pemCertificate) ?? [];
  const fingerprints = blocks.map(fingerprint);
  if (fingerprints.length === 0 || fingerprints.includes(undefined)) return undefined;
  return [...new Set(fingerprints.flatMap((one) => one ?? []))].sort();
}

function fingerprint(block: string): string | undefined {
  try {
    return new X509Certificate(block).fingerprint256;
  } catch {
    return undefined;
  }
}

/** Equal texts say the same of a CA file. */
export function canonicalCertificates(pem: string): string {
  return certificateSet(pem)?.join(' ') ?? pem.replace(/\s+/g, '');
}
