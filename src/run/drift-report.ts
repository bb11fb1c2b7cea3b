import type { GitHub } from '../github/github.ts';
import type { Plan } from '../plan/plan.ts';
import { driftClosingComment, driftIssue } from '../report/drift-issue.ts';
import { isInSync } from '../report/headline.ts';
import { markerPrefix } from '../report/marker.ts';
import { sayOnGitHub } from './on-github.ts';
import { runLink, type Session } from './session.ts';

/** Keeps the one drift issue of a spec: opened, updated and reopened while there is drift, closed when it is gone. */
export async function keepDriftIssue(session: Session, plan: Plan): Promise<void> {
  const { github, inputs, out } = session;
  if (!inputs.driftIssue) return;
  if (github === undefined) {
    out.info('No drift issue: the workflow gives no github-token.');
    return;
  }
  await sayOnGitHub(session, 'Drift issue', () =>
    isInSync(plan) ? close(session, github, plan) : report(session, github, plan),
  );
}

async function report(session: Session, github: GitHub, plan: Plan): Promise<void> {
  const { event, out, ports } = session;
  const checkedAt = ports.clock.now();
  const issue = await github.openOrUpdateDriftIssue({
    ...address(session, plan),
    render: ({ firstSeen, seen }) => {
      const { title, body } = driftIssue({
        plan,
        context: {
          run: runLink(session),
          checkedAt,
          spec: { branch: event.ref.replace('refs/heads/', ''), sha: event.sha },
          workflow: {
            label: event.run.workflow,
            url: `${event.run.url.split('/runs/')[0] ?? event.run.url}`,
          },
          firstSeen: new Date(firstSeen),
          seen,
        },
      });
      return { title: out.clean(title), body: out.clean(body) };
    },
  });
  out.info(`${issue.action}: ${issue.url}`);
  out.output('drift-issue-url', issue.url);
}

async function close(session: Session, github: GitHub, plan: Plan): Promise<void> {
  const { out, ports } = session;
  const closed = await github.closeDriftIssue({
    ...address(session, plan),
    comment: out.clean(driftClosingComment({ run: runLink(session), checkedAt: ports.clock.now() })),
  });
  if (closed.action === 'none') {
    out.info('No drift, and no open issue.');
  } else {
    out.info(`closed: ${closed.url}`);
    out.output('drift-issue-url', closed.url);
  }
}

function address(session: Session, plan: Plan) {
  const label = {
    name: session.inputs.driftLabel,
    color: 'd93f0b',
    description: 'The Kafka spec and reality differ',
  };
  return { marker: markerPrefix({ kind: 'drift', id: plan.name }), labels: [label] as const };
}
