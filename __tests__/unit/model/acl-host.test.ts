import { describe, expect, test } from '@jest/globals';
import { hostAddress, whyNoClient } from '../../../src/model/acl-host.ts';

/** The right column is what `InetAddress.getHostAddress()` of OpenJDK 17 printed for clients of these addresses. */
describe('an address as brokers write it', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['0:0:0:0:0:0:0:1', '0:0:0:0:0:0:0:1'],
    ['0000:0000:0000:0000:0000:0000:0000:0001', '0:0:0:0:0:0:0:1'],
    ['fd00::2', 'fd00:0:0:0:0:0:0:2'],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::ffff:0a00:0001', '10.0.0.1'],
    ['::FFFF:10.0.0.1', '10.0.0.1'],
    ['::1.2.3.4', '0:0:0:0:0:0:102:304'],
    ['64:ff9b::10.0.0.1', '64:ff9b:0:0:0:0:a00:1'],
    ['fe80::fc:ff:fe00:1%4', 'fe80:0:0:0:fc:ff:fe00:1%4'],
  ])('%s', (written, expected) => expect(hostAddress(written)).toBe(expected));

  test.each([
    'app.corp.example',
    '10.0.0.0/8',
    'fd00::/8',
    '010.0.0.1',
    '10.0.0.256',
    '10.0.1',
    '1:2:3:4:5:6:7',
    '1::2::3',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    '10.0.0.1::',
    '[::1]',
    '10.0.0.1:9092',
    '10.0.0.1%2',
    '::1%',
    '',
    '*',
  ])('%s is no address', (text) => expect(hostAddress(text)).toBeUndefined());
});

describe('a host that a client may have', () => {
  test.each([['*'], ['10.1.2.3'], ['0:0:0:0:0:0:0:1'], ['fe80:0:0:0:fc:ff:fe00:1%4'], ['223.255.255.255']])(
    '%s',
    (host) => expect(whyNoClient(host)).toBeUndefined(),
  );

  test.each([
    ['::1', 'as 0:0:0:0:0:0:0:1'],
    ['2001:DB8:0:0:0:0:0:1', 'as 2001:db8:0:0:0:0:0:1'],
    ['::ffff:10.0.0.1', 'as 10.0.0.1'],
    ['010.0.0.1', 'no address'],
    ['10.0.0.0/8', 'no address'],
    ['app.corp.example', 'no address'],
    ['fe80:0:0:0:0:0:0:1', "the broker's own network interface"],
    ['fe80:0:0:0:0:0:0:1%eth0', "the broker's own network interface"],
    ['fe80:0:0:0:0:0:0:1%0', "the broker's own network interface"],
    ['2001:db8:0:0:0:0:0:1%2', 'only link-local addresses'],
    ['0.0.0.0', 'nobody has'],
    ['0:0:0:0:0:0:0:0', 'nobody has'],
    ['224.0.0.1', 'group of hosts'],
    ['ff02:0:0:0:0:0:0:1', 'group of hosts'],
  ])('%s is none', (host, why) => expect(whyNoClient(host)).toContain(why));
});
