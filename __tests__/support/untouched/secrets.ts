import { createCertificateAuthority } from '../../../sandbox/kafka/certificate-authority.ts';

const login = createCertificateAuthority('CA for tests only').issue({ commonName: 'aiven-mm2' });

/** What the secrets of the specs hold, by name. */
export const secrets = {
  PASSWORD: 'password-of-onprem',
  OTHER: 'yet-another-password',
  CERT: login.certificatePem,
  KEY: login.privateKeyPem,
};
