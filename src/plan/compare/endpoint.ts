import { X509Certificate } from 'node:crypto';
import { canonicalCertificates } from '../../model/certificates.ts';
import type { FieldChange, FieldValue } from '../../model/change.ts';
import { inOneOrder } from '../../model/comma-list.ts';
import { type EndpointConfig, type EndpointField, endpointFields } from '../../model/endpoint.ts';
import type { Finding } from '../../model/finding.ts';
import { Secret } from '../../model/secret.ts';
import { comparison, foreignFields, type KindComparison } from './comparison.ts';

type Config = EndpointConfig<Secret>;

export const endpointComparison: KindComparison<'endpoint'> = {
  kind: 'endpoint',
  compare(desired, live) {
    const fields: FieldChange[] = [];
    const untold: string[] = [];
    const unset = new Set<string>();
    for (const field of endpointFields) {
      if (!desired.stated.has(field)) continue;
      const wanted = desired.config[field];
      const actual = live.config[field];
      if (wanted instanceof Secret && actual instanceof Secret) {
        const result = isPem(field) ? wanted.comparePem(actual) : wanted.compare(actual);
        if (result === 'different')
          fields.push({ field, from: secret('set', actual), to: secret('changed', wanted) });
        if (result === 'cannot tell' && actual.isKnown) unset.add(`KAFKA_SECRET_${wanted.name}`);
        else if (result === 'cannot tell') untold.push(field);
      } else if (!sameValue(field, wanted, actual) && !(wanted === undefined && isInert(field))) {
        fields.push({ field, from: show(field, actual), to: show(field, wanted) });
      }
    }
    const findings = [...notRevealed(desired, untold), ...notSet(desired, [...unset])];
    const unlisted = endpointFields
      .filter((field) => !desired.stated.has(field))
      .filter((field) => live.config[field] !== undefined && live.config[field] !== desired.config[field])
      .map((field) => ({ field, value: inWords(show(field, live.config[field])) }));
    const foreign = foreignFields(live.stored, (field) => endpointFields.some((name) => name === field));
    return comparison({ fields, findings, unlisted: [...unlisted, ...foreign] });
  },
  stated: (desired) =>
    endpointFields
      .filter((field) => desired.stated.has(field))
      .map((field) => ({ field, value: show(field, desired.config[field]) })),
  describe: (desired) =>
    endpointFields
      .filter((field) => desired.config[field] !== undefined)
      .map((field) => ({ field, from: null, to: show(field, desired.config[field]) })),
  describeLive: (live) =>
    endpointFields
      .filter((field) => live.config[field] !== undefined)
      .map((field) => ({ field, from: show(field, live.config[field]), to: null })),
};

type Compared = Parameters<KindComparison<'endpoint'>['compare']>[0];

function notRevealed({ id, provenance }: Compared, fields: readonly string[]): readonly Finding[] {
  if (fields.length === 0) return [];
  return [
    {
      code: 'secret-not-comparable',
      severity: 'notice',
      message: `Aiven does not reveal ${fields.join(' and ')} of endpoint ${id.name}, so a change of it is not seen`,
      hint: 'After a rotation set the new value on the endpoint in Aiven too, or give the token project:integrations:write.',
      position: provenance.position,
      about: id,
    },
  ];
}

/** Only where a plan is made without the secrets of the spec, as on somebody's own machine. */
function notSet({ id, provenance }: Compared, variables: readonly string[]): readonly Finding[] {
  if (variables.length === 0) return [];
  return [
    {
      code: 'secret-not-comparable',
      severity: 'notice',
      message: `${variables.join(' and ')} ${variables.length === 1 ? 'is' : 'are'} not set here, so a change of what endpoint ${id.name} has is not seen`,
      hint: 'Set the secrets of endpoints to have them compared; the plan on the pull request compares them.',
      position: provenance.position,
      about: id,
    },
  ];
}

/** Aiven's API cannot clear these two fields, and they have no effect under a protocol that does not use them. */
function isInert(field: EndpointField): boolean {
  return field === 'sasl_mechanism' || field === 'ssl_endpoint_identification_algorithm';
}

/** Aiven may keep it in other line breaks than the secret has, or than another client sent. */
function isPem(field: EndpointField): boolean {
  return field === 'ssl_client_cert' || field === 'ssl_client_key';
}

function inWords(value: FieldValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return 'secret' in value ? 'set' : value.join('; ');
}

type ConfigValue = Config[EndpointField];

function sameValue(field: string, wanted: ConfigValue, actual: ConfigValue): boolean {
  if (typeof wanted !== 'string' || typeof actual !== 'string') return wanted === actual;
  if (field === 'bootstrap_servers') {
    return inOneOrder(wanted.toLowerCase()) === inOneOrder(actual.toLowerCase());
  }
  if (field === 'ssl_ca_cert') return canonicalCertificates(wanted) === canonicalCertificates(actual);
  return wanted === actual;
}

function show(field: string, value: ConfigValue): FieldValue {
  if (value === undefined) return null;
  if (value instanceof Secret) return secret('set', value);
  if (field === 'ssl_ca_cert') return describeCertificates(value);
  return value;
}

function secret(state: 'set' | 'changed', value: Secret): FieldValue {
  return { secret: state, name: value.name };
}

/** Fingerprints identify a certificate in one line; PEM text would hide a swapped one. */
function describeCertificates(pem: string): FieldValue {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => {
    try {
      const certificate = new X509Certificate(block);
      return `${certificate.subject.replace(/\s*\n\s*/g, ', ')} SHA-256 ${certificate.fingerprint256}`;
    } catch {
      return 'not an X.509 certificate';
    }
  });
}
