import { error, invalid, notFound, page } from '../answers.ts';
import { bodyOf, type GitHubRoute, numberOf } from '../route.ts';
import { checkRunShape } from '../shapes/check-run.ts';
import type { CheckRun, GitHubState } from '../state.ts';

interface CheckRunBody {
  readonly name?: string;
  readonly head_sha?: string;
  readonly details_url?: string;
  readonly external_id?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary?: string;
    readonly text?: string;
    readonly annotations?: readonly unknown[];
  };
}

export function checkRunRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'checks/create',
      needs: { permission: 'checks', level: 'write' },
      appsOnly: true,
      handle: (request) => {
        const { app } = request.caller;
        if (app === undefined) throw new Error('the gate let a person through');
        const body = bodyOf<CheckRunBody>(request);
        const commit = state.objects.commit(body.head_sha ?? '');
        if (commit === undefined) return error(422, `No commit found for SHA: ${body.head_sha}`);
        const run: CheckRun = {
          id: state.nextId(),
          headSha: commit.sha,
          app,
          name: body.name ?? '',
          externalId: '',
          detailsUrl: null,
          status: 'queued',
          conclusion: null,
          startedAt: state.now(),
          completedAt: null,
          title: null,
          summary: null,
          text: null,
          annotations: 0,
        };
        const refusal = change(state, run, body);
        if (refusal !== undefined) return refusal;
        state.checkRuns.set(run.id, run);
        request.effect(`check run ${run.id} ${run.name} created on ${run.headSha}`);
        return { status: 201, body: checkRunShape(state, run) };
      },
    },
    {
      operation: 'checks/update',
      needs: { permission: 'checks', level: 'write' },
      handle: (request) => {
        const run = state.checkRuns.get(numberOf(request, 'check_run_id'));
        if (run === undefined) return notFound();
        if (request.caller.app?.id !== run.app.id) {
          return error(
            403,
            'Invalid app_id `' +
              `${request.caller.app?.id}` +
              '` - check run can only be modified by the GitHub App that created it.',
          );
        }
        const refusal = change(state, run, bodyOf<CheckRunBody>(request));
        if (refusal !== undefined) return refusal;
        request.effect(`check run ${run.id} ${run.name} updated`);
        return { status: 200, body: checkRunShape(state, run) };
      },
    },
    {
      operation: 'checks/get',
      needs: { permission: 'checks', level: 'read' },
      handle: (request) => {
        const run = state.checkRuns.get(numberOf(request, 'check_run_id'));
        return run === undefined ? notFound() : { status: 200, body: checkRunShape(state, run) };
      },
    },
    {
      operation: 'checks/list-for-ref',
      needs: { permission: 'checks', level: 'read' },
      spread: 'ref',
      handle: (request) => {
        const sha = state.resolve(request.parameters['ref'] ?? '');
        if (sha === undefined) return error(422, `No commit found for SHA: ${request.parameters['ref']}`);
        const { query } = request;
        const app = query.get('app_id');
        const runs = [...state.checkRuns.values()]
          .filter((run) => run.headSha === sha)
          .filter((run) => (query.get('check_name') ?? run.name) === run.name)
          .filter((run) => (query.get('status') ?? run.status) === run.status)
          .filter((run) => app === null || Number(app) === run.app.id)
          .reverse();
        const shown = query.get('filter') === 'all' ? runs : latest(runs);
        return page(
          request,
          shown,
          (run) => checkRunShape(state, run),
          (check_runs) => ({ total_count: shown.length, check_runs }),
        );
      },
    },
  ];
}

function change(state: GitHubState, run: CheckRun, body: CheckRunBody) {
  if (body.status === 'completed' && body.conclusion === undefined) {
    return invalid({ resource: 'CheckRun', field: 'conclusion', code: 'missing_field' });
  }
  if (body.name !== undefined) run.name = body.name;
  if (body.external_id !== undefined) run.externalId = body.external_id;
  if (body.details_url !== undefined) run.detailsUrl = body.details_url;
  if (body.started_at !== undefined) run.startedAt = new Date(body.started_at);
  if (body.status !== undefined) run.status = body.status;
  if (body.conclusion !== undefined) {
    run.status = 'completed';
    run.conclusion = body.conclusion;
    run.completedAt = body.completed_at === undefined ? state.now() : new Date(body.completed_at);
  }
  if (body.output !== undefined) {
    run.title = body.output.title ?? run.title;
    run.summary = body.output.summary ?? run.summary;
    run.text = body.output.text ?? run.text;
    run.annotations += body.output.annotations?.length ?? 0;
  }
  return undefined;
}

/** One run per name and app: the newest. Runs come newest first. */
function latest(runs: readonly CheckRun[]): readonly CheckRun[] {
  const seen = new Set<string>();
  return runs.filter((run) => {
    const key = `${run.app.id} ${run.name}`;
    return !seen.has(key) && seen.add(key);
  });
}
