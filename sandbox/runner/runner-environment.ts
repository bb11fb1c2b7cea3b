import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WebhookEvent } from './events.ts';

export interface GitHubOptions {
  /** Of the emulated API, without a slash at the end. */
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  readonly sha: string;
  /** `refs/heads/main`, `refs/pull/7/merge`. */
  readonly ref: string;
  /** The default of an input that says `${{ github.token }}`. */
  readonly token?: string;
  readonly serverUrl?: string;
  readonly actor?: string;
  readonly runId?: number;
  readonly runAttempt?: number;
  readonly runNumber?: number;
  readonly job?: string;
  readonly workflow?: string;
  /** Branch names, of pull requests only. */
  readonly headRef?: string;
  readonly baseRef?: string;
  /** `job.check_run_id`, which is empty on older servers. */
  readonly checkRunId?: string;
}

/** The `github` context; the ones the runner makes `GITHUB_…` variables of are in its `GitHubContext`. */
export function githubContext({
  github,
  event,
  workspace,
  actionDirectory,
}: {
  readonly github: GitHubOptions;
  readonly event: WebhookEvent;
  readonly workspace: string;
  readonly actionDirectory: string;
}): Readonly<Record<string, string>> {
  const [owner = ''] = github.repository.split('/');
  const actor = github.actor ?? 'octocat';
  const workflow = github.workflow ?? 'Kafka';
  return {
    action: '__self',
    action_path: actionDirectory,
    actor,
    actor_id: '583231',
    api_url: github.apiUrl,
    base_ref: github.baseRef ?? '',
    event_name: event.name,
    graphql_url: `${github.apiUrl}/graphql`,
    head_ref: github.headRef ?? '',
    job: github.job ?? 'kafka',
    ref: github.ref,
    ref_name: github.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_protected: 'false',
    ref_type: github.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: github.repository,
    repository_id: '1296269',
    repository_owner: owner,
    repository_owner_id: '9919',
    retention_days: '90',
    run_attempt: String(github.runAttempt ?? 1),
    run_id: String(github.runId ?? 1658821493),
    run_number: String(github.runNumber ?? 1),
    server_url: github.serverUrl ?? 'https://github.com',
    sha: github.sha,
    triggering_actor: actor,
    workflow,
    workflow_ref: `${github.repository}/.github/workflows/kafka.yml@${github.ref}`,
    workflow_sha: github.sha,
    workspace,
  };
}

export function githubVariables(context: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(context).map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, value]),
  );
}

export function runnerVariables(home: string, debug: boolean): Readonly<Record<string, string>> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'GitHub Actions 1',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: join(home, 'temp'),
    RUNNER_TOOL_CACHE: join(home, 'tools'),
    ...(debug ? { RUNNER_DEBUG: '1' } : {}),
  };
}

type CommandFiles = Readonly<Record<'output' | 'env' | 'path' | 'state' | 'step_summary', string>>;

export async function commandFiles(home: string): Promise<CommandFiles> {
  const directory = join(home, 'temp', '_runner_file_commands');
  await mkdir(directory, { recursive: true });
  const make = async (prefix: string): Promise<string> => {
    const file = join(directory, `${prefix}${randomUUID()}`);
    await writeFile(file, '');
    return file;
  };
  return {
    output: await make('set_output_'),
    env: await make('set_env_'),
    path: await make('add_path_'),
    state: await make('save_state_'),
    step_summary: await make('step_summary_'),
  };
}

export async function eventFile(home: string, event: WebhookEvent): Promise<string> {
  const directory = join(home, 'temp', '_github_workflow');
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'event.json');
  await writeFile(file, JSON.stringify(event.payload));
  return file;
}
