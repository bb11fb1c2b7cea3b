import { type Emulator, startEmulator } from '../http/emulator.ts';
import { error, notFound } from './answers.ts';
import { Gate, type Violation } from './gate.ts';
import { type LimitOptions, Limits } from './limits.ts';
import { checkRunRoutes } from './routes/check-runs.ts';
import { commentRoutes } from './routes/comments.ts';
import { commitRoutes } from './routes/commits.ts';
import { contentRoutes } from './routes/contents.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { gitWriteRoutes } from './routes/git-writes.ts';
import { issueRoutes } from './routes/issues.ts';
import { labelRoutes } from './routes/labels.ts';
import { pullRequestRoutes } from './routes/pull-requests.ts';
import { repositoryRoutes } from './routes/repository.ts';
import { workflowRunRoutes } from './routes/workflow-runs.ts';
import { GitHubState } from './state.ts';
import { type Permissions, Tokens } from './tokens.ts';
import { GitHubWorld } from './world.ts';

export interface GitHubOptions {
  readonly owner?: string;
  readonly repo?: string;
  readonly defaultBranch?: string;
  /** Anybody's token may read a public repository, whatever its permissions. Default: private. */
  readonly visibility?: 'private' | 'public';
  /** Timestamps and rate limits; the system's clock when left out. */
  readonly clock?: { now(): Date };
  /** Ids count up from here. */
  readonly firstId?: number;
  readonly limits?: LimitOptions;
  readonly port?: number;
}

/** GitHub's REST API for one repository. Operations have GitHub's own operation ids as route names. */
export interface GitHubEmulator extends Emulator {
  readonly owner: string;
  readonly repo: string;
  readonly world: GitHubWorld;
  /** Must be empty after every test. */
  readonly violations: readonly Violation[];
  /** `GITHUB_TOKEN` of a job with these `permissions:`. */
  jobToken(permissions: Permissions, options?: { readonly fork?: boolean }): string;
  /** Installation token of another GitHub App. */
  appToken(slug: string, permissions: Permissions): string;
  /** A person's token; may do everything except write check runs. */
  personalToken(login: string): string;
  /** From now on the token is unknown, as when it has expired. */
  revoke(token: string): void;
}

export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubEmulator> {
  const clock = options.clock ?? { now: () => new Date() };
  const now = (): Date => clock.now();
  const state = new GitHubState({
    owner: options.owner ?? 'acme',
    repo: options.repo ?? 'kafka',
    defaultBranch: options.defaultBranch ?? 'main',
    isPrivate: options.visibility !== 'public',
    firstId: options.firstId ?? 1000,
    now,
  });
  const limits = new Limits(options.limits ?? {}, now);
  const tokens = new Tokens();
  const gate = new Gate(state, limits, tokens);
  const emulator = await startEmulator({
    routes: gate.routes([
      ...repositoryRoutes(state, limits),
      ...contentRoutes(state),
      ...commitRoutes(state),
      ...gitWriteRoutes(state),
      ...pullRequestRoutes(state),
      ...issueRoutes(state),
      ...commentRoutes(state),
      ...labelRoutes(state),
      ...checkRunRoutes(state),
      ...deploymentRoutes(state),
      ...workflowRunRoutes(state),
    ]),
    before: (request, route) => gate.before(request, route),
    after: (request, route, response) => gate.after(request, route, response),
    notFound,
    badJson: () => error(400, 'Problems parsing JSON'),
    ...(options.port !== undefined && { port: options.port }),
  });
  state.api = emulator.url;
  return {
    ...emulator,
    owner: state.owner,
    repo: state.repo,
    world: new GitHubWorld(state),
    violations: gate.violations,
    jobToken: (permissions, { fork = false } = {}) =>
      tokens.issue({ kind: 'job', permissions, fork }, state.nextId()),
    appToken: (slug, permissions) => {
      const id = state.nextId();
      state.nextId();
      return tokens.issue({ kind: 'app', slug, permissions }, id);
    },
    personalToken: (login) => tokens.issue({ kind: 'personal', user: state.user(login) }, state.nextId()),
    revoke: (token) => tokens.revoke(token),
  };
}
