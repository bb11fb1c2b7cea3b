import { anyHost, hostAddress } from '../../model/acl-host.ts';
import { show } from '../rules/report.ts';
import { text, type ValueProblem, valueProblem } from './values.ts';

/** Kafka compares the host of an ACL with the client's address: no names, no ranges. Any spelling of an address is taken. */
export const aclHost = text({ description: 'Address of the client; default: *, any host.' }, (written) =>
  written === anyHost || hostAddress(written) !== undefined ? undefined : problemOf(written),
);

function problemOf(written: string): ValueProblem {
  const [network = ''] = written.split('/');
  if (network !== written && hostAddress(network) !== undefined) {
    const hint =
      'Write one line per address. Kafka has no ranges: it compares the whole address of the client.';
    return valueProblem('acl-host', `${show(written)} is a range of addresses, not an address`, hint);
  }
  const decimal = written.replace(/(^|\.)0+(?=\d)/g, '$1');
  if (hostAddress(decimal) !== undefined) {
    const message = `${show(written)} has numbers that begin with 0, which some programs read in base eight`;
    return valueProblem('acl-host', message, `Write ${decimal} if the numbers are decimal.`);
  }
  const alone = /^\[([^\]]*)\](:\d+)?$/.exec(written)?.[1] ?? /^([^:]*):\d+$/.exec(written)?.[1] ?? '';
  if (hostAddress(alone) !== undefined) {
    const hint = `Write ${alone}: no brackets and no port.`;
    return valueProblem('acl-host', `${show(written)} is more than an address`, hint);
  }
  const hint = "Write the client's IP address, or * for any host. Kafka never looks up names.";
  return valueProblem('acl-host', `${show(written)} is not an address`, hint);
}
