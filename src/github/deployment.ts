import type { GitHubClient } from './http/client.ts';
import type { Written } from './http/identity.ts';
import { pagesOf } from './http/paging.ts';
import { inParallel } from './http/parallel.ts';
import { writeOnce } from './http/write-once.ts';
import * as shapes from './wire/shapes.ts';

export type DeploymentState = 'success' | 'failure' | 'error' | 'in_progress';

export interface NewDeployment {
  readonly sha: string;
  readonly environment: string;
  /** Tells records of one kind from all others on the environment. */
  readonly task: string;
  /** JSON. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly description: string;
}

interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  /** As it was given; a payload that is not an object is empty. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Newest first. A later success makes this one `inactive`, so look for `success` in the whole list. */
  readonly states: readonly string[];
}

const maxDescriptionLength = 140;

/** Creates a deployment without a state. It never merges branches and asks for no checks: it is a record. */
export async function createDeployment(
  client: GitHubClient,
  deployment: NewDeployment,
): Promise<{ readonly id: number } & Written> {
  const { clock, identity } = client;
  const { sha, environment, task } = deployment;
  return writeOnce({
    clock,
    write: async () => {
      const { data } = await client.call(
        'POST /repos/{owner}/{repo}/deployments',
        {
          ref: sha,
          environment,
          task,
          payload: deployment.payload,
          description: deployment.description.slice(0, maxDescriptionLength),
          auto_merge: false,
          required_contexts: [],
          production_environment: false,
        },
        { permission: 'deployments: write', answer: shapes.deployment },
      );
      const isOwn = identity.isOwn(data.creator);
      return { id: data.id, ...(!isOwn && { foreignAuthor: data.creator?.login ?? 'somebody else' }) };
    },
    lookUp: async () => {
      const wanted = JSON.stringify(deployment.payload);
      const { data } = await client.call(
        listRoute,
        { environment, task, sha, per_page: 10 },
        { permission: 'deployments: read', answer: shapes.deployments },
      );
      const own = data.filter(({ creator }) => identity.isOwn(creator));
      const found = await inParallel(own, (each) => withStates(client, each));
      return found.find(({ payload, states }) => states.length === 0 && JSON.stringify(payload) === wanted);
    },
  });
}

export async function setDeploymentState(
  client: GitHubClient,
  options: {
    readonly id: number;
    readonly state: DeploymentState;
    readonly description: string;
    /** Where the log of the run is. */
    readonly logUrl?: string;
  },
): Promise<void> {
  const write = async (): Promise<true> => {
    await client.call(
      'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      {
        deployment_id: options.id,
        state: options.state,
        description: options.description.slice(0, maxDescriptionLength),
        ...(options.logUrl !== undefined && { log_url: options.logUrl }),
      },
      { permission: 'deployments: write', answer: shapes.anyObject },
    );
    return true;
  };
  const lookUp = async (): Promise<true | undefined> => {
    const { data } = await client.call(
      statusesRoute,
      { deployment_id: options.id, per_page: 1 },
      { permission: 'deployments: read', answer: shapes.deploymentStatuses },
    );
    return data[0]?.state === options.state ? true : undefined;
  };
  await writeOnce({ clock: client.clock, write, lookUp });
}

/** A deployment as the record of what a run did. Its payload is written once, and its state last. */
export type RecordedRun = Omit<Deployment, 'states'>;

export interface RecordedRunsQuery {
  readonly environment: string;
  readonly task: string;
  /** Of a run that succeeded and was reported: whether nothing before it matters. Left out: of each. */
  readonly isEnd?: (run: RecordedRun) => boolean;
}

export interface RecordedRuns {
  /** The newest that succeeded; undefined: none is recorded. */
  readonly newest: RecordedRun | undefined;
  /**
   * Those that succeeded and have a state, newest first, as far as the first that is an end: whoever made it said everything
   * there was to say.
   */
  readonly told: readonly RecordedRun[];
  /** Newer than the end and without a state, newest first. Of those that failed only the newest are looked at. */
  readonly untold: readonly RecordedRun[];
}

/** Pages of 100. */
const maxPages = 10;
/** Whose states are read at most; an older one counts without a look. */
const maxSucceeded = 10;
const maxFailed = 3;

/**
 * The runs that are recorded, as far back as the newest that was reported and is an end. Whether one succeeded stands in its payload, as
 * `"succeeded": true`: states can be added by anybody who may deploy, so they decide only what is said once more.
 */
export async function recordedRuns(
  client: GitHubClient,
  { isEnd = () => true, ...place }: RecordedRunsQuery,
): Promise<RecordedRuns> {
  const pages = pagesOf(
    (page) =>
      client.call(
        listRoute,
        { ...place, per_page: 100, page },
        { permission: 'deployments: read', answer: shapes.deployments },
      ),
    {
      maxPages,
      operation: listRoute,
      tooMany: `none of the last ${maxPages * 100} deployments to ${place.environment} succeeded`,
    },
  );
  const untold: RecordedRun[] = [];
  const told: RecordedRun[] = [];
  let newest: RecordedRun | undefined;
  const looked = { succeeded: 0, failed: 0 };
  for await (const { data } of pages) {
    for (const deployment of data.filter(({ creator }) => client.identity.isOwn(creator))) {
      const run = withoutStates(deployment);
      const succeeded = run.payload['succeeded'] === true;
      if (succeeded) newest ??= run;
      const mayLook = succeeded ? looked.succeeded++ < maxSucceeded : looked.failed++ < maxFailed;
      const isTold = !mayLook || (await withStates(client, deployment)).states.length > 0;
      if (succeeded && isTold) told.push(run);
      if (succeeded && isTold && isEnd(run)) return { newest, told, untold };
      if (!isTold) untold.push(run);
    }
  }
  return { newest, told, untold };
}

const listRoute = 'GET /repos/{owner}/{repo}/deployments';
const statusesRoute = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses';

async function withStates(client: GitHubClient, deployment: shapes.WireDeployment): Promise<Deployment> {
  const { data } = await client.call(
    statusesRoute,
    { deployment_id: deployment.id, per_page: 100 },
    { permission: 'deployments: read', answer: shapes.deploymentStatuses },
  );
  return { ...withoutStates(deployment), states: data.map(({ state }) => state) };
}

function withoutStates(deployment: shapes.WireDeployment): Omit<Deployment, 'states'> {
  return {
    id: deployment.id,
    sha: deployment.sha,
    environment: deployment.environment,
    payload: payloadOf(deployment.payload),
    createdAt: deployment.created_at,
  };
}

/** GitHub answers the payload as an object, or as the text that somebody sent. */
function payloadOf(payload: unknown): Readonly<Record<string, unknown>> {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? { ...payload } : {};
}
