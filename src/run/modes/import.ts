import { join } from 'node:path';
import { type Imported, importProject } from '../../import/import-project.ts';
import {
  countsInWords,
  type ImportReport,
  importLog,
  importSummary,
} from '../../report/import/import-summary.ts';
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
  for (const [path, text] of imported.files) {
    const file = await out.newFile(join(folder, path), text);
    if (file.state === 'not-written')
      return {
        result: 'failed',
        reason: 'internal-error',
        summary: `${path} could not be written: ${file.why}`,
      };
  }
  const report: ImportReport = { ...imported, project, files: [...imported.files.keys()] };
  out.info(importLog(report));
  out.output('import-path', folder);
  if (inputs.jobSummary) await out.summary(importSummary(report));
  return {
    result: 'imported',
    summary: `${project}: ${countsInWords(report.counts)}, and a plan without changes`,
  };
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
