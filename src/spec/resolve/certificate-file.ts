import { X509Certificate } from 'node:crypto';
import { aivenLimits } from '../../model/limits/aiven.ts';

export type CertificateFile =
  | { readonly ok: true; readonly pem: string; readonly certificates: readonly X509Certificate[] }
  /** Completes "the file …". */
  | { readonly ok: false; readonly problem: string };

const pemBlock = /-----BEGIN ([A-Z0-9 ]{1,40})-----[A-Za-z0-9+/=\s]*-----END \1-----/g;

/** Public material only: what a repository may hold. */
export function readCertificateFile(content: Uint8Array): CertificateFile {
  const pem = new TextDecoder('utf-8').decode(content);
  if (pem.includes('PRIVATE KEY-----')) {
    return { ok: false, problem: 'holds a private key: treat that key as leaked and replace it' };
  }
  if (pem.length > aivenLimits.pem)
    return { ok: false, problem: `has more than ${aivenLimits.pem} characters` };
  const certificates: X509Certificate[] = [];
  for (const [block, type] of pem.matchAll(pemBlock)) {
    if (type !== 'CERTIFICATE') return { ok: false, problem: 'holds something else than certificates' };
    const certificate = readCertificate(block);
    if (certificate === undefined) return { ok: false, problem: 'holds a certificate that cannot be read' };
    certificates.push(certificate);
  }
  if (certificates.length === 0) return { ok: false, problem: 'holds no PEM certificate' };
  return { ok: true, pem, certificates };
}

/** Which certificate of a text, from 1, cannot be read; undefined: all of them can. */
export function unreadableCertificate(pem: string): number | undefined {
  const blocks = [...pem.matchAll(pemBlock)].filter(([, type]) => type === 'CERTIFICATE');
  const index = blocks.findIndex(([block]) => readCertificate(block) === undefined);
  return index < 0 ? undefined : index + 1;
}

/** The first certificate of the text; undefined: it holds none that can be read. */
export function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Why TLS refuses it today, as a clause; undefined: its dates are right. */
export function dateProblem({ validFrom, validTo, subject }: X509Certificate, now: Date): string | undefined {
  const name = subject === '' ? 'a certificate' : subject.replace(/\s*\n\s*/g, ', ');
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (to.getTime() < now.getTime()) return `${name} ended on ${day(to)}`;
  return from.getTime() > now.getTime() ? `${name} begins on ${day(from)}` : undefined;
}

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unreadable day' : date.toISOString().slice(0, 10);
}
