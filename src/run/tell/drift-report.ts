import type { DriftHistory } from '../../github/drift-issue.ts';
import type { GitHub } from '../../github/github.ts';
import { type FirstSeen, seenAgain } from '../../model/first-seen.ts';
import { brokenFlows, type Drift, differencesIn, flowKey } from '../../plan/drift.ts';
import type { Plan } from '../../plan/plan.ts';
import type { AdoptionReport } from '../../report/adopt/adoption-report.ts';
import type { Changers } from '../../report/adopt/who-section.ts';
import { type DriftContext, driftClosingComment, driftIssue } from '../../report/texts/drift-issue.ts';
import { markerPrefix } from '../../report/words/marker.ts';
import { type Said, sayOnGitHub } from '../github/on-github.ts';
import { type Asking, type Facts, pullRequestLink, runLink, type Writing, workflowLink } from '../session.ts';
import { readDriftCount, writeDriftCount } from './drift-count.ts';

/**
 * Keeps the one drift issue of a spec: opened, updated and reopened while there is drift, closed when it is gone. An apply opens
 * none: it rewrites one that is open, which may name what the apply has done.
 */
export async function keepDriftIssue(
  session: Writing,
  drift: Drift,
  by: IssueWriter = { is: 'check' },
): Promise<Said> {
  const { github, inputs, out } = session;
  if (!inputs.driftIssue) return 'said';
  if (github === undefined) {
    out.info('No drift issue: the workflow gives no github-token.');
    return 'never';
  }
  if (drift.plan.leftOut.length > 0 && differencesIn(drift) === 0) {
    out.info('The drift issue is left as it is: what was left out may differ.');
    return 'said';
  }
  return sayOnGitHub(session, 'Drift issue', () =>
    differencesIn(drift) === 0 ? close(session, github, drift.plan) : report(session, github, drift, by),
  );
}

/** Since when the open issue says that flows do not run. */
export async function sinceOfDriftIssue(session: Asking, plan: Plan): Promise<FirstSeen> {
  const { github, inputs } = session;
  if (github === undefined || !inputs.driftIssue) return {};
  const issue = await github.findDriftIssue(address(session, plan));
  return issue?.state === 'open' ? (issue.since ?? {}) : {};
}

/** A check says whether an apply may be about to do what differs. */
type IssueWriter =
  | { readonly is: 'apply' }
  | {
      readonly is: 'check';
      readonly pendingApply?: DriftContext['pendingApply'] | undefined;
      /** What the spec can take over of it. */
      readonly adoption?: AdoptionReport;
      /** Who changed it. */
      readonly changers?: Changers;
    };

/** An issue that is open is kept up to date; one is opened when drift was seen often enough. */
async function report(session: Writing, github: GitHub, drift: Drift, by: IssueWriter): Promise<void> {
  const { plan } = drift;
  const lasting = brokenFlows(drift).map(flowKey);
  const { event, inputs, out, clock } = session;
  const checkedAt = clock.now();
  let before: DriftHistory | undefined;
  if (inputs.driftThreshold > 1 && by.is === 'check') {
    const issue = await github.findDriftIssue(address(session, plan));
    if (issue?.state !== 'open') {
      before = await readDriftCount(session, github, plan.name);
      const seen = (before?.seen ?? 0) + 1;
      if (seen < inputs.driftThreshold) {
        const firstSeen = before?.firstSeen ?? checkedAt.toISOString();
        const since = seenAgain(before?.since ?? {}, lasting, checkedAt);
        await writeDriftCount(session, github, plan.name, { firstSeen, seen, since });
        out.info(`Seen in ${seen} of the ${inputs.driftThreshold} checks in a row that open an issue.`);
        return;
      }
    }
  }
  const issue = await github.openOrUpdateDriftIssue({
    ...address(session, plan),
    ...(before === undefined ? {} : { before }),
    lasting,
    ...(by.is === 'apply' ? { onlyIfOpen: true } : {}),
    render: ({ firstSeen, seen, since }) => {
      const { title, body } = driftIssue({
        drift,
        ...(by.is === 'check' && { adoption: by.adoption, changers: by.changers }),
        context: {
          run: runLink(session),
          ...(by.is === 'apply' ? { afterApply: true } : {}),
          ...(by.is === 'check' && by.pendingApply !== undefined ? { pendingApply: by.pendingApply } : {}),
          checkedAt,
          spec: { branch: event.ref.replace('refs/heads/', ''), sha: event.sha },
          workflow: workflowLink(session),
          pullRequest: pullRequestLink(session, plan.name),
          firstSeen: new Date(firstSeen),
          seen,
          since,
        },
      });
      return { title: out.shown(title), body: out.shown(body) };
    },
  });
  if (issue.action === 'none') {
    out.info('Not everything is as the spec says, and no issue is open: the next drift check opens one.');
    return;
  }
  out.info(`${issue.action}: ${issue.url}`);
  out.output('drift-issue-url', issue.url);
}

async function close(session: Writing, github: GitHub, plan: Plan): Promise<void> {
  const { inputs, out, clock } = session;
  if (inputs.driftThreshold > 1 && (await readDriftCount(session, github, plan.name)) !== undefined) {
    await writeDriftCount(session, github, plan.name, 'no-drift');
  }
  const closed = await github.closeDriftIssue({
    ...address(session, plan),
    comment: out.shown(driftClosingComment({ run: runLink(session), checkedAt: clock.now() })),
  });
  if (closed.action === 'none') {
    out.info('No drift, and no open issue.');
  } else {
    out.info(`closed: ${closed.url}`);
    out.output('drift-issue-url', closed.url);
  }
}

function address({ inputs }: Pick<Facts, 'inputs'>, plan: Plan) {
  const label = {
    name: inputs.driftLabel,
    color: 'd93f0b',
    description: 'The Kafka spec and reality differ',
  };
  return { marker: markerPrefix({ kind: 'drift', id: plan.name }), labels: [label] as const };
}
