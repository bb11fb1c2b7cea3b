import { describe, expect, test } from '@jest/globals';
import { certificatePrincipal } from '../../../../src/spec/resolve/certificate-principal.ts';
import { newCertificate } from '../../../support/spec-files.ts';

/* As java.security.cert.X509Certificate.getSubjectX500Principal().getName() prints the same certificates. */
describe('the principal of a client certificate', () => {
  test.each([
    ['/CN=aiven-mm2', 'User:CN=aiven-mm2'],
    [
      '/C=FI/ST=Uusimaa/L=Helsinki/O=Example Corp/OU=Data/CN=mm2',
      'User:CN=mm2,OU=Data,O=Example Corp,L=Helsinki,ST=Uusimaa,C=FI',
    ],
    ['/DC=example/DC=corp/UID=mm2', 'User:UID=mm2,DC=corp,DC=example'],
  ])('%s is %s', (subject, expected) => {
    expect(certificatePrincipal(newCertificate(subject).certificate)).toBe(expected);
  });

  test.each([
    ['an attribute without a short name', '/CN=mm2/emailAddress=a@example.com'],
    ['a comma', '/CN=mm2, the mirror'],
    ['an equals sign', '/CN=a=b'],
    ['letters beyond ASCII', '/CN=müll'],
    ['two attributes in one name', '/CN=mm2+OU=data'],
  ])('%s: Java and OpenSSL may differ, so it is not guessed', (_, subject) => {
    const { certificate } = newCertificate(subject);
    expect(certificatePrincipal(certificate)).toBeUndefined();
  });

  test('what is not a certificate has none', () => {
    expect(certificatePrincipal('not a certificate')).toBeUndefined();
  });
});
