import { type KafkaLogin, secretsOf } from '../model/kafka-connection.ts';
import { endpointOf } from './cluster-of.ts';
import type { ClusterSpec } from './spec.ts';

/**
 * What to write instead of several clusters that are the same brokers, the first of them being kept. Flows keep their
 * names, as these name aliases, and endpoints theirs.
 */
export function oneClusterHint(kept: ClusterSpec, others: readonly ClusterSpec[]): string {
  const aliases = [kept, ...others].flatMap((cluster) =>
    [...cluster.aliases.keys()].map((alias) => {
      const endpoint = endpointOf(cluster, alias);
      return `${alias}: ${endpoint === undefined ? '{}' : `{ endpoint: ${endpoint} }`}`;
    }),
  );
  const names = others.map(({ key }) => key).join(' and ');
  const login = others.some((other) => otherLogin(kept, other))
    ? ` MirrorMaker 2 then logs in with one user, that of ${kept.key}.`
    : '';
  return `Keep ${kept.key} alone, move manage, topics, acls and removed of ${names} into it, and add to it: aliases: { ${aliases.join(', ')} }. Flows stay as they are.${login}`;
}

function otherLogin(kept: ClusterSpec, other: ClusterSpec): boolean {
  if (kept.type !== 'external' || other.type !== 'external') return false;
  if (kept.mirror === undefined || other.mirror === undefined) return false;
  return loginText(kept.mirror.login) !== loginText(other.mirror.login);
}

function loginText(login: KafkaLogin): string {
  const username = login.kind === 'sasl' ? login.username : null;
  return JSON.stringify([username, secretsOf(login).map(({ name }) => name)]);
}
