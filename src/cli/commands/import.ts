import { join } from 'node:path';
import { type Imported, importProject } from '../../import/import-project.ts';
import { importLog } from '../../report/import/import-summary.ts';
import { makePlan } from '../../run/systems/make-plan.ts';
import { recordedSystems } from '../../run/systems/recorded.ts';
import type { Asked } from '../arguments/asked.ts';
import { specPlace } from '../clone/spec-files.ts';
import type { Ending } from '../exit-codes.ts';
import type { CliPorts } from '../ports.ts';
import { asJson, type Voice } from '../terminal/voice.ts';
import { aivenAccess } from '../trust/aiven-access.ts';
import { completeCommand } from './complete.ts';

type ImportAsked = Extract<Asked, { readonly command: 'import' }>;

/**
 * The spec of what a project has, as files in a folder of the clone. Reads Aiven alone: no external cluster is contacted, and where a file is
 * already, none is written.
 */
export async function importCommand(ports: CliPorts, voice: Voice, asked: ImportAsked): Promise<Ending> {
  if (asked.into.length > 0) return completeCommand(ports, voice, asked);
  const { clock, cancelled, isThere } = ports;
  const { project } = asked;
  const place = await specPlace(ports, asked.folder === undefined ? [] : [asked.folder]);
  const folder = asked.folder === undefined ? 'kafka' : (place.patterns[0]?.replace(/\/+$/, '') ?? '');
  if (!/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(folder)) {
    voice.tell(
      `error: --folder takes a folder of the ${place.isClone ? 'clone' : 'folder that you are in'}.`,
    );
    return 'wrong-input';
  }
  const access = await aivenAccess(ports, voice, asked);
  if (!access.ok) return 'wrong-input';
  const { out, token } = access;
  const progress = (line: string) => out.info(line);
  const reader = ports.connectAiven({
    ...{ token, baseUrl: asked.aivenUrl, clock, cancelled, progress, secrecy: out.secrecy },
    trace: (line) => out.debug(line),
  });
  const imported = await importProject({
    ...{ project, folder, reader, progress, now: clock.now() },
    planOf: async ({ spec, checks }, estate) =>
      (await makePlan({ out: silent }, spec, recordedSystems(estate, spec), checks)).plan,
  });
  if (imported.state === 'failed') {
    for (const because of imported.because) voice.tell(out.shown(`error: ${because}.`));
    return endings[imported.reason];
  }
  const paths = new Map([...imported.files].map(([path, text]) => [join(place.workspace, path), text]));
  const there: string[] = [];
  for (const path of paths.keys()) if (await isThere(path)) there.push(path);
  if (there.length > 0) {
    voice.tell(`error: nothing was written, as these files are there: ${there.join(', ')}.`);
    return 'wrong-input';
  }
  for (const [path, text] of paths) {
    const written = await ports.writeNewFile(path, { text: out.exact(text), within: place.workspace });
    if (written.ok) continue;
    voice.tell(`error: ${path} was not written: ${written.because}.`);
    return 'failed';
  }
  voice.answer(
    out.shown(asked.json ? asJson(publicImport(project, imported)) : importLog(reportOf(project, imported))),
  );
  if (!asked.json) voice.tell(nextStep(place.workspace, imported.secrets.length > 0));
  return 'done';
}

function nextStep(workspace: string, hasSecrets: boolean): string {
  const secrets = hasSecrets
    ? 'define the secrets in the repository, each with the value that is in use today, then '
    : '';
  return `The files are below ${workspace}. Next: ${secrets}commit the files and open a pull request; its plan shows no changes. Then say under manage what is yours.`;
}

/** The reads of the proof are those of the import: there is nothing to tell of them. */
const silent = { info: () => undefined };

const endings = {
  'not-readable': 'failed',
  'nothing-there': 'wrong-input',
  'not-proven': 'failed',
} as const satisfies Readonly<Record<Extract<Imported, { readonly state: 'failed' }>['reason'], Ending>>;

type Written = Extract<Imported, { readonly state: 'written' }>;

function reportOf(project: string, imported: Written): Parameters<typeof importLog>[0] {
  return { ...imported, project, files: [...imported.files.keys()] };
}

function publicImport(project: string, { files, counts, secrets, leftOut }: Written): object {
  return {
    version: 1,
    project,
    files: [...files.keys()],
    counts: { ...counts },
    secrets: secrets.map(({ name, what }) => ({ variable: `KAFKA_SECRET_${name}`, what })),
    leftOut: leftOut.map(({ what, why, isExpected }) => ({ what, why, isExpected: isExpected === true })),
  };
}
