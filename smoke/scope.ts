import type { Answer, Api } from './api.ts';
import type { Findings } from './findings.ts';

/** Whose permissions are looked at, besides the token that does the work. */
export const tokenRoles = ['read_only', 'data', 'developer', 'operator'] as const;
export type TokenRole = (typeof tokenRoles)[number];

export interface Scope {
  readonly api: Api;
  readonly findings: Findings;
  readonly project: string;
  /** A Kafka service that is only read. */
  readonly kafka: string;
  readonly mirrormaker: string | undefined;
  readonly tokens: Readonly<Partial<Record<TokenRole, string>>>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The services for the steps that write; both hold nothing but what this command makes. */
export interface Scratch extends Scope {
  readonly kafka: string;
  readonly mirrormaker: string;
  /** Begins the name of everything that is made. */
  readonly prefix: string;
}

export const ownPrefix = 'gitops-smoke-';

export function projectPath({ project }: Pick<Scope, 'project'>): string {
  return `/v1/project/${encodeURIComponent(project)}`;
}

export function servicePath(scope: Pick<Scope, 'project'>, service: string): string {
  return `${projectPath(scope)}/service/${encodeURIComponent(service)}`;
}

export function topicsPath(scope: Pick<Scope, 'project' | 'kafka'>, version: 'v1' | 'v2' = 'v1'): string {
  return `${servicePath(scope, scope.kafka)}/topic`.replace('/v1', `/${version}`);
}

export function flowsPath(scope: Scratch): string {
  return `${servicePath(scope, scope.mirrormaker)}/mirrormaker/replication-flows`;
}

/** Where writes that were done answer 503, see the switch `writeAnswer`, that is a success too. */
export function isDone({ findings }: Pick<Scope, 'findings'>, { status }: Answer): boolean {
  return (
    (status >= 200 && status < 300) ||
    (status === 503 && findings.value('writeAnswer') === '503-after-effect')
  );
}

/** Asks again and again until the answer is as hoped for. Undefined: it was not, for so long. */
export async function until<T>(
  { sleep }: Pick<Scope, 'sleep'>,
  ask: () => Promise<T | undefined>,
  options: { readonly everyMs?: number; readonly maxMs?: number } = {},
): Promise<T | undefined> {
  const { everyMs = 1_000, maxMs = 300_000 } = options;
  for (let waited = 0; ; waited += everyMs) {
    const found = await ask();
    if (found !== undefined || waited >= maxMs) return found;
    await sleep(everyMs);
  }
}
