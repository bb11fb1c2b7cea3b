import { afterEach, describe, expect, test } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { aivenProject, type Ran, type StartOptions, startRunWorld } from '../../support/run-world.ts';
import { endOf, Team } from '../../support/team.ts';

/** Days of retention by topic, of each of two clusters; `removed`: named under `removed`. */
interface Two {
  readonly core?: Topics;
  readonly edge?: Topics;
}
type Topics = Readonly<Record<string, number | 'removed'>>;

function specOf({ core = {}, edge = {} }: Two): string {
  return [
    'version: 1',
    'name: prod',
    `project: ${aivenProject}`,
    'clusters:',
    ...clusterLines('core', core),
    ...clusterLines('edge', edge),
    '',
  ].join('\n');
}

function clusterLines(name: string, topics: Topics): readonly string[] {
  const [kept, removed] = [true, false].map((isKept) =>
    Object.entries(topics).filter(([, days]) => (days !== 'removed') === isKept),
  );
  return [
    `  ${name}:`,
    `    service: kafka-${name}`,
    "    manage: { topics: { scope: ['t*'] } }",
    ...(kept?.length ? ['    topics:'] : []),
    ...(kept ?? []).map(
      ([topic, days]) =>
        `      ${topic}: { partitions: 1, replication: 2, config: { retention.ms: ${days}d } }`,
    ),
    ...(removed?.length ? ['    removed:', '      topics:'] : []),
    ...(removed ?? []).map(([topic]) => `        ${topic}: { reason: not used any more }`),
  ];
}

const running: Team[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ world }) => world.stop()));
});

class TwoClusters extends Team {
  readonly edge: MemoryBackend;

  static async begin(spec: Two = {}): Promise<TwoClusters> {
    const edge = new MemoryBackend({ brokers: 3 });
    const one = new TwoClusters(await startRunWorld(new Map([['kafka-edge', edge]])), edge);
    running.push(one);
    one.commit(specOf(spec));
    return one;
  }

  private constructor(world: ConstructorParameters<typeof Team>[0], edge: MemoryBackend) {
    super(world);
    this.edge = edge;
  }

  /** From now on. */
  takeDown(): void {
    const fault = {
      kind: 'answer',
      response: { status: 503, body: { message: 'down', errors: [] } },
    } as const;
    this.world.aiven.faults.add({ path: /kafka-edge/, times: 10_000, fault });
  }

  comesBack(): void {
    this.world.aiven.faults.clear();
  }

  async planned(spec: Two, options: StartOptions = {}): Promise<number> {
    const number = this.propose(specOf(spec));
    await this.plan(number, options);
    return number;
  }

  async live(): Promise<Two> {
    return { core: await daysOf(this.world.backend), edge: await daysOf(this.edge) };
  }

  /** A run by hand of what is on main. */
  apply(inputs: Readonly<Record<string, string>> = {}): Promise<Ran> {
    return this.byHand({ mode: 'apply', 'allow-delete': 'topics', ...inputs });
  }

  leftOut(): readonly unknown[] {
    return this.world.github.world
      .deployments()
      .map(({ payload }) => (payload as { leftOut?: unknown }).leftOut ?? []); // as the action wrote it
  }
}

async function daysOf(backend: MemoryBackend): Promise<Topics> {
  const names = (await backend.listTopics()).map(({ name }) => name);
  const topics = await backend.describeTopics(names);
  const days = topics.map(({ name, config }): [string, number] => [
    name,
    Number(config.find((entry) => entry.name === 'retention.ms')?.value) / 86_400_000,
  ]);
  return Object.fromEntries(days.sort());
}

const withoutEdge = { 'leave-out-clusters': 'edge' };

describe('a cluster that is down for a day', () => {
  test('is left out by hand, and what was reviewed for it is applied once it is back', async () => {
    const one = await TwoClusters.begin();
    const number = await one.planned({ core: { t1: 1 }, edge: { t2: 2 } });
    one.takeDown();
    expect(endOf(await one.mergeAndApply(number))).toBe('refused: not-readable');
    expect(await one.live()).toEqual({ core: {}, edge: {} });

    const partly = await one.apply(withoutEdge);
    expect(endOf(partly)).toBe('applied');
    expect(await one.live()).toEqual({ core: { t1: 1 }, edge: {} });
    expect(one.title(number)).toBe('## Kafka plan for `prod`: without 1 cluster: applied');
    const [, , , alert, notice] = one.comment(number)?.split('\n') ?? [];
    expect([alert, notice?.slice(0, 23)]).toEqual(['> [!WARNING]', '> **Left out: `edge`.**']);
    expect(partly.summary).toContain('needs no new review');
    expect(one.leftOut()).toEqual([['edge']]);

    one.comesBack();
    expect(endOf(await one.apply())).toBe('applied');
    expect(await one.live()).toEqual({ core: { t1: 1 }, edge: { t2: 2 } });
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
    expect(one.leftOut()).toEqual([['edge'], []]);
  });

  test('leaves a range behind that counts for it alone', async () => {
    const one = await TwoClusters.begin();
    const number = await one.planned({ core: { t1: 1 }, edge: { t2: 2 } });
    one.merge(number);
    expect(endOf(await one.apply(withoutEdge))).toBe('applied');
    // What was applied and then undone by somebody is not what reviewers saw any more.
    await one.world.backend.deleteTopic('t1');
    const refused = await one.apply();
    expect(endOf(refused)).toBe('refused: plan-changed');
    expect(refused.log).toContain('t1');
    expect(await one.live()).toEqual({ core: {}, edge: {} });
    const again = one.planEvent(number);
    expect(endOf(await one.world.start(again, { inputs: withoutEdge }))).toBe('planned');
  });

  test('may stay out of several applies', async () => {
    const one = await TwoClusters.begin();
    one.merge(await one.planned({ core: { t1: 1 }, edge: { t2: 2 } }));
    expect(endOf(await one.apply(withoutEdge))).toBe('applied');
    one.merge(await one.planned({ core: { t1: 3 }, edge: { t2: 2, t3: 3 } }));
    expect(endOf(await one.apply(withoutEdge))).toBe('applied');
    expect(await one.live()).toEqual({ core: { t1: 3 }, edge: {} });
    expect(endOf(await one.apply())).toBe('applied');
    expect(await one.live()).toEqual({ core: { t1: 3 }, edge: { t2: 2, t3: 3 } });
    expect(endOf(await one.apply())).toBe('no-changes');
  });

  test('is not one that left the spec, and lines of it that went are still told when it is back', async () => {
    const one = await TwoClusters.begin();
    one.merge(await one.planned({ core: { t1: 1 }, edge: { t2: 2, t3: 3 } }));
    expect(endOf(await one.apply())).toBe('applied');
    one.merge(await one.planned({ core: { t1: 2 }, edge: { t2: 2 } }));
    const partly = await one.apply(withoutEdge);
    expect(endOf(partly)).toBe('applied');
    expect(partly.summary).not.toContain('t3');
    const whole = await one.apply();
    expect(endOf(whole)).toBe('no-changes');
    expect(whole.summary).toContain('t3');
  });
});

describe('a plan without a cluster', () => {
  test('says so first, and nothing of the cluster is reviewed by it', async () => {
    const one = await TwoClusters.begin();
    const number = await one.planned({ core: { t1: 1 }, edge: { t2: 2 } }, { inputs: withoutEdge });
    const [, title, , alert, notice] = one.comment(number)?.split('\n') ?? [];
    expect(title).toBe('## Kafka plan for `prod`: without 1 cluster: 1 create');
    expect(alert).toMatch(/^> \[!/);
    expect(notice).toContain('**Left out: `edge`.**');
    expect(one.comment(number)).not.toContain('t2');
    const [check] = one.world.github.world.checkRuns(one.headOf(number));
    expect(check?.text).toContain('"leftOut":["edge"]');
    expect(check?.text).not.toContain('t2');

    const event = one.planEvent(number);
    const refused = await one.mergeAndApply(number);
    expect(endOf(refused)).toBe('refused: plan-changed');
    expect(refused.log).toContain(`the plan of #${number} was made without edge`);
    expect(await one.live()).toEqual({ core: {}, edge: {} });
    expect(endOf(await one.apply(withoutEdge))).toBe('applied');
    expect(endOf(await one.world.start(event))).toBe('planned');
    expect(endOf(await one.apply())).toBe('applied');
    expect(await one.live()).toEqual({ core: { t1: 1 }, edge: { t2: 2 } });
  });

  test('that changes nothing else does not claim that there are no changes', async () => {
    const one = await TwoClusters.begin();
    const number = one.propose(specOf({ edge: { t2: 2 } }));
    const ran = await one.plan(number, { inputs: { ...withoutEdge, 'plan-labels': 'true' } });
    expect(endOf(ran)).toBe('planned');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: without 1 cluster: no changes');
    expect(one.world.github.world.issue(number).labels).toEqual(['kafka:no-plan']);
  });

  test('is approved by its own digest only', async () => {
    const one = await TwoClusters.begin({ core: { t1: 1 } });
    const whole = await one.byHand({ mode: 'plan' });
    const partly = await one.byHand({ mode: 'plan', ...withoutEdge });
    const digests = [whole, partly].map(({ outputs }) => outputs['plan-digest'] ?? '');
    expect(new Set(digests).size).toBe(2);
    const [ofWhole = '', ofPart = ''] = digests;
    expect(endOf(await one.apply({ ...withoutEdge, 'approve-digest': ofWhole }))).toBe(
      'refused: plan-changed',
    );
    expect(endOf(await one.apply({ 'approve-digest': ofPart }))).toBe('refused: plan-changed');
    expect(endOf(await one.apply({ ...withoutEdge, 'approve-digest': ofPart }))).toBe('applied');
  });

  /** A workflow whose job `plan` has this step; the runner would put what the expression gives in its place. */
  const workflowWith = (step: string, other = '{ uses: actions/checkout@v5 }') =>
    `on: pull_request\njobs:\n  plan:\n    steps: [${step}]\n  check:\n    steps: [${other}]\n`;
  const path = '.github/workflows/kafka.yml';
  const inEnv = (one: TwoClusters) => ({
    GITHUB_WORKFLOW_REF: `${one.world.repository.fullName}/${path}@refs/pull/1/merge`,
    GITHUB_JOB: 'plan',
  });
  const written = '{ uses: ./, with: { leave-out-clusters: edge } }';

  test.each([
    path,
    '.github/actions/kafka/action.yml',
    'actions/kafka/action.yml',
    'scripts/inputs.sh',
    'package.json',
  ])('is not for a pull request to choose through %s', async (changed) => {
    const one = await TwoClusters.begin();
    const number = one.propose(specOf({ core: { t1: 1 } }));
    one.world.github.world.commit({ branch: one.branchOf(number), files: { [changed]: 'on: pull_request' } });
    const ran = await one.plan(number, { inputs: withoutEdge });
    expect(endOf(ran)).toBe('failed: input-invalid');
    expect(ran.log).toContain(`this commit changes ${changed}`);
    expect(ran.log).toContain('workflow_dispatch');
    expect(one.world.github.world.checkRuns(one.headOf(number))).toEqual([]);
  });

  test.each<readonly [what: string, main: string, end: string]>([
    ['has it in so many words', workflowWith(written), 'planned'],
    [
      'has it for the whole job',
      `on: push\njobs:\n  plan: { uses: ./.github/workflows/x.yml, with: { leave-out-clusters: edge } }\n`,
      'planned',
    ],
    ['has it in another job', workflowWith('{ uses: ./ }', written), 'failed: input-invalid'],
    [
      'has more',
      workflowWith('{ uses: ./, with: { leave-out-clusters: "core, edge" } }'),
      'failed: input-invalid',
    ],
    [
      'has an expression',
      workflowWith('{ uses: ./, with: { leave-out-clusters: "${{ vars.OUT }}" } }'),
      'failed: input-invalid',
    ],
    ['does not have it', workflowWith('{ uses: ./ }'), 'failed: input-invalid'],
    ['is no YAML', '[', 'failed: input-invalid'],
  ])('counts beside other changes where the workflow of the default branch %s', async (_, main, end) => {
    const one = await TwoClusters.begin();
    one.world.github.world.commit({ branch: 'main', files: { [path]: main } });
    const number = one.propose(specOf({ core: { t1: 1 } }));
    const changes = { [path]: workflowWith(written), 'actions/kafka/action.yml': 'name: other' };
    one.world.github.world.commit({ branch: one.branchOf(number), files: changes });
    expect(endOf(await one.plan(number, { inputs: withoutEdge, env: inEnv(one) }))).toBe(end);
  });

  test('counts by an expression where a pull request changes the spec and what is read by people alone', async () => {
    const one = await TwoClusters.begin();
    const number = one.propose(specOf({ core: { t1: 1 } }));
    one.world.github.world.commit({ branch: one.branchOf(number), files: { 'docs/kafka.md': 'why' } });
    expect(endOf(await one.plan(number, { inputs: withoutEdge, env: inEnv(one) }))).toBe('planned');
  });

  test.each([
    ['edgy', 'the spec has no cluster edgy; did you mean edge?'],
    ['elsewhere', 'the spec has no cluster elsewhere, only core, edge'],
  ])('names clusters of the spec: %s', async (name, words) => {
    const one = await TwoClusters.begin();
    const ran = await one.byHand({ mode: 'plan', 'leave-out-clusters': name });
    expect(endOf(ran)).toBe('failed: input-invalid');
    expect(ran.log).toContain(words);
    expect(ran.exitCode).toBe(2);
  });
});

describe('a drift check without a cluster', () => {
  const check = { inputs: { ...withoutEdge, 'drift-issue': 'true' } };

  test('is never in sync, and closes nothing', async () => {
    const one = await TwoClusters.begin();
    one.merge(await one.planned({ core: { t1: 1 }, edge: { t2: 2 } }));
    expect(endOf(await one.apply())).toBe('applied');
    await one.edge.alterTopicConfig('t2', { 'retention.ms': '1000' });
    const found = await one.drift({ inputs: { 'drift-issue': 'true' } });
    expect(endOf(found)).toBe('drift');
    const before = one.world.github.log.effects.length;
    one.takeDown();
    expect(endOf(await one.drift(check))).toBe('incomplete');
    expect(one.world.github.log.effects).toHaveLength(before);
    await one.setRetention('t1', 9);
    const rest = await one.drift(check);
    expect(endOf(rest)).toBe('drift');
    const issue = one.world.github.world.issues().find(({ pull }) => pull === undefined);
    expect(issue?.state).toBe('open');
    expect(issue?.body).toMatch(/^<!--.*-->\n> \[!(?:WARNING|CAUTION)\]\n> \*\*Left out: `edge`\.\*\*/);
    one.comesBack();
    await one.setRetention('t1', 1);
    await one.edge.alterTopicConfig('t2', { 'retention.ms': String(2 * 86_400_000) });
    expect(endOf(await one.drift({ inputs: { 'drift-issue': 'true' } }))).toBe('in-sync');
  });
});
