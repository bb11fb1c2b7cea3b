import { describe, expect, test } from '@jest/globals';
import type { StoppingRight } from '../../../../src/model/flow-preflight.ts';
import type { LiveMirrorMaker } from '../../../../src/model/live.ts';
import { known, unknown } from '../../../../src/model/reading.ts';
import { flowVerdict } from '../../../../src/plan/flows/flow-verdict.ts';
import type { FlowLook } from '../../../../src/plan/flows/topic-movement.ts';
import { flowVerdictLine } from '../../../../src/report/words/flow-verdict-line.ts';
import { attached, edge, type Logs, look, mirrorMaker, watched } from '../../../support/flow-looks.ts';

const failed = { state: 'failed', description: 'Integration has failed: no login' };
/** Two looks a quarter of a minute apart. */
const looks = (before: Sides, after: Sides): readonly FlowLook[] => [look(0, ...before), look(15, ...after)];
type Sides = readonly [source: Logs | string, target: Logs | string];

const readOf = (name: string, patternType: 'LITERAL' | 'PREFIXED' = 'LITERAL'): StoppingRight => ({
  words: `Read on Topic ${name}`,
  stops: { end: 'source', name, patternType },
});

const still: Sides = [{ a: 9 }, { 'onprem.a': 9 }];

describe('what the looks show', () => {
  test.each<readonly [line: string, looks: readonly FlowLook[], flow?: Parameters<typeof watched>[0]]>([
    ['copies: 2 new records arrived in 1 topic on core', looks(still, [{ a: 11 }, { 'onprem.a': 11 }])],
    [
      'copies: 5 new records arrived in 2 topics on core',
      looks(
        [{ a: 9, b: 3 }, { 'onprem.a': 5 }],
        [
          { a: 9, b: 3 },
          { 'onprem.a': 7, 'onprem.b': 3 },
        ],
      ),
      { topics: ['a', 'b'] },
    ],
    [
      'copies: heartbeats of onprem arrive on core',
      looks([{}, { 'onprem.heartbeats': 4 }], [{}, { 'onprem.heartbeats': 9 }]),
      { topics: ['heartbeats'] },
    ],
    [
      'copies: 1 new record arrived in 1 topic on core',
      looks([{ a: 9 }, { 'onprem.heartbeats': 4 }], [{ a: 9 }, { 'onprem.a': 1, 'onprem.heartbeats': 9 }]),
      { topics: ['a', 'heartbeats'] },
    ],
    // Heartbeats go through a task of their own.
    [
      'cannot be judged: nothing new came to onprem in 15 seconds, and offsets do not tell whether all of a was copied: it ends at 9 on onprem and at 4 on core',
      looks(
        [{ a: 9 }, { 'onprem.a': 4, 'onprem.heartbeats': 4 }],
        [{ a: 9 }, { 'onprem.a': 4, 'onprem.heartbeats': 9 }],
      ),
      { topics: ['a', 'heartbeats'] },
    ],
    [
      'copies: heartbeats of onprem arrive on core',
      looks(
        [{ a: 9 }, { 'onprem.a': 9, 'onprem.heartbeats': 4 }],
        [{ a: 9 }, { 'onprem.a': 9, 'onprem.heartbeats': 9 }],
      ),
      { topics: ['a', 'heartbeats'] },
    ],
    [
      'does not run: nothing arrives on core: the login of MirrorMaker 2 lacks Read on Topic a',
      looks(
        [{ a: 9 }, { 'onprem.a': 9, 'onprem.heartbeats': 4 }],
        [{ a: 9 }, { 'onprem.a': 9, 'onprem.heartbeats': 9 }],
      ),
      { topics: ['a', 'heartbeats'], lacks: [readOf('a')] },
    ],
    // Deleted and created again: what it holds now came since.
    ['copies: 2 new records arrived in 1 topic on core', looks(still, [{ a: 9 }, { 'onprem.a': 2 }])],
    // The source cannot be read, and nobody else writes topics of this name.
    ['copies: 1 new record arrived in 1 topic on core', looks(['no', {}], ['no', { 'onprem.a': 1 }])],
    [
      'is caught up: nothing new came to onprem in 15 seconds, and all 2 topics with records end alike on core',
      looks(
        [
          { a: 9, b: [5, 5], c: [3, 4] },
          { 'onprem.a': 9, 'onprem.c': 4 },
        ],
        [
          { a: 9, b: [5, 5], c: [3, 4] },
          { 'onprem.a': 9, 'onprem.c': 4 },
        ],
      ),
      { topics: ['a', 'b', 'c'] },
    ],
    [
      'has nothing to copy: none of the 2 topics of onprem that it mirrors holds a record',
      looks([{ a: 0, b: [7, 7] }, {}], [{ a: 0, b: [7, 7] }, {}]),
      { topics: ['a', 'b'] },
    ],
    ['has nothing to copy: no topic of onprem matches', looks([{}, {}], [{}, {}]), { topics: [] }],
    // Of an empty source more cannot be known.
    [
      'has nothing to copy: the topic of onprem that it mirrors holds no record',
      looks([{ a: 0 }, 'no'], [{ a: 0 }, 'no']),
    ],
    [
      'does not run: onprem has records in 1 topic that it mirrors, and it is not on core',
      looks([{ a: 9 }, {}], [{ a: 9 }, {}]),
    ],
    [
      'does not run: onprem has records in 2 topics that it mirrors, and none of them is on core: the login of MirrorMaker 2 lacks Read on Topic a',
      looks([{ a: 9, b: 1 }, {}], [{ a: 9, b: 1 }, {}]),
      { topics: ['a', 'b'], lacks: [readOf('a')] },
    ],
    [
      'runs only partly: onprem.b is not on core, although onprem has records for it',
      looks([{ a: 9, b: 1 }, { 'onprem.a': 9 }], [{ a: 9, b: 1 }, { 'onprem.a': 9 }]),
      { topics: ['a', 'b'] },
    ],
    [
      'runs only partly: onprem.b is not on core, although onprem has records for it',
      looks([{ a: 9, b: 1 }, { 'onprem.a': 9 }], [{ a: 12, b: 1 }, { 'onprem.a': 12 }]),
      { topics: ['a', 'b'] },
    ],
    [
      'cannot be judged: nothing new came to onprem in 15 seconds, and offsets do not tell whether all of a was copied: it ends at 9 on onprem and at 4 on core',
      looks([{ a: 9 }, { 'onprem.a': 4 }], [{ a: 9 }, { 'onprem.a': 4 }]),
    ],
    // More on the target than the source ever had did not come from there alone.
    [
      'cannot be judged: nothing new came to onprem in 15 seconds, and offsets do not tell whether all of a was copied: it ends at 9 on onprem and at 12 on core',
      looks(still, [{ a: 9 }, { 'onprem.a': 12 }]),
    ],
    // Somebody else writes a topic that looks mirrored.
    [
      'has nothing to copy: the topic of onprem that it mirrors holds no record',
      looks([{ a: 0 }, { 'onprem.gone': 1 }], [{ a: 0 }, { 'onprem.gone': 5 }]),
      { topics: ['a', 'gone'] },
    ],
    [
      'cannot be judged: records on core cannot be counted: refused',
      looks([{ a: 9 }, 'refused'], [{ a: 9 }, 'refused']),
    ],
    [
      'cannot be judged: records on onprem cannot be counted: refused',
      looks(['refused', {}], ['refused', {}]),
    ],
    [
      'cannot be judged: records of a and of 1 more on onprem cannot be counted: a does not tell',
      looks([{ a: '?', b: '?' }, {}], [{ a: '?', b: '?' }, {}]),
      { topics: ['a', 'b'] },
    ],
    [
      'cannot be judged: records of onprem.a on core cannot be counted: onprem.a does not tell',
      looks([{ a: 9 }, { 'onprem.a': '?' }], [{ a: 9 }, { 'onprem.a': '?' }]),
    ],
    ['cannot be judged: there was no time for a second look', [look(0, ...still)]],
    [
      'cannot be judged: some of its patterns cannot be evaluated here, so that it may mirror more than was looked at',
      looks(still, still),
      { isUncertain: true },
    ],
  ])('%s', (line, seen, flow = {}) => {
    expect(flowVerdictLine(flowVerdict(watched(flow), mirrorMaker(), seen))).toBe(
      `Flow onprem -> core ${line}`,
    );
  });

  test('new records that stay away are a standstill only after longer than an answer may be old', () => {
    const seen = (grownAt: number) => [
      look(0, ...still),
      look(grownAt, { a: 10 }, { 'onprem.a': 9 }),
      look(15, { a: 10 }, { 'onprem.a': 9 }),
    ];
    expect(flowVerdict(watched(), mirrorMaker(), seen(3))).toMatchObject({
      state: 'does-not-run',
      because: '1 new record came to 1 topic of onprem, and none arrived on core in 15 seconds',
    });
    expect(flowVerdict(watched(), mirrorMaker(), seen(7))).toMatchObject({
      state: 'cannot-tell',
      because: '1 new record came to 1 topic of onprem only just now, and none arrived on core yet',
    });
  });

  test('a topic that stands still beside one that moves is named', () => {
    const seen = [
      look(0, { a: 9, b: 9 }, { 'onprem.a': 9, 'onprem.b': 9 }),
      look(1, { a: 12, b: 12 }, { 'onprem.a': 12, 'onprem.b': 9 }),
      look(15, { a: 12, b: 12 }, { 'onprem.a': 12, 'onprem.b': 9 }),
    ];
    const verdict = flowVerdict(watched({ topics: ['a', 'b'] }), mirrorMaker(), seen);
    expect(verdict).toMatchObject({ state: 'partly', missing: [], stalled: ['onprem.b'] });
    expect(flowVerdictLine(verdict)).toBe(
      'Flow onprem -> core runs only partly: new records of onprem do not arrive in onprem.b',
    );
  });

  test('missing topics beside others that stand still: nothing of the flow moves', () => {
    const seen = [
      look(0, { a: 9, b: 9 }, { 'onprem.a': 9 }),
      look(1, { a: 12, b: 9 }, { 'onprem.a': 9 }),
      look(15, { a: 12, b: 9 }, { 'onprem.a': 9 }),
    ];
    expect(flowVerdict(watched({ topics: ['a', 'b'] }), mirrorMaker(), seen)).toMatchObject({
      state: 'does-not-run',
      because: '3 new records came to 1 topic of onprem, and none arrived on core in 15 seconds',
    });
  });

  test('one partition behind is not level', () => {
    const two = (ends: readonly [number, number]) =>
      known(new Map([['a', known({ start: [0, 0], end: ends })]]));
    const seen = [0, 15].map((seconds) => ({
      seconds,
      source: two([5, 4]),
      target: known(new Map([['onprem.a', known({ start: [0, 0], end: [6, 3] })]])),
    }));
    expect(flowVerdict(watched(), mirrorMaker(), seen).state).toBe('cannot-tell');
  });

  test('with exactly-once delivery equal ends prove nothing', () => {
    const live = mirrorMaker({
      flows: known([{ id: edge, settings: { enabled: true, exactly_once_delivery_enabled: true } }]),
    });
    expect(flowVerdict(watched(), live, looks(still, still)).state).toBe('cannot-tell');
    expect(flowVerdict(watched(), live, looks(still, [{ a: 10 }, { 'onprem.a': 11 }])).state).toBe('copies');
  });

  test('a login that may not read is no proof against records that come, and stops those to come', () => {
    const flow = watched({ lacks: [readOf('a')] });
    expect(flowVerdict(flow, mirrorMaker(), looks(still, [{ a: 10 }, { 'onprem.a': 10 }])).state).toBe(
      'copies',
    );
    expect(flowVerdict(flow, mirrorMaker(), looks(still, still))).toMatchObject({
      state: 'does-not-run',
      because: 'nothing arrives on core: the login of MirrorMaker 2 lacks Read on Topic a',
    });
    const two = { a: 9, b: 9 };
    const level: Sides = [two, { 'onprem.a': 9, 'onprem.b': 9 }];
    const verdict = flowVerdict(
      watched({ topics: ['a', 'b'], lacks: flow.lacks }),
      mirrorMaker(),
      looks(level, level),
    );
    expect(flowVerdictLine(verdict)).toBe(
      'Flow onprem -> core runs only partly: the login of MirrorMaker 2 lacks Read on Topic a',
    );
  });
});

describe('a right that the login lacks says something of the topics that it is about', () => {
  const both: Sides = [
    { a: 9, b: 9 },
    { 'onprem.a': 9, 'onprem.b': 9 },
  ];
  const writeOf = (name: string): StoppingRight => ({
    words: `Write on Topic ${name}`,
    stops: { end: 'target', name, patternType: 'LITERAL' },
  });
  const group: StoppingRight = { words: 'Read on Group onprem-mm2', stops: 'every topic' };
  test.each<readonly [what: string, lacks: readonly StoppingRight[], line: string]>([
    ['another topic', [readOf('c'), writeOf('onprem.c'), writeOf('a')], 'is caught up'],
    ['one of two', [readOf('b')], 'runs only partly: the login of MirrorMaker 2 lacks Read on Topic b'],
    [
      'its copy',
      [writeOf('onprem.b')],
      'runs only partly: the login of MirrorMaker 2 lacks Write on Topic onprem.b',
    ],
    [
      'each of them',
      [readOf('a'), readOf('b'), readOf('c')],
      'does not run: nothing arrives on core: the login of MirrorMaker 2 lacks Read on Topic a; Read on Topic b',
    ],
    ['every topic', [readOf('*')], 'does not run: nothing arrives'],
    ['all by a prefix', [readOf('', 'PREFIXED')], 'does not run: nothing arrives'],
    ['some by a prefix', [readOf('b', 'PREFIXED')], 'runs only partly'],
    ['the group of the worker', [group], 'does not run: nothing arrives'],
  ])('nothing moves, and it lacks that on %s', (_, lacks, line) => {
    const verdict = flowVerdict(watched({ topics: ['a', 'b'], lacks }), mirrorMaker(), looks(both, both));
    expect(flowVerdictLine(verdict)).toContain(line);
    expect(verdict.state === 'caught-up' || !flowVerdictLine(verdict).includes('Topic c')).toBe(true);
  });

  const moving: Sides = [
    { a: 12, b: 9 },
    { 'onprem.a': 12, 'onprem.b': 9 },
  ];
  test.each<readonly [what: string, lacks: readonly StoppingRight[], state: string]>([
    ['the one that stands', [readOf('b')], 'partly'],
    ['another that holds nothing', [readOf('c')], 'copies'],
    ['the one that moves', [readOf('a')], 'copies'],
  ])('records come to one topic, and it lacks that on %s', (_, lacks, state) => {
    const verdict = flowVerdict(watched({ topics: ['a', 'b'], lacks }), mirrorMaker(), looks(both, moving));
    expect(verdict.state).toBe(state);
  });
});

describe('identity: topics have the same names on both sides, and others may write them', () => {
  const flow = watched({ policy: 'identity' });
  const both = (source: number, target: number): Sides => [{ a: source }, { a: target }];

  test.each<readonly [state: string, ...looks: Sides[]]>([
    ['copies', both(9, 9), both(12, 12), both(12, 12)],
    ['copies', both(100, 98), both(120, 110), both(140, 130)],
    ['caught-up', both(9, 9), both(9, 9), both(9, 9)],
    // Somebody else writes there, whether the source moves or not.
    ['cannot-tell', both(9, 9), both(9, 12), both(9, 12)],
    ['cannot-tell', both(100, 5), both(120, 8), both(140, 9)],
    ['does-not-run', both(9, 9), both(12, 9), both(12, 9)],
  ])('%s: %j %j %j', (state, ...sides) => {
    const seen = sides.map((side, index) => look([0, 2, 15][index] ?? 0, ...side));
    expect(flowVerdict(flow, mirrorMaker(), seen).state).toBe(state);
  });
});

describe('what Aiven says', () => {
  const rows: readonly (readonly [line: string, live: Partial<LiveMirrorMaker>])[] = [
    [
      'does not run: the integration of onprem has failed: Integration has failed: no login',
      { integrations: known([attached('onprem', { active: false, status: failed }), attached('core')]) },
    ],
    [
      'does not run: the integration of core has failed: Aiven does not say why',
      {
        integrations: known([
          attached('onprem'),
          attached('core', { active: false, status: { state: 'failed', description: '' } }),
        ]),
      },
    ],
    ['does not run: core is not attached to mm2', { integrations: known([attached('onprem')]) }],
    ['does not run: mm2 does not list it', { flows: known([]) }],
    [
      'does not run: it is disabled',
      { flows: known([{ id: edge, settings: { enabled: false }, progress: 1 }]) },
    ],
    ['cannot be judged: Aiven timed out', { flows: unknown('unreachable', 'Aiven timed out') }],
    ['cannot be judged: not allowed', { integrations: unknown('denied', 'not allowed') }],
  ];
  test.each(rows)('%s, also when records come', (line, live) => {
    for (const after of [still, [{ a: 10 }, { 'onprem.a': 10 }] as const]) {
      const verdict = flowVerdict(watched(), mirrorMaker(live), looks(still, after));
      expect(flowVerdictLine(verdict)).toBe(`Flow onprem -> core ${line}`);
    }
  });

  test.each([
    ['the integration of onprem is not active', { active: false }],
    [
      'the integration of onprem is not active: starting, soon',
      { active: false, status: { state: 'starting', description: 'soon' } },
    ],
    [
      'the integration of onprem is not active: inactive',
      { active: true, status: { state: 'inactive', description: '' } },
    ],
  ])('%s: level ends do not outweigh it, records that come do', (because, integration) => {
    const live = mirrorMaker({ integrations: known([attached('onprem', integration), attached('core')]) });
    expect(flowVerdict(watched(), live, looks(still, still))).toEqual({
      flow: edge,
      state: 'cannot-tell',
      because,
    });
    expect(flowVerdict(watched(), live, looks(still, [{ a: 10 }, { 'onprem.a': 10 }])).state).toBe('copies');
    const missing = looks([{ a: 9 }, {}], [{ a: 9 }, {}]);
    expect(flowVerdict(watched(), live, missing)).toMatchObject({
      state: 'does-not-run',
      because: expect.stringContaining(`it is not on core: ${because}`),
    });
    expect(flowVerdict(watched({ isStarting: true }), live, missing).state).toBe('cannot-tell');
  });

  test('replication_progress proves nothing', () => {
    for (const progress of [undefined, 0, 0.5, 1]) {
      const settings = { enabled: true };
      const live = mirrorMaker({
        flows: known([{ id: edge, settings, ...(progress === undefined ? {} : { progress }) }]),
      });
      expect(flowVerdict(watched(), live, looks([{ a: 9 }, {}], [{ a: 9 }, {}])).state).toBe('does-not-run');
      expect(flowVerdict(watched(), live, looks(still, still)).state).toBe('caught-up');
    }
  });
});

describe('records come to a, and b stands beside it', () => {
  const sources = {
    unknown: '?',
    absent: undefined,
    empty: 0,
    emptied: [100, 100],
    some: 100,
  } as const;
  const targets = { unknown: '?', missing: undefined, empty: 0, behind: 5, level: 100, ahead: 120 } as const;
  const lines = {
    copies: 'copies: 2 new records arrived in 1 topic on core',
    'not there': 'runs only partly: onprem.b is not on core, although onprem has records for it',
    nothing: 'runs only partly: onprem.b gets nothing and ends before the records that onprem has',
    lacking: 'runs only partly: the login of MirrorMaker 2 lacks Read on Topic b',
    'nothing, lacking':
      'runs only partly: onprem.b gets nothing and ends before the records that onprem has; the login of MirrorMaker 2 lacks Read on Topic b',
    'source untold':
      'cannot be judged: 2 new records arrived in 1 topic on core, and records of b on onprem cannot be counted: b does not tell',
    'target untold':
      'cannot be judged: 2 new records arrived in 1 topic on core, and records of onprem.b on core cannot be counted: onprem.b does not tell',
    short:
      'cannot be judged: 2 new records arrived in 1 topic on core, and offsets do not tell whether all of b was copied: it ends at 100 on onprem and at 5 on core',
  } as const;
  type Line = keyof typeof lines;
  type Row = { readonly [T in keyof typeof targets]: Line };
  const all = (line: Line): Row => ({
    unknown: line,
    missing: line,
    empty: line,
    behind: line,
    level: line,
    ahead: line,
  });
  const expected: { readonly [S in keyof typeof sources]: { readonly lacking: Row; readonly able: Row } } = {
    unknown: { able: all('source untold'), lacking: all('source untold') },
    absent: { able: all('copies'), lacking: all('copies') },
    empty: { able: all('copies'), lacking: all('copies') },
    emptied: { able: all('copies'), lacking: all('copies') },
    some: {
      able: {
        unknown: 'target untold',
        missing: 'not there',
        empty: 'nothing',
        // It may be compacted, or have transactions.
        behind: 'short',
        level: 'copies',
        ahead: 'copies',
      },
      lacking: {
        unknown: 'target untold',
        missing: 'not there',
        empty: 'nothing, lacking',
        behind: 'nothing, lacking',
        level: 'lacking',
        ahead: 'lacking',
      },
    },
  };
  const rows = (Object.keys(sources) as (keyof typeof sources)[]).flatMap((source) =>
    (Object.keys(targets) as (keyof typeof targets)[]).flatMap((target) =>
      (['able', 'lacking'] as const).map((login) => [source, target, login] as const),
    ),
  );
  const side = (name: string, b: Logs[string] | undefined): Logs => (b === undefined ? {} : { [name]: b });
  const verdictOf = (
    [source, target, login]: (typeof rows)[number],
    { span = 15, isStarting = false }: { readonly span?: number; readonly isStarting?: boolean } = {},
  ) => {
    const [s, t] = [side('b', sources[source]), side('onprem.b', targets[target])];
    const lacks = login === 'lacking' ? [readOf('b')] : [];
    return flowVerdict(watched({ topics: ['a', 'b'], lacks, isStarting }), mirrorMaker(), [
      look(0, { a: 9, ...s }, { 'onprem.a': 9, ...t }),
      look(span, { a: 11, ...s }, { 'onprem.a': 11, ...t }),
    ]);
  };

  test.each(rows)('source %s, target %s, login %s', (...row) => {
    const [source, target, login] = row;
    const line = lines[expected[source][login][target]];
    const because = target === 'missing' && source === 'some' && login === 'lacking';
    expect(flowVerdictLine(verdictOf(row))).toBe(
      `Flow onprem -> core ${line}${because ? '; the login of MirrorMaker 2 lacks Read on Topic b' : ''}`,
    );
    // Too short to blame anybody; what is copied stays so.
    const { state } = verdictOf(row, { span: 5 });
    expect(state).toBe(line.startsWith('copies') ? 'copies' : 'cannot-tell');
  });

  test('a flow that has just started may not have come to it yet', () => {
    expect(verdictOf(['some', 'empty', 'able'], { isStarting: true }).state).toBe('cannot-tell');
    expect(verdictOf(['some', 'empty', 'lacking'], { isStarting: true }).state).toBe('partly');
  });

  test.each([
    ['a backlog that moves', { b: 100 }, { b: 100 }, { 'onprem.b': 5 }, { 'onprem.b': 9 }],
    ['a backlog that begins', { b: 100 }, { b: 100 }, {}, { 'onprem.b': 1 }],
    ['a backlog that begins from nothing', { b: 100 }, { b: 100 }, { 'onprem.b': 0 }, { 'onprem.b': 1 }],
    ['records that come just now', { b: 5 }, { b: 9 }, { 'onprem.b': 5 }, { 'onprem.b': 5 }],
    ['the first records, just now', { b: 0 }, { b: 9 }, { 'onprem.b': 0 }, { 'onprem.b': 0 }],
  ] satisfies (readonly [string, Logs, Logs, Logs, Logs])[])('%s is copying', (_, s0, s1, t0, t1) => {
    const seen = [
      look(0, { a: 9, ...s0 }, { 'onprem.a': 9, ...t0 }),
      look(15, { a: 11, ...s1 }, { 'onprem.a': 11, ...t1 }),
    ];
    expect(flowVerdict(watched({ topics: ['a', 'b'] }), mirrorMaker(), seen).state).toBe('copies');
  });

  test('a source that nobody can read, of which only some topics move, is not known to copy', () => {
    const target = (a: number): Logs => ({ 'onprem.a': a, 'onprem.b': 5, 'onprem.heartbeats': a });
    const seen = looks(['no', target(9)], ['no', target(11)]);
    for (const topics of [
      ['a', 'b'],
      ['a', 'b', 'heartbeats'],
      ['b', 'heartbeats'],
    ]) {
      expect(flowVerdict(watched({ topics }), mirrorMaker(), seen)).toMatchObject({
        state: 'cannot-tell',
        because: expect.stringContaining('on onprem cannot be counted: no'),
      });
    }
    expect(flowVerdict(watched({ topics: ['a'] }), mirrorMaker(), seen).state).toBe('copies');
    expect(flowVerdict(watched({ topics: ['heartbeats'] }), mirrorMaker(), seen).state).toBe('copies');
  });
});

/** Every way in which each thing can be, with what it takes to be sure, written down once more and differently. */
describe('all combinations', () => {
  const sources = {
    unknown: ['no', 'no'],
    untold: [{ a: '?' }, { a: '?' }],
    absent: [{}, {}],
    empty: [{ a: 0 }, { a: 0 }],
    emptied: [{ a: [9, 9] }, { a: [9, 9] }],
    still: [{ a: 9 }, { a: 9 }],
    grows: [{ a: 9 }, { a: 12 }],
    begins: [{ a: 0 }, { a: 12 }],
  } as const satisfies Readonly<Record<string, readonly [Logs | string, Logs | string]>>;
  const targets = {
    unknown: ['no', 'no'],
    untold: [{ 'onprem.a': '?' }, { 'onprem.a': '?' }],
    missing: [{}, {}],
    empty: [{ 'onprem.a': 0 }, { 'onprem.a': 0 }],
    behind: [{ 'onprem.a': 4 }, { 'onprem.a': 4 }],
    level: [{ 'onprem.a': 9 }, { 'onprem.a': 9 }],
    ahead: [{ 'onprem.a': 99 }, { 'onprem.a': 99 }],
    grows: [{ 'onprem.a': 4 }, { 'onprem.a': 9 }],
    appears: [{}, { 'onprem.a': 9 }],
  } as const satisfies Readonly<Record<string, readonly [Logs | string, Logs | string]>>;
  const integrations = {
    running: known([attached('onprem', { status: { state: 'running', description: '' } }), attached('core')]),
    untold: known([attached('onprem'), attached('core')]),
    failed: known([attached('onprem'), attached('core', { status: failed })]),
    starting: known([attached('onprem', { active: false }), attached('core')]),
    missing: known([attached('onprem')]),
    unread: unknown('unreachable', 'no'),
  } as const satisfies Readonly<Record<string, LiveMirrorMaker['integrations']>>;
  const flows = {
    enabled: known([{ id: edge, settings: { enabled: true }, progress: 1 }]),
    exactly: known([
      { id: edge, settings: { enabled: true, exactly_once_delivery_enabled: true }, progress: 1 },
    ]),
    disabled: known([{ id: edge, settings: { enabled: false }, progress: 1 }]),
    unlisted: known([]),
    unread: unknown('denied', 'no'),
  } as const satisfies Readonly<Record<string, LiveMirrorMaker['flows']>>;
  const seconds = [0, 2, 15];

  const keys = <T extends object>(object: T) => Object.keys(object) as (keyof T)[];
  const cases = keys(sources).flatMap((source) =>
    keys(targets).flatMap((target) =>
      keys(integrations).flatMap((integration) =>
        keys(flows).flatMap((flow) =>
          seconds.flatMap((span) =>
            [true, false].flatMap((isStarting) =>
              [true, false].map((isLacking) => ({
                source,
                target,
                integration,
                flow,
                span,
                isStarting,
                isLacking,
              })),
            ),
          ),
        ),
      ),
    ),
  );

  test(`${cases.length} of them: ✅ only where it is proven, and never a failure that nothing shows`, () => {
    const wrong: object[] = [];
    for (const one of cases) {
      const { source, target, integration, flow, span, isStarting, isLacking } = one;
      const [s, t] = [sources[source], targets[target]];
      const seen =
        span === 0
          ? [look(0, s[0], t[0])]
          : [look(0, s[0], t[0]), look(span / 2, s[1], t[1]), look(span, s[1], t[1])];
      const subject = watched({ isStarting, lacks: isLacking ? [readOf('a')] : [] });
      const { state } = flowVerdict(
        subject,
        mirrorMaker({ integrations: integrations[integration], flows: flows[flow] }),
        seen,
      );
      const isUp = ['running', 'untold'].includes(integration);
      const isOn = flow === 'enabled' || flow === 'exactly';
      const isThere = isOn && (isUp || integration === 'starting');
      const came = span > 0 && (target === 'grows' || target === 'appears');
      const hasSource = ['still', 'grows', 'begins', 'unknown', 'untold', 'emptied'].includes(source);
      const isLevel = source === 'still' && target === 'level' && flow === 'enabled' && isUp && span === 15;
      const check = (holds: boolean) => {
        if (!holds) wrong.push({ ...one, state });
      };

      if (state === 'copies') check(isThere && came && hasSource);
      if (state === 'caught-up') check(isThere && isLevel && !isLacking);
      if (state === 'silent') {
        const isEmpty = ['absent', 'empty', 'emptied'].includes(source);
        check(isOn && isUp && isEmpty && span > 0);
      }
      if (state === 'does-not-run') {
        const said =
          flow === 'disabled' || flow === 'unlisted' || integration === 'failed' || integration === 'missing';
        const stands =
          span === 15 &&
          !came &&
          ['still', 'grows', 'begins'].includes(source) &&
          !['unknown', 'untold'].includes(target);
        const shown = stands && (target === 'missing' || source !== 'still');
        const denied = isLacking && stands;
        check(said || (isThere && (shown || denied)));
      }
      // What is proven is said.
      if (isThere && came && hasSource && source !== 'emptied') check(state === 'copies');
      if (isThere && isLevel && !isLacking) check(state === 'caught-up');
    }
    expect(wrong).toEqual([]);
  });
});

describe('a flow whose source is attached so that reading starts at the end', () => {
  const line = (reset: string, sides: readonly FlowLook[]) => {
    const source = attached('onprem', { tuning: { consumer_auto_offset_reset: reset } });
    const live = mirrorMaker({ integrations: known([source, attached('core')]) });
    return flowVerdictLine(flowVerdict(watched({ topics: ['a', 'b'] }), live, sides));
  };
  const emptyBeside = looks(
    [
      { a: 9, b: 5 },
      { 'onprem.a': 1, 'onprem.b': 0 },
    ],
    [
      { a: 11, b: 5 },
      { 'onprem.a': 3, 'onprem.b': 0 },
    ],
  );

  test('copies, though a topic of before has nothing on the target', () => {
    expect(line('latest', emptyBeside)).toContain('copies');
    expect(line('earliest', emptyBeside)).toContain('runs only partly');
  });

  test('is not said to have caught up where its copies are shorter, and the line says why they may be', () => {
    const rests = looks(
      [
        { a: 9, b: 5 },
        { 'onprem.a': 1, 'onprem.b': 5 },
      ],
      [
        { a: 9, b: 5 },
        { 'onprem.a': 1, 'onprem.b': 5 },
      ],
    );
    expect(line('latest', rests)).toContain('consumer_auto_offset_reset: latest');
    expect(line('earliest', rests)).not.toContain('consumer_auto_offset_reset');
  });

  test('is found out all the same when a new record does not come', () => {
    const stuck = [
      look(0, { a: 9, b: 5 }, { 'onprem.a': 1, 'onprem.b': 0 }),
      look(2, { a: 11, b: 5 }, { 'onprem.a': 1, 'onprem.b': 0 }),
      look(30, { a: 11, b: 5 }, { 'onprem.a': 1, 'onprem.b': 0 }),
    ];
    expect(line('latest', stuck)).toContain('does not run');
  });
});
