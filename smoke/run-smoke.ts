import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { type SwitchName, switchValues } from '../sandbox/aiven/switches.ts';
import { type Reached, reach } from './access.ts';
import { connect } from './api.ts';
import { Findings } from './findings.ts';
import { said } from './said.ts';
import { pairPrefix, type Scope, type Scratch, type TokenRole } from './scope.ts';
import { clean, refusalOf } from './scratch.ts';
import { aclSteps } from './steps/acls.ts';
import { endpointSteps } from './steps/endpoints.ts';
import { flowSteps } from './steps/flows.ts';
import { integrationSteps } from './steps/integrations.ts';
import { provokeLimit } from './steps/limit.ts';
import { readingSteps } from './steps/reading.ts';
import { topicSteps } from './steps/topics.ts';
import { Unforeseen } from './unforeseen.ts';

export interface SmokeOptions {
  readonly url: string;
  readonly project: string;
  /** A Kafka and a MirrorMaker 2 service that are only read. */
  readonly kafka: string;
  readonly mirrormaker?: string;
  /** Services for the steps that write; they must hold nothing. */
  readonly scratch?: { readonly kafka: string; readonly mirrormaker: string };
  readonly provokesLimit: boolean;
  readonly token: string;
  readonly tokens: Scope['tokens'];
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds, never going back; the machine's own unless told. */
  readonly now?: () => number;
  /** Once aborted, nothing more is asked, and what was made is deleted. */
  readonly interrupted: AbortSignal;
  /** What is being done, without names. */
  readonly progress: (line: string) => void;
}

export interface Smoked {
  readonly findings: Findings;
  /** Why steps did not run or ended early, and what they left. Empty: all is well. */
  readonly problems: readonly string[];
}

export async function runSmoke(options: SmokeOptions): Promise<Smoked> {
  const { project, tokens, interrupted } = options;
  const findings = new Findings();
  for (const name of Object.keys(switchValues) as SwitchName[]) // Object.keys forgets the names
    findings.leave(name, options.scratch === undefined ? 'asked for with --scratch' : 'not asked for');
  findings.leave('retryAfter', 'asked for with --provoke-limit');
  const { promise: interruption, reject: interrupt } = Promise.withResolvers<never>();
  interruption.catch(() => undefined); // Nobody may be waiting just then.
  interrupted.addEventListener('abort', () => interrupt(new Unforeseen('it was interrupted')));
  const stopIfInterrupted = () => {
    if (interrupted.aborted) throw new Unforeseen('it was interrupted');
  };
  const sleep = async (milliseconds: number): Promise<void> => {
    stopIfInterrupted();
    await Promise.race([options.sleep(milliseconds), interruption]);
  };
  const api = connect({ ...options, sleep, beforeEach: stopIfInterrupted });
  const scope: Scope = {
    ...{ api, findings, project, tokens, sleep },
    now: options.now ?? (() => performance.now()),
    kafka: options.kafka,
    mirrormaker: options.mirrormaker,
  };
  const problems: string[] = [];
  const step = async (what: string, work: () => Promise<void>): Promise<void> => {
    if (interrupted.aborted) return;
    options.progress(what);
    try {
      await work();
    } catch (error) {
      // The words of a defect may hold a name; and what was made has to be deleted all the same.
      const because =
        error instanceof Unforeseen
          ? error.because
          : 'this command has a defect, which please report as a bug';
      problems.push(`${what}: ended early, because ${because}`);
    }
  };

  let nodes = 0;
  await step('Whether the services can be read', async () => {
    const reached = await services(scope, options);
    if (typeof reached === 'number') nodes = reached;
    else problems.push(...reached);
  });
  if (problems.length > 0) return { findings, problems };

  await step('Steps 1 to 6: reading', () => readingSteps(scope));
  if (options.scratch !== undefined && !interrupted.aborted) {
    const prefix = `${pairPrefix({ project, ...options.scratch })}${randomBytes(4).toString('hex')}-`;
    const scratch: Scratch = { ...scope, ...options.scratch, nodes, prefix, unseenTopics: new Set() };
    const patient: Scratch = {
      ...scratch,
      api: connect(options),
      sleep: options.sleep,
    };
    problems.push(...(await write(scratch, patient, options.progress, step)));
  }
  if (options.provokesLimit) await step('Step 3: until Aiven asks to slow down', () => provokeLimit(scope));
  findings.note(
    10,
    'the action itself',
    said`not by this command: plan, apply, plan again, see docs/aiven.md`,
  );
  if (interrupted.aborted) problems.push('It was interrupted, so some questions were not asked.');
  return { findings, problems };
}

/** Each of the services that were named, before anything is asked about them: the nodes of the one for the writing steps, or problems. */
async function services(
  scope: Scope,
  { kafka, mirrormaker, scratch }: SmokeOptions,
): Promise<number | readonly string[]> {
  const wanted = [
    { name: kafka, option: '--kafka', type: 'kafka' },
    { name: mirrormaker, option: '--mirrormaker', type: 'kafka_mirrormaker' },
    { name: scratch?.kafka, option: '--scratch', type: 'kafka' },
    { name: scratch?.mirrormaker, option: '--scratch-mirrormaker', type: 'kafka_mirrormaker' },
  ] as const;
  const problems: string[] = [];
  const reached = new Map<string, Reached>();
  for (const { name, option, type } of wanted) {
    if (name === undefined) continue;
    const access = await reach(scope, name, { option, type });
    if (access.state === 'refused') problems.push(`Nothing was asked: ${access.problem}.`);
    else reached.set(option, access.service);
  }
  if (problems.length > 0) return problems;
  const read = reached.get('--kafka');
  if (read !== undefined)
    scope.findings.note(1, 'the Kafka service, and its nodes', said`${read.state}, ${read.nodes} nodes`);
  return reached.get('--scratch')?.nodes ?? 0;
}

/** `patient`: the same, not ended by an interruption; for what has to be cleaned up. */
async function write(
  scope: Scratch,
  patient: Scratch,
  progress: (line: string) => void,
  step: (what: string, work: () => Promise<void>) => Promise<void>,
): Promise<readonly string[]> {
  const refusal = await refusalOf(scope);
  if (refusal !== undefined) {
    const why =
      'unread' in refusal
        ? `what the scratch services hold cannot be told, because ${refusal.unread}`
        : `the scratch services hold ${refusal.foreign.join(', ')} that this command did not make`;
    return [`Nothing was written: ${why}.`];
  }
  try {
    await step('Step 8: topics', () => topicSteps(scope));
    await step('Step 8: ACL entries', () => aclSteps(scope));
    await step('Step 7: endpoints', () => endpointSteps(scope));
    await step('Step 7: integrations', () => integrationSteps(scope));
    await step('Step 9: flows', () => flowSteps(scope));
  } finally {
    progress('Cleaning up, until nothing was left for a minute');
  }
  const left = await clean(patient);
  if (left === 0) return [];
  const what =
    left === 'cannot tell' ? 'Whether anything is left cannot be told.' : `${left} things are left.`;
  return [
    `${what} Their names begin with ${pairPrefix(scope).slice(0, -1)}: delete them in the console, or call this again with the same services.`,
  ];
}

/** By role, from the environment. */
export const tokenVariables: { readonly [R in TokenRole]: string } = {
  read_only: 'AIVEN_TOKEN_READ_ONLY',
  data: 'AIVEN_TOKEN_DATA',
  developer: 'AIVEN_TOKEN_DEVELOPER',
  operator: 'AIVEN_TOKEN_OPERATOR',
};
