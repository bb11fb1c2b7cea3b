import { dirname, join } from 'node:path';
import { type Completed, completeSpec, type ExistingSpec } from '../../import/complete-spec.ts';
import { type Imported, importProject } from '../../import/import-project.ts';
import { handOver } from '../../import/terraform/hand-over.ts';
import { removedBlocks } from '../../import/terraform/removed-blocks.ts';
import { readState, type State } from '../../import/terraform/state.ts';
import { countErrorsIn } from '../../model/finding.ts';
import type { Secret } from '../../model/secret.ts';
import {
  countsInWords,
  type ImportReport,
  importLog,
  importSummary,
} from '../../report/import/import-summary.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { countErrors } from '../../report/words/counts.ts';
import { readWorkspaceFile } from '../../spec/yaml/workspace.ts';
import type { FailureReason, RunEnd } from '../result.ts';
import type { Session } from '../session.ts';
import { anchorFor } from '../spec/anchor.ts';
import { existingSpec } from '../spec/existing.ts';
import { loadWorkspaceSpec, secretsIn } from '../spec/load.ts';
import { makePlan } from '../systems/make-plan.ts';
import { recordedSystems, withExternal } from '../systems/recorded.ts';
import { ordinarySecretFindings, wordsOfSpec } from '../systems/secret-findings.ts';
import { connectSystems } from '../systems/systems.ts';

/**
 * By hand: the spec of what a project has, or what a spec of it lacks, as files for later steps and a summary. Reads Aiven, and of a spec
 * that is completed the external clusters that the default branch vouches for; nothing is written to any system or to GitHub.
 */
export async function importMode(session: Session): Promise<RunEnd> {
  const { out, inputs, ports, tokens, clock } = session;
  const project = inputs.importProject;
  if (tokens.aiven === undefined) throw new Error('an import was chosen without an aiven-token');
  const terraform = await stateOf(session);
  if (terraform?.ok === false)
    return {
      result: 'failed',
      reason: 'input-invalid',
      summary: `input import-terraform-state: the state ${terraform.problem}`,
    };
  const aiven = ports.connectAiven({
    token: tokens.aiven,
    baseUrl: inputs.aivenUrl,
    ...{ clock, cancelled: ports.cancelled, secrecy: out.secrecy },
    progress: (line) => out.info(line),
    trace: (line) => out.debug(line),
  });
  const existing = terraform === undefined ? await specToComplete(session) : { state: 'none' as const };
  if (existing.state === 'invalid')
    return { result: 'failed', reason: 'spec-invalid', summary: existing.summary };
  const common = {
    reader: aiven,
    planOf: async ({ spec, checks }, estate) =>
      (await makePlan({ out: silent }, spec, recordedSystems(estate, spec), checks)).plan,
    now: clock.now(),
    progress: (line) => out.info(line),
  } satisfies Pick<Parameters<typeof importProject>[0], 'reader' | 'planOf' | 'now' | 'progress'>;
  const imported = await out.group(
    `Import project ${project}`,
    (): Promise<Imported | Completed> =>
      existing.state === 'none'
        ? importProject({ project, folder: 'kafka', ...common })
        : completing(session, tokens.aiven, existing, common),
  );
  if (imported.state === 'failed') return failed(imported);
  const folder = join(session.outputFolder, 'import');
  const handed = terraform && handOver(terraform.resources, imported.draft, imported.leftOut);
  const files = new Map([
    ...imported.files,
    ...(handed && handed.covered.length > 0
      ? [['terraform/removed.tf', removedBlocks(handed.covered)] as const]
      : []),
  ]);
  for (const [path, text] of files) {
    const file = await out.newFile(join(folder, path), text);
    if (file.state === 'not-written')
      return {
        result: 'failed',
        reason: 'internal-error',
        summary: `${path} could not be written: ${file.why}`,
      };
  }
  const report: ImportReport = {
    ...imported,
    project,
    files: [...files.keys()],
    ...(handed && { terraform: handed }),
    ...(existing.state === 'found' && {
      completes: { name: existing.spec.loaded.spec.name, changes: imported.plan.changes.length },
    }),
  };
  out.info(importLog(report));
  out.output('import-path', folder);
  if (inputs.jobSummary) await out.summary(importSummary(report));
  return {
    result: 'imported',
    summary:
      existing.state === 'found'
        ? `${project}: ${countsInWords(report.counts)} added to the spec`
        : `${project}: ${countsInWords(report.counts)}, and a plan without changes`,
  };
}

/** Reads external clusters, too, where the spec has a login for this action and its connection is that of the default branch. */
async function completing(
  session: Session,
  token: Secret | undefined,
  { spec: existing, folder }: Extract<ToComplete, { readonly state: 'found' }>,
  common: Omit<Parameters<typeof completeSpec>[0], 'existing' | 'folder'>,
): Promise<Completed> {
  const { spec } = existing.loaded;
  const hasLogin = [...spec.clusters.values()].some(
    (cluster) => cluster.type === 'external' && cluster.admin !== undefined,
  );
  if (!hasLogin || token === undefined) return completeSpec({ existing, folder, ...common });
  const anchor = await anchorFor(session);
  const systems = connectSystems(session, { spec, token, anchor, purpose: 'plan' });
  try {
    const reader = withExternal(systems.aiven, spec, systems.external);
    return await completeSpec({ existing, folder, ...common, reader });
  } finally {
    await systems.close();
  }
}

type ToComplete =
  | { readonly state: 'none' }
  | { readonly state: 'invalid'; readonly summary: string }
  /** `folder`: where its files are. */
  | { readonly state: 'found'; readonly spec: ExistingSpec; readonly folder: string };

/** The spec of the checkout, if it is one of the project. */
async function specToComplete(session: Session): Promise<ToComplete> {
  const { out, inputs } = session;
  const loaded = await loadWorkspaceSpec(session, secretsIn(session.ports.env));
  if (!loaded.ok) {
    if (loaded.findings.every(({ code }) => code === 'spec-not-found')) return { state: 'none' };
    out.info(findingsLog(loaded.findings));
    const errors = countErrors(countErrorsIn(loaded.findings));
    return { state: 'invalid', summary: `${errors} in the spec that would be completed` };
  }
  const { project, files } = loaded.spec;
  if (project !== inputs.importProject) {
    out.info(`The spec of the checkout is of project ${project}, so a new one is written.`);
    return { state: 'none' };
  }
  out.learnOwnWords(wordsOfSpec(loaded.spec).join('\n'));
  const ordinary = ordinarySecretFindings(loaded.spec, (secret) => out.isOrdinary(secret));
  if (ordinary.length > 0) {
    out.info(findingsLog(ordinary));
    return { state: 'invalid', summary: 'a secret of the spec that would be completed cannot be hidden' };
  }
  return { state: 'found', spec: existingSpec(loaded), folder: dirname(files[0] ?? 'kafka/spec.yaml') };
}

/** Bytes. A state of ten thousand resources has some tens of them. */
const maxStateBytes = 64 * 1024 * 1024;

/** Undefined: none is named. */
async function stateOf({
  inputs,
  workspace,
}: Pick<Session, 'inputs' | 'workspace'>): Promise<State | undefined> {
  const path = inputs.importTerraformState;
  if (path === '') return undefined;
  const file = await readWorkspaceFile(workspace, path, maxStateBytes);
  return file.ok ? readState(new TextDecoder().decode(file.content)) : file;
}

/** The reads of the proof are those of the import: there is nothing to tell of them. */
const silent = { info: () => undefined };

function failed({ reason, because }: Extract<Imported | Completed, { readonly state: 'failed' }>): RunEnd {
  return { result: 'failed', reason: reasons[reason], summary: because.join('; ') };
}

const reasons = {
  'not-readable': 'not-readable',
  'nothing-there': 'input-invalid',
  'not-proven': 'rule-violated',
  'not-editable': 'rule-violated',
} as const satisfies Readonly<Record<string, FailureReason>>;
