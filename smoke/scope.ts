import { createHash } from 'node:crypto';
import type { Api } from './api.ts';
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
  /** Milliseconds, never going back. */
  readonly now: () => number;
}

/** The services for the steps that write; both hold nothing but what this command makes. */
export interface Scratch extends Scope {
  readonly kafka: string;
  readonly mirrormaker: string;
  /** Nodes of the Kafka service. */
  readonly nodes: number;
  /** Begins the name of everything that is made. */
  readonly prefix: string;
  /** Names of topics that may have been made and were not seen yet: a list lacks new ones for minutes. */
  readonly unseenTopics: Set<string>;
}

/** Begins the name of whatever this command makes. */
export const ownPrefix = 'gitops-smoke-';

/**
 * Begins the names of what stands outside of the scratch services: endpoints belong to the project, so those of another pair of
 * services may be in use by another call right now.
 */
export function pairPrefix({
  project,
  kafka,
  mirrormaker,
}: Pick<Scratch, 'project' | 'kafka' | 'mirrormaker'>) {
  const pair = createHash('sha256')
    .update(JSON.stringify([project, kafka, mirrormaker]))
    .digest('hex');
  return `${ownPrefix}${pair.slice(0, 8)}-`;
}

export function projectPath({ project }: Pick<Scope, 'project'>): string {
  return `/v1/project/${encodeURIComponent(project)}`;
}

export function servicePath(scope: Pick<Scope, 'project'>, service: string): string {
  return `${projectPath(scope)}/service/${encodeURIComponent(service)}`;
}

export function topicsPath(scope: Pick<Scope, 'project' | 'kafka'>, version: 'v1' | 'v2' = 'v1'): string {
  return `${servicePath(scope, scope.kafka)}/topic`.replace('/v1', `/${version}`);
}

export function topicPath(scope: Pick<Scope, 'project' | 'kafka'>, name: string): string {
  return `${topicsPath(scope)}/${name}`;
}

export function flowsPath(scope: Scratch): string {
  return `${servicePath(scope, scope.mirrormaker)}/mirrormaker/replication-flows`;
}

/** Asks again and again until the answer is as hoped for, at first four times a second where told. Undefined: it was not, for so long. */
export async function until<T>(
  { sleep }: Pick<Scope, 'sleep'>,
  ask: () => Promise<T | undefined>,
  options: { readonly everyMs?: number; readonly maxMs?: number; readonly closelyMs?: number } = {},
): Promise<T | undefined> {
  const { everyMs = 1_000, maxMs = 300_000, closelyMs = 0 } = options;
  for (let waited = 0; ; ) {
    const found = await ask();
    if (found !== undefined || waited >= maxMs) return found;
    const pause = waited < closelyMs ? Math.min(250, everyMs) : everyMs;
    await sleep(pause);
    waited += pause;
  }
}
