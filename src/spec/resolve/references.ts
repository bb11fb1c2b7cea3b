import type { Position } from '../../model/position.ts';
import { Secret } from '../../model/secret.ts';
import { type Report, show } from '../rules/report.ts';
import type { ReferenceResult } from '../yaml/reference.ts';
import { certificatePrincipal, isCertificate } from './certificate-principal.ts';

/** Resolves references of one spec: every secret once per name, every file once per path. */
export interface References {
  secret(name: string, position: Position): Secret;
  /** PEM text; `undefined` when it cannot be used, which is reported. */
  certificates(path: string, position: Position): Promise<string | undefined>;
  /** How Kafka names the holder of the certificate in a secret; `undefined` when that cannot be told. */
  principal(name: string): string | undefined;
  readonly secrets: ReadonlyMap<string, Secret>;
}

export function newReferences(options: {
  readonly readReference: (path: string) => Promise<ReferenceResult>;
  readonly secret: (name: string) => string | undefined;
  readonly report: Report;
}): References {
  const { report } = options;
  const secrets = new Map<string, Secret>();
  const files = new Map<string, Promise<ReferenceResult>>();
  return {
    secrets,
    secret(name, position) {
      const value = options.secret(name);
      if (value !== undefined && value.length < shortestSecret) {
        const message = `the value of KAFKA_SECRET_${name} has fewer than ${shortestSecret} characters`;
        const hint = 'Use a longer secret: one so short cannot be kept out of logs and comments.';
        report.add('secret-too-short', position, message, hint);
      }
      const secret = secrets.get(name) ?? (value === undefined ? Secret.named(name) : Secret.of(name, value));
      secrets.set(name, secret);
      return secret;
    },
    async certificates(path, position) {
      const pending = files.get(path) ?? options.readReference(path);
      files.set(path, pending);
      const result = await pending;
      const checked = result.ok ? checkCertificates(result.content) : result;
      if (checked.ok) return checked.pem;
      const hint = 'Name a PEM file of certificates inside the repository, without private keys.';
      report.add('file-unusable', position, `the file ${show(path)} ${checked.problem}`, hint);
      return undefined;
    },
    principal(name) {
      const pem = options.secret(name);
      return pem === undefined ? undefined : certificatePrincipal(pem);
    },
  };
}

/** Shorter values appear by chance in other text, so that hiding them would destroy it. */
const shortestSecret = 8;

/** Aiven's limit on each PEM field of an endpoint. */
const longestPem = 16_384;

const pemBlock = /-----BEGIN ([A-Z0-9 ]{1,40})-----[A-Za-z0-9+/=\s]*-----END \1-----/g;

type Certificates =
  | { readonly ok: true; readonly pem: string }
  | { readonly ok: false; readonly problem: string };

function checkCertificates(content: Uint8Array): Certificates {
  const pem = new TextDecoder('utf-8').decode(content);
  if (pem.includes('PRIVATE KEY-----')) {
    return { ok: false, problem: 'holds a private key: treat that key as leaked and replace it' };
  }
  if (pem.length > longestPem) return { ok: false, problem: `has more than ${longestPem} characters` };
  const blocks = [...pem.matchAll(pemBlock)];
  if (blocks.length === 0) return { ok: false, problem: 'holds no PEM certificate' };
  for (const [block, type] of blocks) {
    if (type !== 'CERTIFICATE') return { ok: false, problem: 'holds something else than certificates' };
    if (!isCertificate(block)) return { ok: false, problem: 'holds a certificate that cannot be read' };
  }
  return { ok: true, pem };
}
