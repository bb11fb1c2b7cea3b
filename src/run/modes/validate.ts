import { desiredState } from '../../desired/desired.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import { findingAnnotations } from '../../report/texts/annotations.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { offlineSummary } from '../../report/texts/spec-check.ts';
import { countErrors } from '../../report/words/counts.ts';
import { unstatedFields } from '../../spec/effective/deciding-fields.ts';
import { findingsWithBasis } from '../../spec/effective/finding-basis.ts';
import type { Spec } from '../../spec/spec.ts';
import type { RunEnd } from '../result.ts';
import { headSha, runLink, type Speaking, sourceLinks } from '../session.ts';
import { loadWorkspaceSpec, namesOnly } from '../spec/load.ts';
import { specName } from '../spec/spec-name.ts';
import { inRepositoryTerms } from '../spec/spec-paths.ts';

/** Offline: everything that can be said without a credential. None is looked at, only whether it is there. */
export async function validateMode(session: Speaking, because: string): Promise<RunEnd> {
  const { out, inputs } = session;
  const loaded = await out.group('Check the spec', () => loadWorkspaceSpec(session, namesOnly));
  const derived = loaded.ok ? derive(loaded.spec) : undefined;
  const findings = [...loaded.findings, ...(derived?.findings ?? [])];
  if (findings.length > 0) out.info(findingsLog(findings));
  if (inputs.annotations) out.annotate(inRepositoryTerms(session, findingAnnotations(findings)));
  if (inputs.jobSummary) {
    await out.summary(
      offlineSummary({
        findings,
        because,
        fromFork: session.event.pullRequest?.fork === true,
        counts: {
          clusters: derived?.desired.clusters.length ?? 0,
          flows: derived?.desired.flows.length ?? 0,
          topics: derived?.desired.topics.length ?? 0,
          acls: (derived?.desired.kafkaAcls.length ?? 0) + (derived?.desired.aivenAcls.length ?? 0),
        },
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
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0)
    return { result: 'failed', reason: 'spec-invalid', summary: `${countErrors(errors)} in the spec` };
  return { result: 'validated', summary: 'the spec is valid; live services were not read' };
}

/** What the spec asks for, with defaults in the place of all that its flows do not state. */
function derive(spec: Spec): {
  readonly desired: Desired;
  readonly findings: readonly Finding[];
  readonly assumesDefaults: boolean;
} {
  const judged = findingsWithBasis(spec, (probed) => desiredState(probed).findings);
  const flows = [...spec.mirrormakers.values()].flatMap((mirrormaker) => mirrormaker.flows);
  return {
    desired: desiredState(spec).desired,
    findings: judged.map(({ finding }) => finding),
    assumesDefaults: flows.some((flow) => unstatedFields(flow).length > 0),
  };
}
