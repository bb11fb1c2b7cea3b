import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { attachPartner, partnerCertificate } from '../../support/partner-in-aiven.ts';
import { aivenProject, type Ran, type StartOptions } from '../../support/run-world.ts';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

const value = (): string => `pw-${randomBytes(9).toString('base64url')}`;

const partner = (name: string, password = '{ secret: PARTNER }') => `  ${name}:
    bootstrap_servers: [kafka.partner.example:9094]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/certs/partner-ca.pem }
    mirror: { endpoint: partner-kafka, sasl_plain_username: mm2, sasl_plain_password: ${password} }
`;

const flows = `mirrormaker:
  mm2-core:
    flows:
      core -> partner: { topics: ['t1'], enabled: false }
`;

/** `main` holds it, and nothing is applied. */
async function teamOf(spec: string): Promise<Team> {
  const one = await team();
  one.world.github.world.commit({
    files: {
      'kafka/spec.yaml': spec,
      'kafka/certs/partner-ca.pem': partnerCertificate,
    },
  });
  return one;
}

/** Everything that a run says, and what GitHub has after it. */
function saidBy(one: Team, ran: Ran, number: number): string {
  return [JSON.stringify(ran), one.comment(number)].join('\n');
}

function endpointId(one: Team, name: string): string {
  const endpoint = one.world.aiven.world.endpoint(aivenProject, name);
  if (endpoint === undefined) throw new Error(`${name} is not there`);
  return endpoint.id;
}

async function planned(one: Team, spec: string, options: StartOptions) {
  const number = one.propose(spec);
  const ran = await one.plan(number, options);
  return { ran, number, said: saidBy(one, ran, number) };
}

describe('an old password that Aiven still has', () => {
  /** Attached with it, and the status of the integration repeats it. */
  function attachWith(one: Team, old: string, words: string): void {
    const { world } = one.world.aiven;
    world.setIntegrationStatus(attachPartner(world, old).partner, {
      active: false,
      status: 'failed',
      description: words,
      errors: [words],
      likelyErrorCause: 'source',
    });
  }

  test.each<[string, (old: string) => string]>([
    ['as it is', (old) => old],
    ['in base64', (old) => Buffer.from(`mm2:${old}`).toString('base64')],
    ['cut', (old) => `${old.slice(0, 9)}…`],
    [
      'in HTML, each character another way',
      (old) => [...old].map((c, at) => (at % 2 ? c : `&#${c.charCodeAt(0)};`)).join(''),
    ],
  ])('is not said where the status of an integration repeats it %s', async (_, spell) => {
    const [old, current] = [value(), value()];
    const spec = `${specOf({ t1: 1 })}${partner('partner')}${flows.replace('false', 'true')}`;
    const one = await teamOf(spec);
    attachWith(one, old, `Login failed: ${spell(old)} is not valid`);
    const { ran, said } = await planned(one, `${spec}# again\n`, { env: { KAFKA_SECRET_PARTNER: current } });
    expect(endOf(ran)).toBe('planned');
    expect(said.includes(spell(old))).toBe(false);
    expect(said.includes(current)).toBe(false);
    const drift = await one.drift({ env: { KAFKA_SECRET_PARTNER: current } });
    expect(endOf(drift)).toMatch(/^drift/);
    expect(drift.log).toMatch(/^Flow core -> partner does not run: .*Login failed: .*\*\*\*/m);
    expect(JSON.stringify(drift).includes(spell(old))).toBe(false);
  });

  test('does not take the outcome away when it is a word of it', async () => {
    const spec = `${specOf({ t1: 1 })}${partner('partner')}${flows}`;
    const one = await teamOf(spec);
    attachWith(one, 'cleanup.policy', 'the password cleanup.policy is wrong');
    const { ran, said } = await planned(one, `${spec}# again\n`, { env: { KAFKA_SECRET_PARTNER: value() } });
    expect(endOf(ran)).toBe('planned');
    expect(said).not.toContain('password cleanup.policy');
  });
});

describe('a secret of the workflow', () => {
  test('is not said where it stands in the spec in the wrong place', async () => {
    const password = value();
    const one = await teamOf(specOf({ t1: 1 }));
    const spec = `${specOf({ t1: 1 })}${partner('partner').replace('SCRAM-SHA-512', password)}`;
    const { ran, said } = await planned(one, spec, { env: { KAFKA_SECRET_PARTNER: password } });
    expect(endOf(ran)).toBe('failed: spec-invalid');
    expect(said).not.toContain(password);
    expect(said).toContain('***');
  });

  test.each(['cleanup.policy', 'no-changes', 'kafka-core'])(
    'that is %s is refused by its name before anything is asked',
    async (password) => {
      const spec = `${specOf({ t1: 1 })}${partner('partner')}`;
      const one = await teamOf(spec);
      const { ran, number } = await planned(one, `${spec}# again\n`, {
        env: { KAFKA_SECRET_PARTNER: password },
      });
      expect([endOf(ran), ran.exitCode]).toEqual(['failed: spec-invalid', 2]);
      expect(ran.log).toMatch(
        /^kafka\/spec\.yaml:\d+:\d+: secret-is-a-word: the value of KAFKA_SECRET_PARTNER/m,
      );
      expect(one.comment(number)).toContain('PARTNER');
      expect(one.world.aiven.log.requests).toEqual([]);
    },
  );

  test('that no spec names may be a word', async () => {
    const one = await teamOf(specOf({ t1: 1 }));
    const { ran, said } = await planned(one, specOf({ t1: 2 }), {
      env: { KAFKA_SECRET_UNUSED: 'retention.ms', KAFKA_SECRET_BLANK: ' ', KAFKA_SECRET_EMPTY: '' },
    });
    expect(endOf(ran)).toBe('planned');
    expect(said).toContain('retention.ms');
  });
});

test('secrets are read of the endpoints that the spec names, and no others', async () => {
  const spec = `${specOf({ t1: 1 })}${partner('partner')}`;
  const one = await teamOf(spec);
  const { world, log } = one.world.aiven;
  for (const name of ['partner-kafka', 'somebody-elses'])
    world.addEndpoint(aivenProject, name, { bootstrap_servers: 'k:9092', security_protocol: 'PLAINTEXT' });
  await planned(one, `${spec}# again\n`, { env: { KAFKA_SECRET_PARTNER: value() } });
  const revealed = log.requests.filter(({ path }) => path.includes('include_secrets=true'));
  expect(revealed.map(({ route }) => route)).toEqual(['endpoint.get']);
  expect(revealed[0]?.path).toContain(endpointId(one, 'partner-kafka'));
});
