import { dirname, join } from 'node:path';
import { type Completed, completeSpec } from '../../import/complete-spec.ts';
import { importLog } from '../../report/import/import-summary.ts';
import { existingSpec } from '../../run/spec/existing.ts';
import { secretsIn } from '../../run/spec/load.ts';
import { makePlan } from '../../run/systems/make-plan.ts';
import { recordedSystems, withExternal } from '../../run/systems/recorded.ts';
import { ordinarySecretFindings, wordsOfSpec } from '../../run/systems/secret-findings.ts';
import type { Asked } from '../arguments/asked.ts';
import { defaultBranchSpec } from '../clone/default-branch.ts';
import type { Ending } from '../exit-codes.ts';
import type { CliPorts } from '../ports.ts';
import { asJson, type Voice } from '../terminal/voice.ts';
import { aivenAccess } from '../trust/aiven-access.ts';
import { keysOf, unvouched } from '../trust/connections.ts';
import { readSystems } from '../trust/read-systems.ts';
import { vouchedFor } from '../trust/vouch.ts';
import { checkedSpec, errorsLine, findingsText } from './checked-spec.ts';

type ImportAsked = Extract<Asked, { readonly command: 'import' }>;

/**
 * A spec of the clone, completed in its files with what its project has. Reads Aiven, and as a plan does the external clusters for which the spec has a login. Where a
 * file is another one by then, or a certificate is there already, nothing is written in its place.
 */
export async function completeCommand(ports: CliPorts, voice: Voice, asked: ImportAsked): Promise<Ending> {
  const { clock, cancelled } = ports;
  // Before any secret is looked at, so that nothing is said but through what hides them.
  const access = await aivenAccess(ports, voice, asked);
  if (!access.ok) return 'wrong-input';
  const { out, token } = access;
  const checked = await checkedSpec(ports, asked.into, secretsIn(ports.env));
  const { place, loaded } = checked;
  if (!loaded.ok || checked.errors > 0) {
    voice.tell(out.shown(findingsText(ports, voice, place, checked.findings)));
    voice.tell(errorsLine(checked, voice));
    return 'wrong-input';
  }
  if (loaded.spec.project !== asked.project) {
    voice.tell(`error: the spec is of project ${loaded.spec.project}, not of ${asked.project}.`);
    return 'wrong-input';
  }
  const progress = (line: string) => out.info(line);
  const existing = existingSpec(loaded);
  const { keys, problems } = keysOf(loaded.spec, asked.connect);
  for (const wrong of problems) voice.tell(`error: --connect: ${wrong}.`);
  if (problems.length > 0) return 'wrong-input';
  const { spec } = loaded;
  out.learnOwnWords(wordsOfSpec(spec).join('\n'));
  const ordinary = ordinarySecretFindings(spec, (secret) => out.isOrdinary(secret));
  if (ordinary.length > 0) {
    voice.tell(out.shown(findingsText(ports, voice, place, ordinary)));
    return 'wrong-input';
  }
  const trusted = await defaultBranchSpec(ports, place);
  const open = unvouched(spec, trusted).filter(({ identities }) => identities.includes('admin'));
  const allowed = await vouchedFor(ports, out, { open, named: keys });
  const systems = readSystems(ports, out, {
    ...{ spec, token, trusted, open, vouchedFor: allowed },
    aivenUrl: asked.aivenUrl,
  });
  const completed = await completeSpec({
    existing,
    folder: asked.folder ?? dirname(spec.files[0] ?? 'kafka/spec.yaml'),
    reader: withExternal(
      ports.connectAiven({
        ...{ token, baseUrl: asked.aivenUrl, clock, cancelled, progress, secrecy: out.secrecy },
        trace: (line) => out.debug(line),
      }),
      spec,
      systems.external,
    ),
    planOf: async (one, estate) =>
      (await makePlan({ out: silent }, one.spec, recordedSystems(estate, one.spec), one.checks)).plan,
    ...{ now: clock.now(), progress },
  }).finally(() => systems.close());
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

/** The reads of the proof are those of the import: there is nothing to tell of them. */
const silent = { info: () => undefined };

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
