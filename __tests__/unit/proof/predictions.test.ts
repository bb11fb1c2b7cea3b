import { describe, expect, test } from '@jest/globals';
import { derive, entryLabel } from '../../../proof/derive.ts';
import { promised } from '../../../proof/effects.ts';
import { flowFacts } from '../../../proof/flow-facts.ts';
import { predict } from '../../../proof/predictions.ts';
import { runNames } from '../../../proof/scenario.ts';
import { scenarioNamed, scenarios } from '../../../proof/scenarios.ts';
import { sourceRules } from '../../../src/mirrormaker/access-source.ts';
import { targetRules } from '../../../src/mirrormaker/access-target.ts';

/** Of a right that no spec asks for: see docs/mirrormaker.md. */
const neverDerived = ['S7', 'S8', 'T15', 'T17'];

async function rightsOf(scenario: (typeof scenarios)[number]) {
  const names = runNames(scenario, '-token');
  const derived = await derive(scenario, names);
  return { names, derived };
}

test('there are at least 16 scenarios, and each has a name and a title of its own', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(16);
  expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
  expect(new Set(scenarios.map(({ title }) => title)).size).toBe(scenarios.length);
});

/** With the flows that each right is for. */
async function labelsOf(scenario: (typeof scenarios)[number]) {
  const { names, derived } = await rightsOf(scenario);
  return derived.entries
    .map((entry) => [entryLabel(entry, names), ...entry.why.flows].join(' ').replaceAll(names.token, ''))
    .sort();
}

test.each(
  scenarios.flatMap((scenario) =>
    scenario.sameRightsAs === undefined ? [] : [[scenario.id, scenario.sameRightsAs, scenario] as const],
  ),
)('%s has exactly the rights of %s, for the same flows', async (_, other, scenario) => {
  expect(await labelsOf(scenario)).toEqual(await labelsOf(scenarioNamed(other)));
});

test('every rule that can be derived has its scenario', async () => {
  const all = await Promise.all(scenarios.map(rightsOf));
  const rules = new Set(all.flatMap(({ derived }) => derived.entries.map(({ why }) => why.rule)));
  const derivable = Object.keys({ ...sourceRules, ...targetRules }).filter(
    (id) => !neverDerived.includes(id),
  );
  expect([...rules].sort()).toEqual(derivable.sort());
});

test('with create_topics: all nobody may create or alter anything', async () => {
  const scenario = scenarios.find(({ id }) => id === 'all');
  if (scenario === undefined) throw new Error('there is a scenario for create_topics: all');
  const { derived } = await rightsOf(scenario);
  const operations = new Set(derived.entries.map(({ acl }) => acl.operation));
  expect([...operations].sort()).toEqual(['Describe', 'Read', 'Write']);
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_, scenario) => {
  test('without any of its rights something that it promises is predicted to be lost', async () => {
    const { names, derived } = await rightsOf(scenario);
    for (const entry of derived.entries) {
      const flow = scenario.flows.findIndex((_flow, index) => {
        return entry.why.flows.includes(names.flows[index]?.name ?? '');
      });
      const [scenarioFlow, own] = [scenario.flows[flow], names.flows[flow]];
      if (scenarioFlow === undefined || own === undefined) throw new Error('a right is for a flow');
      const { settings, ...facts } = flowFacts({ scenario, names, derived, own });
      const promises = promised({ scenario, flow: scenarioFlow, settings });
      const lost = predict(entry, facts).lost.filter((effect) => promises.has(effect));
      expect([entryLabel(entry, names), lost]).toEqual([
        expect.any(String),
        expect.arrayContaining([expect.any(String)]),
      ]);
    }
  });

  test('no two rights have the same name in the table', async () => {
    const { names, derived } = await rightsOf(scenario);
    const labels = derived.entries.map((entry) => entryLabel(entry, names));
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels.join()).not.toContain('token');
  });
});
