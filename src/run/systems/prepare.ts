import { isFailure } from '../../github/http/github-error.ts';
import type { KafkaOptions } from '../../kafka/kafka.ts';
import type { SpecChecks } from '../../lint/load-spec.ts';
import { countErrorsIn, type Finding } from '../../model/finding.ts';
import { findingAnnotations } from '../../report/texts/annotations.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { countErrors } from '../../report/words/counts.ts';
import type { Spec } from '../../spec/spec.ts';
import { askGitHub } from '../github/on-github.ts';
import { checkPermissions, type Preflight, type Unpermitted } from '../github/permission-preflight.ts';
import type { BadEnd } from '../result.ts';
import type { Session } from '../session.ts';
import { type Anchor, anchorFor } from '../spec/anchor.ts';
import { withoutLeftOut } from '../spec/leave-out.ts';
import { loadWorkspaceSpec, secretsIn } from '../spec/load.ts';
import type { SpecBefore } from '../spec/spec-before.ts';
import { specName } from '../spec/spec-name.ts';
import { inRepositoryTerms } from '../spec/spec-paths.ts';
import { missingSecretFindings, ordinarySecretFindings, wordsOfSpec } from './secret-findings.ts';
import { connectSystems, missingSecrets, type Systems } from './systems.ts';

export type Prepared = Ready | NotPrepared;

export interface Ready {
  readonly ok: true;
  readonly spec: Spec;
  /** That of the default branch, where the checkout is another. */
  readonly before: SpecBefore;
  readonly checks: SpecChecks;
  readonly specDigest: string;
  /** Files beside the spec that it names, workspace-relative. */
  readonly references: readonly string[];
  /** All files that the spec was read from, by path in the workspace. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly systems: Systems;
}

export interface NotPrepared extends Partial<Omit<Unpermitted, 'end' | 'findings'>> {
  readonly ok: false;
  readonly name: string;
  readonly end: BadEnd;
  readonly findings: readonly Finding[];
}

/**
 * The common beginning of plan, apply and drift: a valid spec without what the run leaves out, every permission and every secret at hand, systems to
 * talk to. None of them has been talked to yet. Only for an `apply` can brokers be changed. `preflightOf` takes the spec's name.
 */
export async function prepare(
  session: Session,
  purpose: KafkaOptions['purpose'],
  preflightOf: (name: string) => Promise<Preflight>,
): Promise<Prepared> {
  const { out, inputs, ports, tokens } = session;
  const loaded = await out.group('Check the spec', () => loadWorkspaceSpec(session, secretsIn(ports.env)));
  if (!loaded.ok) {
    out.info(findingsLog(loaded.findings));
    if (inputs.annotations) out.annotate(inRepositoryTerms(session, findingAnnotations(loaded.findings)));
    const errors = countErrorsIn(loaded.findings);
    return {
      ok: false,
      name: specName(session, loaded),
      findings: loaded.findings,
      end: { result: 'failed', reason: 'spec-invalid', summary: `${countErrors(errors)} in the spec` },
    };
  }
  const { spec: whole, checks } = loaded;
  const token = tokens.aiven;
  if (token === undefined)
    throw new Error('a mode that reads live services was chosen without an aiven-token');
  out.learnOwnWords(wordsOfSpec(whole).join('\n'));
  const ordinary = ordinarySecretFindings(whole, (secret) => out.isOrdinary(secret));
  if (ordinary.length > 0)
    return refusedFor(session, whole, ordinary, 'spec-invalid', 'a secret cannot be hidden');
  const anchor = await askGitHub(() => anchorFor(session));
  // A missing permission is named below, with all others that are missing.
  if (anchor.state === 'unanswered' && !isFailure(anchor.error, 'missing-permission')) throw anchor.error;
  const permissions = await checkPermissions(session, await preflightOf(whole.name));
  if (permissions.state === 'lacking') return { ok: false, name: whole.name, ...permissions };
  if (anchor.state === 'unanswered') throw anchor.error;
  const left = await withoutLeftOut(session, whole, ports.env);
  if (left.state === 'refused') {
    const { problem, hint } = left;
    const finding: Finding = { code: 'input-invalid', severity: 'error', message: problem, hint };
    out.info(findingsLog([finding]));
    const end: BadEnd = { result: 'failed', reason: 'input-invalid', summary: problem };
    return { ok: false, name: whole.name, end, findings: [finding] };
  }
  const { spec } = left;
  const systems = connectSystems(session, { spec, token, anchor: anchor.value, purpose });
  const missing = missingSecrets(spec, systems);
  if (missing.size > 0) {
    const names = [...missing.keys()].map((name) => `KAFKA_SECRET_${name}`).join(', ');
    const findings = missingSecretFindings(missing, ports.env);
    return refusedFor(session, spec, findings, 'secret-missing', `no value for ${names}`);
  }
  return {
    ok: true,
    spec,
    before: beforeOf(anchor.value),
    checks,
    specDigest: loaded.digest,
    references: loaded.references,
    files: loaded.files,
    systems,
  };
}

function beforeOf(anchor: Anchor): SpecBefore {
  switch (anchor.kind) {
    case 'itself':
      return { state: 'nothing-to-tell' };
    case 'default-branch':
      return { state: 'known', spec: anchor.spec };
    case 'none':
      return anchor.before;
  }
}

function refusedFor(
  session: Pick<Session, 'out' | 'inputs' | 'checkoutFolder'>,
  { name }: Spec,
  findings: readonly Finding[],
  reason: 'spec-invalid' | 'secret-missing',
  summary: string,
): NotPrepared {
  const { out, inputs } = session;
  out.info(findingsLog(findings));
  if (inputs.annotations) out.annotate(inRepositoryTerms(session, findingAnnotations(findings)));
  return { ok: false, name, findings, end: { result: 'failed', reason, summary } };
}
