import { readCertificate } from './certificate-file.ts';

/**
 * The principal that Kafka's DefaultKafkaPrincipalBuilder makes of a client certificate:
 * `User:` and X500Principal.getName(), which is RFC 2253 with the last name of the certificate first.
 *
 * `undefined` when Java and OpenSSL might spell the subject differently: attributes that RFC 2253 has no short
 * name for (Java prints their OID and hex), several attributes in one name, and characters that are escaped.
 */
export function certificatePrincipal(pem: string): string | undefined {
  const subject = readCertificate(pem)?.subject;
  if (subject === undefined || subject === '') return undefined;
  const names = subject.split('\n').map(relativeName);
  if (names.includes(undefined)) return undefined;
  return `User:${names.reverse().join(',')}`;
}

const shortNames = new Set(['CN', 'C', 'L', 'ST', 'O', 'OU', 'street', 'DC', 'UID']);

function relativeName(line: string): string | undefined {
  const equals = line.indexOf('=');
  const type = line.slice(0, equals);
  const value = line.slice(equals + 1);
  if (
    equals < 0 ||
    !shortNames.has(type) ||
    !/^[A-Za-z0-9._:/@*-]([A-Za-z0-9._:/@* -]*[A-Za-z0-9._:/@*-])?$/.test(value)
  ) {
    return undefined;
  }
  return `${type.toUpperCase()}=${value}`;
}
