import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pushEvent, scheduleEvent } from '../../../sandbox/runner/events.ts';
import { OrderlyClock } from '../../support/aiven/virtual-clock.ts';
import { aivenProject, type Ran, startRunWorld } from '../../support/run-world.ts';
import { day, endOf, Team } from '../../support/team.ts';

/*
 * Two applies at once, as without a concurrency group: a newer spec is pushed while the apply of an older one goes on. And an apply
 * with a drift check beside it. Requests take as long as is drawn; time passes as `OrderlyClock` says.
 */
/** Milliseconds for which an answer about the tip holds. */
const maxAgeMs = 10_000;
/** Between the last read of an apply and its end. */
const lastReadMs = 30_000;
const options = { inputs: { 'require-plan': 'false', 'allow-delete': 'topics,acls', 'max-deletes': '9' } };
const overlaps = Number(process.env['OVERLAPS'] ?? 8);
const seed = Number(process.env['SEED'] ?? 10);

const names = Array.from({ length: 20 }, (_, index) => `t${index + 1}`);
const days = { earlier: 1, older: 2, newer: 3 } as const;
type Age = keyof typeof days;

/**
 * Each write of the older spec can be told from those of the newer one. Both change t1 to t4 and want sixteen others, the older
 * one deletes `tail`, which the newer one keeps, and the newer one deletes `tale`.
 */
function specOf(age: Age): string {
  const lines = (age === 'earlier' ? names.slice(0, 4) : names).map(
    (name) => `      ${name}: { partitions: 1, replication: 2, config: { retention.ms: ${days[age]}d } }\n`,
  );
  const gone = { earlier: undefined, older: 'tail', newer: 'tale' }[age];
  return `version: 1
name: prod
project: ${aivenProject}
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: ['t*'] } }
    topics:
${lines.join('')}${gone === undefined ? '' : `    removed: { topics: { ${gone}: { reason: replaced } } }\n`}    acls: { aiven: [{ username: ${age}, topic: t1, permission: read }] }
`;
}

const milliseconds = fc.constantFrom(0, 200, 2_000, 7_000, 12_000, 25_000);
const overlap = fc.record({
  /** What writes take, one after the other, and whether they have their effect at once. */
  writes: fc.array(fc.record({ takes: milliseconds, atOnce: fc.boolean() }), { minLength: 5, maxLength: 5 }),
  reads: fc.array(fc.constantFrom(0, 0, 300, 2_000), { minLength: 3, maxLength: 3 }),
  /** The write of the first run at which a newer spec is pushed, or a drift check begins, and how much later; then from that push to its apply. */
  atWrite: fc.integer({ min: 1, max: 22 }),
  later: fc.constantFrom(0, 1_000, 6_000, 11_000, 20_000),
  newerBegins: fc.constantFrom(0, 5_000, 30_000),
});
type Overlap = typeof overlap extends fc.Arbitrary<infer T> ? T : never;

interface Write {
  readonly at: number;
  readonly effectAt: number;
  readonly age: Age | undefined;
  readonly topic: string | undefined;
}

test(`${overlaps} overlaps of two applies: the newer spec wins, and the older one says how far it came`, async () => {
  await fc.assert(fc.asyncProperty(overlap, twoApplies), { numRuns: overlaps, seed });
}, 1_800_000);

test(`${overlaps} overlaps of an apply and a drift check: each does its own`, async () => {
  await fc.assert(fc.asyncProperty(overlap, applyAndDrift), { numRuns: overlaps, seed });
}, 1_800_000);

async function twoApplies(drawn: Overlap): Promise<void> {
  await inWorld(async (one, clock) => {
    const seen = slowed(one, clock, drawn);
    const olderRun = pushed(one, 'older');
    await Promise.race([seen.reached, olderRun]);
    await clock.sleep(drawn.later);
    const newerAt = clock.monotonic();
    const newerRun = await pushed(one, 'newer', () => clock.sleep(drawn.newerBegins));
    const newerEndedAt = clock.monotonic();
    const olderEnd = await olderRun;

    const ofOlder = seen.writes.filter(({ age }) => age === 'older');
    const lastAnswer = Math.max(...seen.tips.filter((at) => at <= newerAt));
    expect(ofOlder.filter(({ at }) => at > lastAnswer + maxAgeMs)).toEqual([]);
    expectListed(olderEnd, ofOlder);
    expect(endOf(olderEnd)).toMatch(
      /^(applied|superseded|partially-applied: (apply-failed|not-converged|from-changed))$/,
    );
    // Only what was on its way when the newer apply had ended can come after it.
    const isLate = ofOlder.some(({ effectAt }) => effectAt >= newerEndedAt - lastReadMs);
    if (!isLate && endOf(newerRun) === 'applied') expect(await stateOf(one)).toEqual(goalOf('newer'));
    await one.world.start(pushEvent(one.world.repository, { before: one.main, after: one.main }), options);
    expect(await stateOf(one)).toEqual(goalOf('newer'));
  });
}

async function applyAndDrift(drawn: Overlap): Promise<void> {
  await inWorld(async (one, clock) => {
    const seen = slowed(one, clock, drawn);
    const applying = pushed(one, 'older');
    await Promise.race([seen.reached, applying]);
    await clock.sleep(drawn.later);
    const drift = await driftCheck(one);
    expect(endOf(await applying)).toBe('applied');
    // The check wrote nothing: all that was written is what the apply writes.
    expect(seen.writes.filter(({ age }) => age !== 'older')).toEqual([]);
    expect(await stateOf(one)).toEqual(goalOf('older'));
    expect(endOf(drift)).toMatch(/^(drift|in-sync|skipped|failed: not-readable)/);
    expect(endOf(await driftCheck(one))).toBe('in-sync');
    const issues = one.world.github.world.issues().filter(({ state }) => state === 'open');
    expect(issues.map(({ title }) => title)).toEqual([]);
  });
}

async function inWorld(work: (one: Team, clock: OrderlyClock) => Promise<void>): Promise<void> {
  const clock = new OrderlyClock();
  const world = await startRunWorld(new Map(), clock);
  try {
    const one = new Team(world);
    for (const name of [...names.slice(0, 4), 'tail', 'tale'])
      await world.backend.createTopic({ name, partitions: 1, replication: 2, config: {} });
    one.commit(specOf('earlier'));
    await work(one, clock);
  } finally {
    await world.stop();
  }
}

async function pushed(one: Team, age: Age, then = async (): Promise<void> => {}): Promise<Ran> {
  const before = one.main;
  const after = one.commit(specOf(age));
  await then();
  return one.world.start(pushEvent(one.world.repository, { before, after }), options);
}

function driftCheck(one: Team): Promise<Ran> {
  return one.world.start(scheduleEvent(one.world.repository, { sha: one.main }));
}

interface Seen {
  readonly writes: Write[];
  /** When GitHub answered what the tip is. */
  readonly tips: number[];
  /** Resolves with the write at which something else begins. */
  readonly reached: Promise<void>;
}

/** From now on requests to Aiven take their time. */
function slowed(
  { world: { aiven, github } }: Team,
  clock: OrderlyClock,
  { writes, reads, atWrite }: Overlap,
): Seen {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const seen: Seen = { writes: [], tips: [], reached };
  const times = Number.POSITIVE_INFINITY;
  let [written, read] = [0, 0];
  const isWrite = (method: string, path: string) => method !== 'GET' && !path.startsWith('/v2/');
  // Latencies are drawn for one request after the other, whatever it is.
  aiven.faults.add(
    ...writes.map((write, index) => {
      const fault = async (): Promise<void> => {
        await clock.sleep(write.takes);
      };
      return {
        times,
        matches: ({ method, path, body }: { method: string; path: string; body: unknown }) => {
          if (!isWrite(method, path) || written % writes.length !== index) return false;
          if (++written === atWrite) reach();
          const at = clock.monotonic();
          const effectAt = at + (write.atOnce ? 0 : write.takes);
          seen.writes.push({ at, effectAt, age: ageOf(path, body), topic: topicOf(path, body) });
          return true;
        },
        fault: { kind: write.atOnce ? 'call-after-effect' : 'call', call: fault } as const,
      };
    }),
    ...reads.map((takes, index) => ({
      times,
      matches: ({ method, path }: { method: string; path: string }) =>
        !isWrite(method, path) && read++ % reads.length === index,
      fault: { kind: 'call', call: () => clock.sleep(takes) } as const,
    })),
  );
  const answered = (): void => {
    seen.tips.push(clock.monotonic());
  };
  github.faults.add({ route: 'git/get-ref', times, fault: { kind: 'call-after-effect', call: answered } });
  return seen;
}

function ageOf(path: string, body: unknown): Age | undefined {
  const text = `${path} ${JSON.stringify(body ?? {})}`;
  if (text.includes('older') || path.endsWith('/topic/tail')) return 'older';
  if (text.includes('newer') || path.endsWith('/topic/tale')) return 'newer';
  return (['older', 'newer'] as const).find((age) => text.includes(`${days[age] * day}`));
}

function topicOf(path: string, body: unknown): string | undefined {
  return /\/topic\/(\w+)$/.exec(path)?.[1] ?? /"topic_name":"(\w+)"/.exec(JSON.stringify(body ?? {}))?.[1];
}

/** What was begun is not called untried. */
function expectListed({ log }: Ran, writes: readonly Write[]): void {
  const untried = log
    .split('\n')
    .filter((line) => line.includes('⏩'))
    .flatMap((line) => /^\S+ +topic (\w+) /.exec(line)?.[1] ?? []);
  const begun = writes.flatMap(({ topic }) => topic ?? []);
  expect(untried.filter((name) => begun.includes(name))).toEqual([]);
}

async function stateOf(one: Team): Promise<unknown> {
  const acls = one.world.aiven.world.aivenAcls(aivenProject, 'kafka-core').map(({ username }) => username);
  return { topics: await one.retentions(), acls: acls.filter((name) => name in days).sort() };
}

/** The older one deletes `tail`, or it is not deleted any more. */
function goalOf(age: 'older' | 'newer') {
  return expect.objectContaining({
    topics: expect.objectContaining(Object.fromEntries(names.map((name) => [name, days[age]]))),
  });
}
