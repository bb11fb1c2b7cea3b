import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createCertificateAuthority } from '../../../sandbox/kafka/certificate-authority.ts';

describe('a certificate authority', () => {
  const authority = createCertificateAuthority('Sandbox CA');
  const root = new X509Certificate(authority.pem);

  test('is one, signed by itself', () => {
    expect(root.ca).toBe(true);
    expect(root.subject).toBe('CN=Sandbox CA');
    expect(root.verify(root.publicKey)).toBe(true);
  });

  test('issues certificates for hosts that are no authorities', () => {
    const issued = authority.issue({ commonName: 'broker', hosts: ['localhost', '127.0.0.1'] });
    const certificate = new X509Certificate(issued.certificatePem);
    expect(certificate.ca).toBe(false);
    expect(certificate.issuer).toBe(root.subject);
    expect(certificate.checkIssued(root)).toBe(true);
    expect(certificate.verify(root.publicKey)).toBe(true);
    expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(certificate.checkPrivateKey(createPrivateKey(issued.privateKeyPem))).toBe(true);
  });

  test('is valid now and for years', () => {
    expect(root.validFromDate.getTime()).toBeLessThan(Date.now());
    expect(root.validToDate.getTime()).toBeGreaterThan(Date.now() + 5 * 365 * 24 * 3600 * 1000);
  });

  test('is another one each time', () => {
    expect(createCertificateAuthority('Sandbox CA').pem).not.toBe(authority.pem);
    const other = new X509Certificate(
      createCertificateAuthority('Sandbox CA').issue({ commonName: 'x' }).certificatePem,
    );
    expect(other.verify(root.publicKey)).toBe(false);
  });
});
