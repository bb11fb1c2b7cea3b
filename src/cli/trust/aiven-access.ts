import { isBaseUrl } from '../../aiven/http/base-url.ts';
import { Secret } from '../../model/secret.ts';
import type { Outlet } from '../../run/runner/outlet.ts';
import { secretsOfRun, unsafeEnvironment } from '../../run/start/environment.ts';
import { unusedProxy } from '../../run/start/node-version.ts';
import type { CliPorts } from '../ports.ts';
import { redacting } from '../terminal/redacting.ts';
import type { Voice } from '../terminal/voice.ts';

export type AivenAccess =
  | {
      readonly ok: true;
      readonly token: Secret;
      /** Knows every secret of the environment: nothing may be said but through it. */
      readonly out: Outlet;
    }
  /** Why not has been told. */
  | { readonly ok: false };

/** What it takes to ask Aiven: a token of the environment, an address that is fit for it, and an environment that keeps it safe. */
export async function aivenAccess(
  ports: Pick<CliPorts, 'env' | 'nodeVersion' | 'readOwnText'>,
  voice: Voice,
  { aivenUrl, verbose }: { readonly aivenUrl: string; readonly verbose: boolean },
): Promise<AivenAccess> {
  const { env, nodeVersion } = ports;
  const token = env['AIVEN_TOKEN']?.trim() ?? '';
  const problems = [
    ...unsafeEnvironment(env),
    ...(token === '' ? ['AIVEN_TOKEN is not set: the services are read with a token of the Aiven API'] : []),
    ...(isBaseUrl(aivenUrl) ? [] : ['--aiven-url takes the https address of a host, without a path']),
  ];
  for (const problem of problems) voice.tell(`error: ${problem}.`);
  if (problems.length > 0) return { ok: false };
  const proxy = unusedProxy(nodeVersion, env);
  if (proxy !== undefined) voice.tell(`warning: ${proxy}.`);
  const out = redacting(voice, { isVerbose: verbose });
  out.learnOwnWords(await ports.readOwnText());
  const secret = Secret.of('AIVEN_TOKEN', token);
  out.protect([secret, ...secretsOfRun(env)]);
  return { ok: true, token: secret, out };
}
