import { describe, expect, test } from '@jest/globals';
import { canonicalCertificates } from '../../../src/model/certificates.ts';
import { endpointComparison } from '../../../src/plan/compare/endpoint.ts';
import { liveEndpoint } from '../../support/build/live.ts';
import { endpoint } from '../../support/build/resources.ts';
import { datedCertificates } from '../../support/dated-certificates.ts';

const { ended, present, later } = datedCertificates;

describe('CA certificates are a set', () => {
  test.each<[string, string, string]>([
    ['another order', ended + present, present + ended],
    ['other line breaks', present, present.replaceAll('\n', '\r\n')],
    ['one of them twice', ended + present, present + ended + present],
    ['words between them', ended + present, `# old\n${ended}\n# new\n${present}`],
  ])('%s is the same', (_, one, other) => {
    expect(canonicalCertificates(one)).toBe(canonicalCertificates(other));
    const fields = compared(one, other);
    expect(fields).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['one more', present, ended + present],
    ['one less', ended + present, ended],
    ['another one', ended + present, ended + later],
  ])('%s is a change', (_, one, other) => {
    expect(canonicalCertificates(one)).not.toBe(canonicalCertificates(other));
    expect(compared(one, other)).toEqual(['ssl_ca_cert']);
  });

  test('what cannot be read is compared as text', () => {
    expect(canonicalCertificates('a b')).toBe(canonicalCertificates('a\nb'));
    expect(canonicalCertificates('a b')).not.toBe(canonicalCertificates('b a'));
  });
});

function compared(one: string, other: string): readonly string[] {
  const wanted = endpoint('dc1', { ssl_ca_cert: one });
  const live = liveEndpoint('dc1', { ssl_ca_cert: other });
  return endpointComparison.compare(wanted, live, {}).fields.map(({ field }) => field);
}
