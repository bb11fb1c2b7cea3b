import { execFileSync } from 'node:child_process';
import { type LoadResult, loadSpec } from '../../src/lint/load-spec.ts';
import type { SpecSource } from '../../src/spec/read-spec.ts';
import type { ReferenceResult } from '../../src/spec/yaml/reference.ts';

/** Loads a spec from texts, by file name. */
export function loadTexts(
  texts: Readonly<Record<string, string>>,
  source: Partial<SpecSource> = {},
): Promise<LoadResult> {
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
  return loadSpec({ files, readReference: async () => missing, secret: () => undefined, ...source });
}

const missing: ReferenceResult = { ok: false, problem: 'does not exist' };

/** `readReference` for files that stand in a table. */
export function references(
  files: Readonly<Record<string, string>>,
): (path: string) => Promise<ReferenceResult> {
  return async (path) => {
    const content = files[path];
    return content === undefined ? missing : { ok: true, content: Buffer.from(content) };
  };
}

/** A self-signed certificate with a new key, made by openssl; `subject` as its -subj option takes it. */
export function newCertificate(subject: string): { readonly certificate: string; readonly key: string } {
  const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const output = execFileSync(
    'openssl',
    ['req', '-x509', ...options, '-utf8', '-subj', subject, '-keyout', '-', '-out', '-'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const block = (type: string) => {
    const match = new RegExp(`-----BEGIN ${type}-----[^-]*-----END ${type}-----\n`).exec(output);
    if (match === null) throw new Error(`openssl made no ${type}`);
    return match[0];
  };
  return { certificate: block('CERTIFICATE'), key: block('PRIVATE KEY') };
}
