import { describe, expect, test } from '@jest/globals';
import type { MoreToken } from '../../../sandbox/aiven/access.ts';
import type { Role } from '../../../sandbox/aiven/permissions.ts';
import type { AivenOptions } from '../../../sandbox/aiven/start-aiven.ts';
import type { Reading } from '../../../src/model/reading.ts';
import {
  type Account,
  core,
  endpoint,
  mm2,
  openAccount,
  project,
  topic,
} from '../../support/aiven/aiven-account.ts';
import { toCreate } from '../../support/aiven/changes.ts';

const token = 'another-token-for-tests';
const names = new Set(['onprem-kafka']);

function withToken(one: MoreToken, options: Partial<AivenOptions> = {}): Promise<Account> {
  return openAccount({ ...options, moreTokens: [one], sentToken: token });
}

/** Everything that a plan reads, by what it is. */
async function readings({ aiven }: Account): Promise<Readonly<Record<string, string>>> {
  const all = { cluster: 'core', topics: [], kafkaAcls: true, aivenAcls: true };
  const cluster = await aiven.readCluster(core, all);
  const mirror = await aiven.readMirrorMaker(mm2);
  const { topicNames: topics, kafkaAcls, aivenAcls } = cluster;
  const { flows, integrations } = mirror;
  const endpoints = await aiven.readEndpoints(project, names);
  const told = (reading: Reading<unknown>) => (reading.state === 'known' ? 'known' : reading.code);
  return Object.fromEntries(
    Object.entries({ topics, kafkaAcls, aivenAcls, flows, integrations, endpoints }).map(
      ([what, reading]) => [what, told(reading)],
    ),
  );
}

describe('what is refused to a token whatever it may do is told in its own words', () => {
  test.each([
    ['address', /^Aiven does not take this token from the address of this runner.*no fixed address/],
    ['sign-on', /^The sign-on policy of the organization/],
    ['governance', /^A governance policy of the organization/],
  ] as const)('%s', async (refusedFor, words) => {
    const { aiven } = await withToken({ token, refusedFor });
    const endpoints = await aiven.readEndpoints(project, names);
    expect(endpoints).toMatchObject({
      state: 'unknown',
      code: 'denied',
      message: expect.stringMatching(words),
    });
    const [written] = await aiven.topics(core).write([toCreate<'topic'>(topic('orders'))]);
    expect(written).toMatchObject({ state: 'failed', message: expect.stringMatching(words) });
  });

  test('a project of others', async () => {
    const { aiven } = await openAccount();
    expect(await aiven.readEndpoints('acme-prdo', names)).toMatchObject({
      state: 'unknown',
      code: 'denied',
      message: expect.stringMatching(
        /not a member of project acme-prdo, or the name of the project is misspelt/,
      ),
    });
  });
});

const everything = {
  topics: 'known',
  kafkaAcls: 'known',
  aivenAcls: 'known',
  flows: 'known',
  integrations: 'known',
  endpoints: 'known',
};
const nothingInside = { topics: 'denied', kafkaAcls: 'denied', aivenAcls: 'denied', flows: 'denied' };

describe('a token of the role', () => {
  test.each<[Role, Partial<AivenOptions>, Readonly<Record<string, string>>]>([
    ['admin', {}, everything],
    ['developer', {}, everything],
    ['operator', { switches: { operatorData: 'allowed' } }, everything],
    ['operator', { switches: { operatorData: 'denied' } }, { ...everything, ...nothingInside }],
    ['read_only', {}, { ...everything, ...nothingInside }],
  ])('%s (%j) reads what it may, and the rest is denied and never absent', async (role, options, told) => {
    expect(await readings(await withToken({ token, role }, options))).toEqual(told);
  });

  test.each([
    ['redacted', false],
    ['shown', true],
  ] as const)('operator, whose secrets are %s, knows passwords: %s', async (operatorSecrets, knows) => {
    const account = await withToken({ token, role: 'operator' }, { switches: { operatorSecrets } });
    await account.aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
    const endpoints = await account.aiven.readEndpoints(project, names);
    const [found] = endpoints.state === 'known' ? endpoints.value : [];
    expect(found?.config.sasl_plain_password?.isKnown).toBe(knows);
  });

  test.each([
    ['role', 'failed'],
    ['data-write', 'accepted'],
  ] as const)(
    'none, with service:data:write alone, creates topics where that takes a %s: %s',
    async (topicCreateRight, state) => {
      const permissions = ['project:services:read', 'service:data:write'] as const;
      const account = await withToken({ token, permissions }, { switches: { topicCreateRight } });
      const [written] = await account.aiven.topics(core).write([toCreate<'topic'>(topic('orders'))]);
      expect(written?.state).toBe(state);
      if (written?.state === 'failed') expect(written.message).toMatch(/of the role developer or operator/);
    },
  );
});
