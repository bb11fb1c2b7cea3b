import { dirname, join } from 'node:path';
import { type Completed, completeSpec } from '../../import/complete-spec.ts';
import { importLog } from '../../report/import/import-summary.ts';
import { existingSpec } from '../../run/spec/existing.ts';
import { makePlan } from '../../run/systems/make-plan.ts';
import { recordedSystems } from '../../run/systems/recorded.ts';
import type { Asked } from '../arguments/asked.ts';
import type { Ending } from '../exit-codes.ts';
import type { CliPorts } from '../ports.ts';
import { asJson, type Voice } from '../terminal/voice.ts';
import { aivenAccess } from '../trust/aiven-access.ts';
import { checkedSpec, errorsLine, findingsText } from './checked-spec.ts';

type ImportAsked = Extract<Asked, { readonly command: 'import' }>;

/**
 * A spec of the clone, completed in its files with what its project has. Reads Aiven alone: no external cluster is contacted. Where a
 * file is another one by then, or a certificate is there already, nothing is written in its place.
 */
export async function completeCommand(ports: CliPorts, voice: Voice, asked: ImportAsked): Promise<Ending> {
  const { clock, cancelled } = ports;
  const checked = await checkedSpec(ports, asked.into);
  const { place, loaded } = checked;
  if (!loaded.ok || checked.errors > 0) {
    voice.tell(findingsText(ports, voice, place, checked.findings));
    voice.tell(errorsLine(checked, voice));
    return 'wrong-input';
  }
  if (loaded.spec.project !== asked.project) {
    voice.tell(`error: the spec is of project ${loaded.spec.project}, not of ${asked.project}.`);
    return 'wrong-input';
  }
  const access = await aivenAccess(ports, voice, asked);
  if (!access.ok) return 'wrong-input';
  const { out, token } = access;
  const progress = (line: string) => out.info(line);
  const existing = existingSpec(loaded);
  const completed = await completeSpec({
    existing,
    folder: asked.folder ?? dirname(loaded.spec.files[0] ?? 'kafka/spec.yaml'),
    reader: ports.connectAiven({
      ...{ token, baseUrl: asked.aivenUrl, clock, cancelled, progress, secrecy: out.secrecy },
      trace: (line) => out.debug(line),
    }),
    planOf: async ({ spec, checks }, estate) =>
      (await makePlan({ out: { info: () => undefined } }, spec, recordedSystems(estate, spec), checks)).plan,
    ...{ now: clock.now(), progress },
  });
  if (completed.state === 'failed') {
    for (const because of completed.because) voice.tell(out.shown(`error: ${because}.`));
    return 'failed';
  }
  const problem = await write(ports, place.workspace, completed, existing.files, (text) => out.exact(text));
  if (problem !== undefined) {
    voice.tell(`error: ${problem}`);
    return 'failed';
  }
  const report = { ...completed, project: asked.project, files: [...completed.files.keys()] };
  const completes = { name: loaded.spec.name, changes: completed.plan.changes.length };
  const answer = asked.json ? asJson(publicCompletion(report)) : importLog({ ...report, completes });
  voice.answer(out.shown(answer));
  return 'done';
}

/** Undefined: all of it was written; else a sentence for people. */
async function write(
  ports: CliPorts,
  workspace: string,
  { files, newFiles }: Extract<Completed, { readonly state: 'completed' }>,
  before: ReadonlyMap<string, string>,
  exact: (text: string) => string,
): Promise<string | undefined> {
  const paths = [...files.keys()].toSorted((a, b) => Number(newFiles.has(b)) - Number(newFiles.has(a)));
  for (const file of paths) {
    const path = join(workspace, file);
    const text = exact(files.get(file) ?? '');
    const written = newFiles.has(file)
      ? await ports.writeNewFile(path, { text, within: workspace })
      : await ports.replaceFile(path, { before: before.get(file) ?? '', text });
    if (!written.ok) return `${path} was not written: ${written.because}.`;
  }
  return undefined;
}

function publicCompletion({
  project,
  files,
  counts,
  secrets,
  leftOut,
}: Pick<Extract<Completed, { readonly state: 'completed' }>, 'counts' | 'secrets' | 'leftOut'> & {
  readonly project: string;
  readonly files: readonly string[];
}): object {
  return {
    version: 1,
    ...{ project, files, counts: { ...counts } },
    secrets: secrets.map(({ name, what }) => ({ variable: `KAFKA_SECRET_${name}`, what })),
    leftOut: leftOut.map(({ what, why, isExpected }) => ({ what, why, isExpected: isExpected === true })),
  };
}
