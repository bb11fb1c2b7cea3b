import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { asJson, asTable, checked } from './report.ts';
import { runSmoke, tokenVariables } from './run-smoke.ts';
import { tokenRoles } from './scope.ts';

// npm run smoke -- --project P --kafka S [--mirrormaker M] [--scratch S --scratch-mirrormaker M]: how a real project answers.

const usage = `Usage: AIVEN_TOKEN=… npm run smoke -- --project <project> --kafka <service> [--mirrormaker <service>]
  --scratch <service> --scratch-mirrormaker <service>   also the steps that write; both services must hold nothing
  --provoke-limit   ask until Aiven says that it is too fast; that slows down all that the token does for a while
  --json <file>     what was found, for an issue
  --url <address>   https://api.aiven.io unless told
More tokens are tried where they are given: ${tokenRoles.map((role) => tokenVariables[role]).join(', ')}.
`;

const options = {
  project: { type: 'string' },
  kafka: { type: 'string' },
  mirrormaker: { type: 'string' },
  scratch: { type: 'string' },
  'scratch-mirrormaker': { type: 'string' },
  'provoke-limit': { type: 'boolean', default: false },
  json: { type: 'string' },
  url: { type: 'string', default: 'https://api.aiven.io' },
} as const;

process.exitCode = await main();

/** Words where an option is unknown or lacks its value. */
function given() {
  try {
    return { ok: true, values: parseArgs({ options }).values } as const;
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) } as const;
  }
}

async function main(): Promise<number> {
  const call = given();
  if (!call.ok) {
    process.stderr.write(`${call.problem}\n${usage}`);
    return 2;
  }
  const { values } = call;
  const token = process.env['AIVEN_TOKEN'];
  const { project, url, scratch, 'scratch-mirrormaker': scratchMirrorMaker } = values;
  const kafka = values.kafka ?? scratch;
  const isAddress = /^https:\/\/[a-z0-9.-]+$/.test(url) || /^http:\/\/127\.0\.0\.1:\d+$/.test(url);
  const isHalf = (scratch === undefined) !== (scratchMirrorMaker === undefined);
  if (
    token === undefined ||
    token === '' ||
    project === undefined ||
    kafka === undefined ||
    !isAddress ||
    isHalf
  ) {
    process.stderr.write(usage);
    return 2;
  }
  if (values.json !== undefined && !(await canBeWritten(values.json))) {
    process.stderr.write(`${values.json} cannot be written.\n`);
    return 2;
  }
  const mirrormaker = values.mirrormaker ?? scratchMirrorMaker;
  const tokens = Object.fromEntries(
    tokenRoles.flatMap((role) => {
      const given = process.env[tokenVariables[role]];
      return given === undefined || given === '' ? [] : [[role, given]];
    }),
  );
  const interruption = new AbortController();
  const interrupt = () => {
    process.stderr.write('Interrupted: nothing more is asked, and what was made is deleted\n');
    interruption.abort();
  };
  // A second one ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  const { findings, problems } = await runSmoke({
    url,
    project,
    kafka,
    ...(mirrormaker === undefined ? {} : { mirrormaker }),
    ...(scratch === undefined || scratchMirrorMaker === undefined
      ? {}
      : { scratch: { kafka: scratch, mirrormaker: scratchMirrorMaker } }),
    provokesLimit: values['provoke-limit'],
    token,
    tokens,
    sleep: (milliseconds) => sleep(milliseconds),
    interrupted: interruption.signal,
    progress: (line) => process.stderr.write(`${line}\n`),
  });
  const secrets = [token, ...Object.values(tokens)];
  const wasAsked = findings.notes.length > 0;
  if (wasAsked) process.stdout.write(checked(`${asTable(findings)}\n`, secrets));
  if (wasAsked && values.json !== undefined) await writeFile(values.json, checked(asJson(findings), secrets));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

/** Before the questions, which take minutes. */
async function canBeWritten(file: string): Promise<boolean> {
  try {
    await writeFile(file, '', { flag: 'a' });
    return true;
  } catch {
    return false;
  }
}
