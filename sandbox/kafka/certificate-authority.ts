import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** Certificates for servers on this machine, made in a few milliseconds: `keytool` would take a JVM start for each step. */
export interface CertificateAuthority {
  readonly pem: string;
  issue(subject: CertificateSubject): IssuedCertificate;
}

export interface CertificateSubject {
  readonly commonName: string;
  /** Host names and IPv4 addresses. Empty for a client's certificate. */
  readonly hosts?: readonly string[];
  /** Ten years from now unless told. */
  readonly until?: Date;
}

export interface IssuedCertificate {
  readonly certificatePem: string;
  /** PKCS #8, not encrypted. */
  readonly privateKeyPem: string;
}

/** A new P-256 authority, valid for ten years from a day ago unless told. */
export function createCertificateAuthority(
  commonName: string,
  options: Pick<CertificateSubject, 'until'> = {},
): CertificateAuthority {
  const keys = newKeys();
  const issuer = { name: distinguishedName(commonName), keys };
  const certificate = makeCertificate({
    subject: issuer.name,
    publicKey: keys.publicKey,
    issuer,
    ...options,
    extensions: [
      extension(OID.basicConstraints, sequence(TRUE), 'critical'),
      // keyCertSign and cRLSign
      extension(OID.keyUsage, bitString(Buffer.from([0x06]), 1), 'critical'),
      extension(OID.subjectKeyIdentifier, octetString(keyIdentifier(keys.publicKey))),
    ],
  });
  return {
    pem: pemOf(certificate),
    issue: ({ commonName, hosts = [], until }) => {
      const own = newKeys();
      const leaf = makeCertificate({
        subject: distinguishedName(commonName),
        publicKey: own.publicKey,
        issuer,
        ...(until === undefined ? {} : { until }),
        extensions: [
          extension(OID.basicConstraints, sequence(), 'critical'),
          // digitalSignature
          extension(OID.keyUsage, bitString(Buffer.from([0x80]), 7), 'critical'),
          extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth), oid(OID.clientAuth))),
          extension(OID.authorityKeyIdentifier, sequence(tagged(0x80, keyIdentifier(keys.publicKey)))),
          ...(hosts.length === 0 ? [] : [extension(OID.subjectAltName, sequence(...hosts.map(generalName)))]),
        ],
      });
      return {
        certificatePem: pemOf(leaf),
        privateKeyPem: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

const OID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** X.509 version 3, RFC 5280 section 4.1. */
function makeCertificate(parts: {
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly issuer: { readonly name: Buffer; readonly keys: KeyPair };
  readonly until?: Date;
  readonly extensions: readonly Buffer[];
}): Buffer {
  const day = 24 * 60 * 60 * 1000;
  const until = parts.until?.getTime() ?? Date.now() + 3650 * day;
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    parts.issuer.name,
    sequence(time(Math.min(Date.now(), until) - day), time(until)),
    parts.subject,
    spki(parts.publicKey),
    tagged(0xa3, sequence(...parts.extensions)),
  );
  const signature = sign('sha256', toBeSigned, parts.issuer.keys.privateKey);
  return sequence(toBeSigned, algorithm, bitString(signature, 0));
}

function newKeys(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1').update(spki(key)).digest();
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function pemOf(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(oid(OID.commonName), tagged(0x0c, Buffer.from(commonName)))));
}

function generalName(host: string): Buffer {
  return isIPv4(host)
    ? tagged(0x87, Buffer.from(host.split('.').map(Number)))
    : tagged(0x82, Buffer.from(host, 'ascii'));
}

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(oid(id), ...(critical ? [TRUE] : []), octetString(value));
}

/** Distinguished encoding rules: a tag, a length, the content. */
function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(evenHex(body.length.toString(16)), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

const TRUE = tagged(0x01, Buffer.from([0xff]));

function sequence(...content: readonly Buffer[]): Buffer {
  return tagged(0x30, ...content);
}

/** Big-endian; the first bit must be 0, else the number is negative. */
function integer(value: Buffer): Buffer {
  return tagged(0x02, value);
}

function bitString(value: Buffer, unusedBits: number): Buffer {
  return tagged(0x03, Buffer.from([unusedBits]), value);
}

function octetString(value: Buffer): Buffer {
  return tagged(0x04, value);
}

/** RFC 5280 wants UTCTime, with two digits for the year, until 2049. */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`, 'ascii'));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function evenHex(hex: string): string {
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}
