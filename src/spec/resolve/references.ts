import type { X509Certificate } from 'node:crypto';
import type { Position } from '../../model/position.ts';
import { Secret } from '../../model/secret.ts';
import { type Report, show } from '../rules/report.ts';
import type { ReferenceResult } from '../yaml/reference.ts';
import { dateProblem, readCertificateFile } from './certificate-file.ts';
import { certificatePrincipal } from './certificate-principal.ts';
import { isKeyOf, type SecretField, secretProblems } from './secret-value.ts';

/** Resolves references of one spec: every secret once per name, every file once per path. */
export interface References {
  secret(reference: {
    readonly name: string;
    readonly position: Position;
    readonly field: SecretField;
    readonly goesToAiven: boolean;
  }): Secret;
  /** False only when both are known and do not belong together. */
  fit(certificate: string, key: string): boolean;
  /** PEM text; `undefined` when it cannot be used, which is reported. */
  certificates(path: string, position: Position): Promise<string | undefined>;
  /** How Kafka names the holder of the certificate in a secret; `undefined` when that cannot be told. */
  principal(name: string): string | undefined;
  readonly secrets: ReadonlyMap<string, Secret>;
}

export function newReferences(options: {
  readonly readReference: (path: string) => Promise<ReferenceResult>;
  readonly secret: (name: string) => string | undefined;
  readonly now: Date | undefined;
  readonly report: Report;
}): References {
  const { report, now } = options;
  /** GitHub gives empty text for a secret that does not exist. */
  const knownValue = (name: string) => options.secret(name) || undefined;
  const secrets = new Map<string, Secret>();
  const files = new Map<string, Promise<ReferenceResult>>();
  const reportDates = (path: string, certificates: readonly X509Certificate[], position: Position): void => {
    const problems = certificates.flatMap((one) => (now && dateProblem(one, now)) || []);
    if (problems.length === 0) return;
    const some = `the file ${show(path)}: ${problems.slice(0, 3).join('; ')}`;
    if (problems.length === certificates.length) {
      const hint = 'Put the CA certificate that is valid today into the file.';
      report.add('certificate-dates', position, `no certificate is valid in ${some}`, hint);
    } else {
      report.add('certificate-old', position, some, 'Remove the certificates that are not valid.');
    }
  };
  return {
    secrets,
    secret({ name, position, field, goesToAiven }) {
      const value = knownValue(name);
      if (value !== undefined) {
        const problems = secretProblems({ name, value, field, goesToAiven, now });
        for (const { code, message, hint } of problems) report.add(code, position, message, hint);
      }
      const secret = secrets.get(name) ?? (value === undefined ? Secret.named(name) : Secret.of(name, value));
      secrets.set(name, secret);
      return secret;
    },
    async certificates(path, position) {
      const pending = files.get(path) ?? options.readReference(path);
      files.set(path, pending);
      const result = await pending;
      const checked = result.ok ? readCertificateFile(result.content) : result;
      if (checked.ok) {
        reportDates(path, checked.certificates, position);
        return checked.pem;
      }
      const hint = 'Name a PEM file of certificates inside the repository, without private keys.';
      report.add('file-unusable', position, `the file ${show(path)} ${checked.problem}`, hint);
      return undefined;
    },
    fit(certificate, key) {
      const [pem, keyPem] = [knownValue(certificate), knownValue(key)];
      return pem === undefined || keyPem === undefined || isKeyOf(pem, keyPem);
    },
    principal(name) {
      const pem = knownValue(name);
      return pem === undefined ? undefined : certificatePrincipal(pem);
    },
  };
}
