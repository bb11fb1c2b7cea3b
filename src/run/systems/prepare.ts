import { isFailure } from '../../github/http/github-error.ts';
import type { KafkaOptions } from '../../kafka/kafka.ts';
import type { SpecChecks } from '../../lint/load-spec.ts';
import type { Finding } from '../../model/finding.ts';
import type { Position } from '../../model/position.ts';
import { findingAnnotations } from '../../report/texts/annotations.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { countErrors } from '../../report/words/counts.ts';
import type { Spec } from '../../spec/spec.ts';
import { askGitHub } from '../github/on-github.ts';
import { lackingPermissions, type Preflight, type Unpermitted } from '../github/permission-preflight.ts';
import type { RunEnd } from '../result.ts';
import type { Session } from '../session.ts';
import { anchorFor } from './anchor.ts';
import { loadWorkspaceSpec } from './load.ts';
import { connectSystems, missingSecrets, type Systems } from './make-plan.ts';
import { specName } from './spec-name.ts';

export type Prepared =
  | {
      readonly ok: true;
      readonly spec: Spec;
      /** That of the default branch; undefined: there is none, or the checkout is that branch. */
      readonly before: Spec | undefined;
      readonly checks: SpecChecks;
      readonly specDigest: string;
      /** Files beside the spec that it names, workspace-relative. */
      readonly references: readonly string[];
      readonly systems: Systems;
    }
  | NotPrepared;

export interface NotPrepared extends Partial<Omit<Unpermitted, 'end' | 'findings'>> {
  readonly ok: false;
  readonly name: string;
  readonly end: RunEnd;
  readonly findings: readonly Finding[];
}

/**
 * The common beginning of plan, apply and drift: a valid spec, every permission and every secret at hand, systems to
 * talk to. None of them has been talked to yet. Only for an `apply` can brokers be changed. `preflightOf` takes the spec's name.
 */
export async function prepare(
  session: Session,
  purpose: KafkaOptions['purpose'],
  preflightOf: (name: string) => Promise<Preflight>,
): Promise<Prepared> {
  const { out, inputs, ports } = session;
  const loaded = await out.group('Check the spec', () => loadWorkspaceSpec(session, 'with secrets'));
  if (!loaded.ok) {
    out.info(findingsLog(loaded.findings));
    if (inputs.annotations) out.annotate(findingAnnotations(loaded.findings));
    const errors = loaded.findings.filter(({ severity }) => severity === 'error').length;
    return {
      ok: false,
      name: specName(session, loaded),
      findings: loaded.findings,
      end: { result: 'failed', reason: 'spec-invalid', summary: `${countErrors(errors)} in the spec` },
    };
  }
  const { spec, checks } = loaded;
  const token = inputs.aivenToken;
  if (token === undefined)
    throw new Error('a mode that reads live services was chosen without an aiven-token');
  out.protect([token, ...(inputs.githubToken === undefined ? [] : [inputs.githubToken]), ...spec.secrets]);
  const anchor = await askGitHub(() => anchorFor(session));
  // A missing permission is named below, with all others that are missing.
  if (!anchor.ok && !isFailure(anchor.error, 'missing-permission')) throw anchor.error;
  const unpermitted = await lackingPermissions(session, await preflightOf(spec.name));
  if (unpermitted !== undefined) return { ok: false, name: spec.name, ...unpermitted };
  if (!anchor.ok) throw anchor.error;
  const systems = connectSystems(session, spec, token, anchor.value, purpose);
  const missing = missingSecrets(spec, systems);
  if (missing.size > 0) {
    const missingFindings = missingSecretFindings(missing, ports.env);
    out.info(findingsLog(missingFindings));
    if (inputs.annotations) out.annotate(findingAnnotations(missingFindings));
    const names = [...missing.keys()].map((name) => `KAFKA_SECRET_${name}`).join(', ');
    return {
      ok: false,
      name: spec.name,
      findings: missingFindings,
      end: { result: 'failed', reason: 'secret-missing', summary: `no value for ${names}` },
    };
  }
  return {
    ok: true,
    spec,
    before: anchor.value.kind === 'default-branch' ? anchor.value.spec : undefined,
    checks,
    specDigest: loaded.digest,
    references: loaded.references,
    systems,
  };
}

/** A variable that is set and empty comes from a GitHub secret that does not exist, or is misspelt. */
function missingSecretFindings(
  missing: ReadonlyMap<string, Position>,
  env: Session['ports']['env'],
): readonly Finding[] {
  return [...missing].map(([name, position]) => {
    const variable = `KAFKA_SECRET_${name}`;
    const line = `\`${variable}: $` + `{{ secrets.${name} }}\``;
    return env[variable] === ''
      ? {
          code: 'secret-missing',
          severity: 'error',
          message: `${variable} is empty: is it defined and spelled so?`,
          hint: `GitHub gives empty text for a secret that does not exist. Compare the name in ${line} with the secrets of the repository and of the environment.`,
          position,
        }
      : {
          code: 'secret-missing',
          severity: 'error',
          message: `${variable} is not set in this run`,
          hint: `Pass it to the step under env, as in ${line}.`,
          position,
        };
  });
}
