import { countErrorsIn } from '../../model/finding.ts';
import { findingAnnotations } from '../../report/texts/annotations.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { offlineSummary } from '../../report/texts/spec-check.ts';
import { countErrors } from '../../report/words/counts.ts';
import type { RunEnd } from '../result.ts';
import { headSha, runLink, type Speaking, sourceLinks } from '../session.ts';
import { loadWorkspaceSpec, namesOnly } from '../spec/load.ts';
import { offlineState } from '../spec/offline-state.ts';
import { specName } from '../spec/spec-name.ts';
import { inRepositoryTerms } from '../spec/spec-paths.ts';

/** Offline: everything that can be said without a credential. None is looked at, only whether it is there. */
export async function validateMode(session: Speaking, because: string): Promise<RunEnd> {
  const { out, inputs } = session;
  const loaded = await out.group('Check the spec', () => loadWorkspaceSpec(session, namesOnly));
  const derived = loaded.ok ? offlineState(loaded.spec) : undefined;
  const findings = [...loaded.findings, ...(derived?.findings ?? [])];
  if (findings.length > 0) out.info(findingsLog(findings));
  if (inputs.annotations) out.annotate(inRepositoryTerms(session, findingAnnotations(findings)));
  if (inputs.jobSummary) {
    await out.summary(
      offlineSummary({
        findings,
        because,
        fromFork: session.event.pullRequest?.fork === true,
        counts: derived?.counts ?? { clusters: 0, flows: 0, topics: 0, acls: 0 },
        assumesDefaults: derived?.assumesDefaults ?? false,
        missingSecrets: loaded.ok
          ? loaded.spec.secrets
              .map(({ name }) => name)
              .filter((name) => !session.secretVariables.has(`KAFKA_SECRET_${name}`))
          : [],
        context: {
          name: specName(session, loaded),
          head: headSha(session),
          run: runLink(session),
          source: sourceLinks(session, headSha(session)),
        },
      }),
    );
  }
  const errors = countErrorsIn(findings);
  if (errors > 0)
    return { result: 'failed', reason: 'spec-invalid', summary: `${countErrors(errors)} in the spec` };
  return { result: 'validated', summary: 'the spec is valid; live services were not read' };
}
