import type { Adoption } from '../../adopt/adopt.ts';
import { differencesIn, driftOf } from '../../plan/drift.ts';
import { planSummary } from '../../report/texts/summary.ts';
import { driftHeadline } from '../../report/words/headline.ts';
import { plural } from '../../report/words/resource-words.ts';
import { adoptionOf } from '../adopt/adoption.ts';
import { type Proposed, propose, withdraw } from '../adopt/propose.ts';
import { readTwice } from '../adopt/read-twice.ts';
import { neededByAdopt } from '../github/needed-permissions.ts';
import type { RunEnd } from '../result.ts';
import { applyUnderWay } from '../review/apply-under-way.ts';
import { earlierApplies } from '../review/earlier-applies.ts';
import { runLink, type Session, workflowLink } from '../session.ts';
import { secretsIn } from '../spec/load.ts';
import { noHistory } from '../spec/spec-before.ts';
import { workflowPath } from '../spec/workflow-file.ts';
import { prepare } from '../systems/prepare.ts';
import { reportContext } from '../tell/report-plan.ts';

/**
 * By hand, or on a schedule: takes what is live into the spec by a pull request, and closes that when nothing differs. Nothing is written
 * to Aiven or Kafka, and nothing is recorded: a run on the pull request reviews it.
 */
export async function adoptMode(session: Session): Promise<RunEnd> {
  const { out, inputs, ports, clock, github, event } = session;
  if (github === undefined) {
    const summary = 'mode: adopt opens a pull request, and the workflow gives no github-token';
    return { result: 'failed', reason: 'input-invalid', summary };
  }
  const prepared = await prepare(session, 'plan', async () => ({ needed: neededByAdopt() }));
  if (!prepared.ok) return prepared.end;
  const { spec, files, specDigest, systems } = prepared;
  try {
    const readAt = clock.now();
    const found = await readTwice(session, prepared, noHistory);
    const { plan, whole, first, read } = found;
    const drift = driftOf(plan, [], first);
    if (inputs.jobSummary)
      await out.summary(planSummary({ plan, context: reportContext(session, { specDigest, readAt }) }));
    if (plan.unread.length > 0) {
      const summary = `${driftHeadline(drift)}: what is live cannot be told, and the pull request is left as it is`;
      return { result: 'failed', reason: 'not-readable', summary };
    }
    const { name } = spec;
    if (differencesIn(drift) === 0) {
      if (found.unsure > 0 || plan.leftOut.length > 0)
        return {
          result: 'incomplete',
          summary: 'nothing that surely differs, and the pull request is left as it is',
        };
      const closed = await withdraw(session, github, { name, why: 'no-drift' });
      return { result: 'in-sync', summary: closed === undefined ? 'no drift' : `no drift; closed ${closed}` };
    }
    const earlier = await earlierApplies(session, name);
    const apply = await applyUnderWay(session, earlier, workflowPath(session, ports.env));
    if (apply.state === 'running') {
      const summary = `an apply is running (${apply.run.label}): what differs may be what it has not done yet`;
      return { result: 'incomplete', summary };
    }
    const isAsked = event.name !== 'schedule';
    if (!isAsked && apply.pending !== undefined && apply.pending.is !== 'not known') {
      const summary = `no apply of ${event.sha.slice(0, 7)} is recorded: what differs may be what it is to do. Run mode: adopt by hand to take it over all the same`;
      return { result: 'incomplete', summary };
    }
    const secret = secretsIn(ports.env);
    const adoption = await out.group('Take over what is live', () =>
      adoptionOf(session, prepared, { drift, whole, read, secret }),
    );
    logAdoption(session, adoption);
    if (adoption.accepted.length === 0) {
      const closed = await withdraw(session, github, { name, why: 'nothing-sayable' });
      const summary = `${driftHeadline(drift)}: nothing of it can be taken into the spec`;
      return { result: 'drift', summary: closed === undefined ? summary : `${summary}; closed ${closed}` };
    }
    const context = {
      name,
      run: runLink(session),
      workflow: workflowLink(session),
      readAt,
      spec: { branch: event.repository.defaultBranch, sha: event.sha },
      restoreDigest: plan.digest,
      ...(apply.pending === undefined ? {} : { pendingApply: apply.pending }),
    };
    const proposed = await out.group('Pull request', () =>
      propose(session, github, { adoption, files: onlySpec(spec.files, files), context, isAsked }),
    );
    return endOf(session, adoption, proposed);
  } finally {
    await systems.close();
  }
}

/** Without what the spec names: those files are never changed, and may come from a step before. */
function onlySpec(
  paths: readonly string[],
  files: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, Uint8Array> {
  return new Map([...files].filter(([path]) => paths.includes(path)));
}

function logAdoption({ out }: Pick<Session, 'out'>, { accepted, notSaid, parts }: Adoption): void {
  const above = accepted.filter(({ level }) => level === 'high' || level === 'medium').length;
  out.info(
    `${plural(accepted.length, 'difference')} can be taken into the spec, ${above} of them above low risk, in ${plural(parts.length, 'commit')}.`,
  );
  for (const { why } of notSaid) out.info(`Cannot be taken over: ${why}.`);
}

function endOf(
  { out, event }: Pick<Session, 'out' | 'event'>,
  { accepted }: Adoption,
  proposed: Proposed,
): RunEnd {
  const count = plural(accepted.length, 'difference');
  switch (proposed.is) {
    case 'opened':
    case 'updated':
    case 'unchanged':
      out.output('pull-request-url', proposed.url);
      return { result: 'proposed', summary: `${count} to keep as live: ${proposed.is} ${proposed.url}` };
    case 'declined':
      out.output('pull-request-url', proposed.url);
      return {
        result: 'skipped',
        summary: `${proposed.url} was closed with the same change; run mode: adopt by hand to open it again`,
      };
    case 'foreign': {
      const by = proposed.by === undefined ? 'somebody else' : proposed.by;
      const summary = `the branch has a commit of ${by} (${proposed.commit.slice(0, 40)}), so it was left as it is. Merge or close its pull request and delete the branch; then run this again`;
      return { result: 'refused', reason: 'branch-not-own', summary };
    }
    case 'forbidden': {
      const summary = `the repository lets no job open pull requests. Allow it under Settings, Actions, General, or open it yourself: ${proposed.compareUrl}. The drift issue shows the same change`;
      return { result: 'failed', reason: 'missing-permission', summary };
    }
    case 'other-files': {
      const summary = `${proposed.path} is another one at the tip of ${event.repository.defaultBranch} (${proposed.tip.slice(0, 7)}) than in this checkout: run it on the newest commit, with the files as they are committed`;
      return { result: 'superseded', summary };
    }
  }
}
