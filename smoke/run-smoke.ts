import { randomBytes } from 'node:crypto';
import { connect } from './api.ts';
import { Findings } from './findings.ts';
import { ownPrefix, type Scope, type Scratch, type TokenRole } from './scope.ts';
import { clean, foreignThings } from './scratch.ts';
import { aclSteps } from './steps/acls.ts';
import { endpointSteps } from './steps/endpoints.ts';
import { flowSteps } from './steps/flows.ts';
import { integrationSteps } from './steps/integrations.ts';
import { provokeLimit } from './steps/limit.ts';
import { readingSteps } from './steps/reading.ts';
import { topicSteps } from './steps/topics.ts';

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
  /** What is being done, without names. */
  readonly progress: (line: string) => void;
}

export interface Smoked {
  readonly findings: Findings;
  /** Why the steps that write did not run, or what they left. Empty: all is well. */
  readonly problems: readonly string[];
}

export async function runSmoke(options: SmokeOptions): Promise<Smoked> {
  const { progress, sleep, project, tokens } = options;
  const findings = new Findings();
  const api = connect(options);
  const scope: Scope = {
    api,
    findings,
    project,
    tokens,
    sleep,
    kafka: options.kafka,
    mirrormaker: options.mirrormaker,
  };
  const problems: string[] = [];
  const step = async (what: string, work: () => Promise<void>): Promise<void> => {
    progress(what);
    try {
      await work();
    } catch (error) {
      // Of an unforeseen answer; its words may hold what somebody called something.
      problems.push(
        `${what}: ended early, ${error instanceof TypeError ? 'no connection' : 'an answer was not as foreseen'}`,
      );
    }
  };
  await step('Steps 1 to 6: reading', () => readingSteps(scope));
  if (options.scratch !== undefined) {
    const prefix = `${ownPrefix}${randomBytes(4).toString('hex')}-`;
    problems.push(...(await write({ ...scope, ...options.scratch, prefix }, progress, step)));
  }
  if (options.provokesLimit) await step('Step 3: until Aiven asks to slow down', () => provokeLimit(scope));
  findings.note(10, 'the action itself', 'not by this command: plan, apply, plan again, see docs/aiven.md');
  return { findings, problems };
}

async function write(
  scope: Scratch,
  progress: (line: string) => void,
  step: (what: string, work: () => Promise<void>) => Promise<void>,
): Promise<readonly string[]> {
  const foreign = await foreignThings(scope);
  if (foreign.length > 0)
    return [
      `Nothing was written: the scratch services hold ${foreign.join(', ')} that this command did not make.`,
    ];
  try {
    await step('Step 8: topics', () => topicSteps(scope));
    await step('Step 8: ACL entries', () => aclSteps(scope));
    await step('Step 7: endpoints', () => endpointSteps(scope));
    await step('Step 7: integrations', () => integrationSteps(scope));
    await step('Step 9: flows', () => flowSteps(scope));
  } finally {
    progress('Cleaning up');
  }
  const left = await clean(scope);
  return left === 0
    ? []
    : [`${left} things whose names begin with ${ownPrefix} are left. Delete them in the console.`];
}

/** By role, from the environment. */
export const tokenVariables: { readonly [R in TokenRole]: string } = {
  read_only: 'AIVEN_TOKEN_READ_ONLY',
  data: 'AIVEN_TOKEN_DATA',
  developer: 'AIVEN_TOKEN_DEVELOPER',
  operator: 'AIVEN_TOKEN_OPERATOR',
};
