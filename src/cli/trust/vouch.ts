import { Cancelled } from '../../model/cancel.ts';
import { logText } from '../../report/words/escape.ts';
import type { Outlet } from '../../run/runner/outlet.ts';
import type { CliPorts } from '../ports.ts';
import { connectionWords, type Unvouched } from './connections.ts';

/**
 * The keys of the clusters that may be contacted although the default branch does not say so: named ahead, or by somebody who saw where
 * which secrets go. Without a terminal nobody is asked, and so nobody says yes.
 */
export async function vouchedFor(
  { ask }: Pick<CliPorts, 'ask'>,
  out: Pick<Outlet, 'shown'>,
  { open, named }: { readonly open: readonly Unvouched[]; readonly named: readonly string[] },
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const each of open) {
    const { key } = each.cluster;
    if (named.includes(key)) keys.push(key);
    else if (ask !== undefined && (await saysYes(ask, out, each))) keys.push(key);
  }
  return keys;
}

async function saysYes(
  ask: NonNullable<CliPorts['ask']>,
  out: Pick<Outlet, 'shown'>,
  each: Unvouched,
): Promise<boolean> {
  const { key } = each.cluster;
  const lines = [
    `The connection of ${key} ${each.why}.`,
    ...connectionWords(each).map((line) => `  ${line}`),
    `Contact ${key} with these secrets? Only yes is a yes: `,
  ];
  const answer = await ask(logText(out.shown(lines.join('\n'))));
  if (answer.state === 'ended') throw new Cancelled();
  return /^y(?:es)?$/i.test(answer.text.trim());
}
