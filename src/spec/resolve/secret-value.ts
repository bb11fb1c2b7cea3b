import { createPrivateKey, type KeyObject } from 'node:crypto';
import { aivenLimits } from '../../model/limits/aiven.ts';
import { whyNoSecret } from '../../model/placeholder.ts';
import type { RuleCode } from '../rules/rules.ts';
import { dateProblem, readCertificate, unreadableCertificate } from './certificate-file.ts';

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

/** What is wrong with a value, in words that never repeat any of it. */
export function secretProblems(secret: SecretValue): readonly SecretProblem[] {
  const { name, value, field } = secret;
  if (value.trim() === '') {
    const message = `the value of KAFKA_SECRET_${name} is nothing but white space`;
    const hint = `Set the secret ${name} again: \`gh secret set ${name} --body "$PASSWORD"\` with a variable that has a value.`;
    return [{ code: 'secret-blank', message, hint }];
  }
  const placeholder = whyNoSecret(value);
  if (placeholder !== undefined) {
    const message = `the value of KAFKA_SECRET_${name} ${placeholder}`;
    const hint = `Set the secret ${name} again, to its real value: \`gh secret set ${name} --body "$PASSWORD"\` with a variable that has it.`;
    return [{ code: 'secret-placeholder', message, hint }];
  }
  if (value.length < minSecretLength) {
    const message = `the value of KAFKA_SECRET_${name} has fewer than ${minSecretLength} characters`;
    const hint = 'Use a longer secret: one so short cannot be kept out of logs and comments.';
    return [{ code: 'secret-too-short', message, hint }];
  }
  return [...lengthProblems(secret), ...checks[field](secret)];
}

const checks: Readonly<Record<SecretField, (secret: SecretValue) => readonly SecretProblem[]>> = {
  sasl_plain_password: passwordText,
  ssl_client_cert: (secret) => firstOf(controlCharacters(secret, notInPem), () => clientCertificate(secret)),
  ssl_client_key: (secret) => firstOf(controlCharacters(secret, notInPem), () => clientKey(secret)),
};

/** One cause is said once: what else is found may follow from it. */
function firstOf(
  problems: readonly SecretProblem[],
  others: () => readonly SecretProblem[],
): readonly SecretProblem[] {
  return problems.length > 0 ? problems : others();
}

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

/** A line break comes from echo or from copying, so it has a message of its own. */
function passwordText(secret: SecretValue): readonly SecretProblem[] {
  const { name, value } = secret;
  if (!lineBreak.test(value)) return firstOf(controlCharacters(secret, /\p{Cc}/u), () => whiteSpace(secret));
  const isInside = lineBreak.test(value.trim());
  const where = isInside
    ? 'holds'
    : lineBreak.test(value.slice(value.trimEnd().length))
      ? 'ends with'
      : 'begins with';
  const message = `the value of KAFKA_SECRET_${name} ${where} a line break, which would be part of the password`;
  const hint = isInside
    ? `Set the secret ${name} again, to one line: it seems to hold more than the password.`
    : `Set the secret ${name} again without it: \`gh secret set ${name} --body "$PASSWORD"\`, or use \`printf %s\` instead of \`echo\`.`;
  return [{ code: 'secret-line-break', message, hint }];
}

/** Neither SASL nor JSON nor a PEM block takes them, and nobody sees them. */
function controlCharacters({ name, value }: SecretValue, characters: RegExp): readonly SecretProblem[] {
  const found = characters.exec(value)?.[0].codePointAt(0);
  if (found === undefined) return [];
  const point = `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
  const message = `the value of KAFKA_SECRET_${name} holds the control character ${point}`;
  const hint = `Set the secret ${name} again without it: it may come from a file in another encoding, or from a terminal.`;
  return [{ code: 'secret-control-character', message, hint }];
}

function whiteSpace({ name, value }: SecretValue): readonly SecretProblem[] {
  if (value.trim() === value) return [];
  const where =
    value.trimEnd() === value ? 'begins' : value.trimStart() === value ? 'ends' : 'begins and ends';
  const message = `the value of KAFKA_SECRET_${name} ${where} with white space, which is part of the password`;
  return [
    {
      code: 'secret-white-space',
      message,
      hint: `Set the secret ${name} again without it if it is not meant.`,
    },
  ];
}

/** All but the tabs and line breaks that PEM files have. */
const notInPem = /(?![\t\n\r])\p{Cc}/u;

function clientCertificate({ name, value, now }: SecretValue): readonly SecretProblem[] {
  const certificate = readCertificate(value);
  if (certificate === undefined) {
    const message = `the value of KAFKA_SECRET_${name} is no PEM certificate that can be read`;
    const hint = `Set the secret ${name} to the whole file, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.`;
    return [{ code: 'certificate-unusable', message, hint }];
  }
  const damaged = unreadableCertificate(value);
  if (damaged !== undefined) {
    const message = `certificate ${damaged} in the value of KAFKA_SECRET_${name} is damaged`;
    const hint = `Set the secret ${name} to the whole, unchanged file of the certificate and its chain.`;
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
