import { createPrivateKey, type KeyObject } from 'node:crypto';
import { aivenLimits } from '../../model/limits/aiven.ts';
import type { RuleCode } from '../rules/rules.ts';
import { dateProblem, readCertificate } from './certificate-file.ts';

export type SecretField = 'sasl_plain_password' | 'ssl_client_cert' | 'ssl_client_key';

/** A secret that a run knows, and what it is for. Its value is read here and never repeated. */
export interface SecretValue {
  readonly name: string;
  readonly value: string;
  readonly field: SecretField;
  /** Of `mirror`: Aiven keeps it for MirrorMaker 2, which is stricter than this tool. */
  readonly goesToAiven: boolean;
  /** Undefined: dates are not looked at. */
  readonly now: Date | undefined;
}

export interface SecretProblem {
  readonly code: RuleCode;
  readonly message: string;
  readonly hint: string;
}

/** Shorter values appear by chance in other text, so that hiding them would destroy it. */
const minSecretLength = 8;

export function secretProblems(secret: SecretValue): readonly SecretProblem[] {
  const { name, value, field } = secret;
  if (value.trim() === '') {
    const message = `the value of KAFKA_SECRET_${name} is nothing but white space`;
    const hint = `Set the secret ${name} again: \`gh secret set ${name} --body "$PASSWORD"\` with a variable that has a value.`;
    return [{ code: 'secret-blank', message, hint }];
  }
  if (value.length < minSecretLength) {
    const message = `the value of KAFKA_SECRET_${name} has fewer than ${minSecretLength} characters`;
    const hint = 'Use a longer secret: one so short cannot be kept out of logs and comments.';
    return [{ code: 'secret-too-short', message, hint }];
  }
  return [...lengthProblems(secret), ...checks[field](secret)];
}

const checks: Readonly<Record<SecretField, (secret: SecretValue) => readonly SecretProblem[]>> = {
  sasl_plain_password: whiteSpace,
  ssl_client_cert: clientCertificate,
  ssl_client_key: clientKey,
};

/** Aiven counts characters as JSON Schema does: code points. */
function lengthProblems({ name, value, field, goesToAiven }: SecretValue): readonly SecretProblem[] {
  const maxLength = field === 'sasl_plain_password' ? aivenLimits.saslPassword : aivenLimits.pem;
  const length = [...value].length;
  if (!goesToAiven || length <= maxLength) return [];
  const message = `the value of KAFKA_SECRET_${name} has ${length} characters, and Aiven takes at most ${maxLength}`;
  const hint =
    field === 'sasl_plain_password'
      ? `Give the user a password of at most ${maxLength} characters.`
      : 'Leave out what is not needed, such as text between the PEM blocks.';
  return [{ code: 'secret-too-long', message, hint }];
}

const lineBreak = /[\n\r\v\f\u0085\u2028\u2029]/;

function whiteSpace({ name, value }: SecretValue): readonly SecretProblem[] {
  const tail = value.slice(value.trimEnd().length);
  if (lineBreak.test(tail)) {
    const message = `the value of KAFKA_SECRET_${name} ends with a line break, which would be part of the password`;
    const hint = `Set the secret ${name} again without it: \`gh secret set ${name} --body "$PASSWORD"\`, or use \`printf %s\` instead of \`echo\`.`;
    return [{ code: 'secret-line-break', message, hint }];
  }
  if (value.trim() === value) return [];
  const where = tail === '' ? 'begins' : value.trimStart() === value ? 'ends' : 'begins and ends';
  const message = `the value of KAFKA_SECRET_${name} ${where} with white space, which is part of the password`;
  return [
    {
      code: 'secret-white-space',
      message,
      hint: `Set the secret ${name} again without it if it is not meant.`,
    },
  ];
}

function clientCertificate({ name, value, now }: SecretValue): readonly SecretProblem[] {
  const certificate = readCertificate(value);
  if (certificate === undefined) {
    const message = `the value of KAFKA_SECRET_${name} is no PEM certificate that can be read`;
    const hint = `Set the secret ${name} to the whole file, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.`;
    return [{ code: 'certificate-unusable', message, hint }];
  }
  const problem = now === undefined ? undefined : dateProblem(certificate, now);
  if (problem === undefined) return [];
  const message = `brokers refuse the certificate in KAFKA_SECRET_${name}: ${problem}`;
  return [
    {
      code: 'certificate-dates',
      message,
      hint: `Set the secret ${name} to a certificate that is valid today.`,
    },
  ];
}

/** Kafka's DefaultSslEngineFactory reads PKCS#8 only, and Aiven's endpoint has no field for the password of a key. */
function clientKey({ name, value, goesToAiven }: SecretValue): readonly SecretProblem[] {
  const label = /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY)-----/.exec(value)?.[1];
  const convert = 'openssl pkcs8 -topk8 -nocrypt -in key.pem -out key-pkcs8.pem';
  const unusable = (says: string, hint: string): readonly SecretProblem[] => [
    { code: 'private-key-format', message: `the value of KAFKA_SECRET_${name} is ${says}`, hint },
  ];
  if (label === undefined) {
    const hint = `Set the secret ${name} to the whole file, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.`;
    return unusable('no PEM private key', hint);
  }
  const hint = `Convert it with ${convert} and set the secret ${name} to the new file.`;
  if (label === 'ENCRYPTED PRIVATE KEY' || value.includes('Proc-Type: 4,ENCRYPTED')) {
    return unusable('an encrypted private key, for which there is no password', hint);
  }
  if (goesToAiven && label !== 'PRIVATE KEY') {
    const form = label === 'RSA PRIVATE KEY' ? 'PKCS#1' : label;
    return unusable(`a private key in the form ${form}; Kafka reads PKCS#8 (BEGIN PRIVATE KEY) only`, hint);
  }
  if (readKey(value) !== undefined) return [];
  return unusable(
    'a private key that cannot be read',
    `Set the secret ${name} to the whole, unchanged file.`,
  );
}

/** Whether the two belong together; true when one of them cannot be read, which is said of it. */
export function isKeyOf(certificate: string, key: string): boolean {
  const read = readCertificate(certificate);
  const privateKey = readKey(key);
  return read === undefined || privateKey === undefined || read.checkPrivateKey(privateKey);
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
