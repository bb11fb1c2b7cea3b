import { join } from 'node:path';
import { type Imported, importProject } from '../../import/import-project.ts';
import { handOver } from '../../import/terraform/hand-over.ts';
import { removedBlocks } from '../../import/terraform/removed-blocks.ts';
import { readState, type State } from '../../import/terraform/state.ts';
import {
  countsInWords,
  type ImportReport,
  importLog,
  importSummary,
} from '../../report/import/import-summary.ts';
import { readWorkspaceFile } from '../../spec/yaml/workspace.ts';
import type { FailureReason, RunEnd } from '../result.ts';
import type { Session } from '../session.ts';
import { makePlan } from '../systems/make-plan.ts';
import { recordedSystems } from '../systems/recorded.ts';

/**
 * By hand: the spec of what a project has, as files for later steps and a summary. Reads Aiven alone; no external cluster is
 * contacted, nothing is written to any system or to GitHub.
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
  const imported = await out.group(`Import project ${project}`, () =>
    importProject({
      project,
      folder: 'kafka',
      reader: aiven,
      planOf: async ({ spec, checks }, estate) =>
        (await makePlan({ out: silent }, spec, recordedSystems(estate, spec), checks)).plan,
      now: clock.now(),
      progress: (line) => out.info(line),
    }),
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
  };
  out.info(importLog(report));
  out.output('import-path', folder);
  if (inputs.jobSummary) await out.summary(importSummary(report));
  return {
    result: 'imported',
    summary: `${project}: ${countsInWords(report.counts)}, and a plan without changes`,
  };
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

function failed({ reason, because }: Extract<Imported, { readonly state: 'failed' }>): RunEnd {
  return { result: 'failed', reason: reasons[reason], summary: because.join('; ') };
}

const reasons = {
  'not-readable': 'not-readable',
  'nothing-there': 'input-invalid',
  'not-proven': 'rule-violated',
} as const satisfies Readonly<Record<string, FailureReason>>;
