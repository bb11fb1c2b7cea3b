import { type Answer, list, textAt } from './api.ts';
import { type KnownState, knownStates } from './said.ts';
import { type Scope, servicePath } from './scope.ts';

/** A service that can be asked. */
export interface Reached {
  readonly state: KnownState;
  readonly nodes: number;
}

/** Why nothing can be asked of it, in words that name the option and not its value. */
export type Access =
  | { readonly state: 'reached'; readonly service: Reached }
  | { readonly state: 'refused'; readonly problem: string };

/**
 * Looked at before anything is asked for: with a wrong token or a wrong name every later answer would be about that, and not about how
 * Aiven works.
 */
export async function reach(
  scope: Pick<Scope, 'api' | 'project'>,
  service: string,
  { option, type }: { readonly option: string; readonly type: 'kafka' | 'kafka_mirrormaker' },
): Promise<Access> {
  const answer = await scope.api.get(servicePath(scope, service));
  if (answer.status !== 200) return { state: 'refused', problem: `${option}: ${whyNot(answer)}` };
  const [is, state] = ['service_type', 'state'].map((key) => textAt(answer.body, 'service', key));
  if (is !== type) return { state: 'refused', problem: `${option} is not a service of type ${type}` };
  if (state === 'POWEROFF') return { state: 'refused', problem: `${option} is powered off` };
  return {
    state: 'reached',
    service: {
      state: knownStates.find((known) => known === state) ?? 'another state',
      nodes: list(answer.body, 'service', 'node_states').length,
    },
  };
}

function whyNot({ status, code, message }: Answer): string {
  if (status === 401 || code === 'authentication_failed') return 'Aiven refuses the token AIVEN_TOKEN';
  if (/ip_allowlist|ip_address_policy/.test(code))
    return 'Aiven does not take the token from the address of this machine';
  if (status === 404 && code.startsWith('project')) return 'there is no such project';
  if (status === 404) return 'there is no such service in the project';
  if (/not a project member/i.test(message))
    return 'the user of the token is not a member of the project, or its name is misspelt';
  if (status === 403) return 'the token may not read the service';
  return `Aiven answered ${status} when it was asked for the service`;
}
