import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import type { LiveKafkaAcl } from '../../../src/model/kafka-acl.ts';
import { known } from '../../../src/model/reading.ts';
import { nameOf } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { liveCluster, liveKafkaAcl, liveWorld } from '../../support/build/live.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** From the text of a spec to the plan, against what the brokers have. */
async function plan(lines: readonly string[], live: readonly LiveKafkaAcl[]): Promise<Plan> {
  const loaded = await loadTexts({
    'kafka.yaml': `version: 1
name: prod
project: acme
clusters:
  onprem:
    bootstrap_servers: ['[::1]:9093']
    security_protocol: SSL
    admin: {}
    manage: { acls: { principals: ['User:svc'] } }
    acls:
      kafka: [${lines.map((line) => `{ principal: 'User:svc', topic: t, ${line} }`).join(', ')}]
`,
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const { desired, findings } = desiredState(loaded.spec);
  const clusters = new Map([['onprem', liveCluster('onprem', [], { kafkaAcls: known(live) })]]);
  return buildPlan({ desired, live: liveWorld({ clusters }), findings });
}

function denial(host: string): LiveKafkaAcl {
  return liveKafkaAcl('onprem', {
    principal: 'User:svc',
    resourceName: 't',
    operation: 'All',
    permission: 'DENY',
    host,
  });
}

function steps(result: Plan): readonly string[] {
  return result.steps.map(
    ({ phase, changes }) => `${phase}: ${changes.map(({ id }) => nameOf(id)).join(', ')}`,
  );
}

const denied = (host: string) => `User:svc must not All Topic t from ${host}`;

describe('the hosts of ACLs', () => {
  test.each([
    ["'::1'", '0:0:0:0:0:0:0:1'],
    ["'2001:DB8::00a'", '2001:db8:0:0:0:0:0:a'],
    ["'::ffff:10.1.2.3'", '10.1.2.3'],
    ['10.1.2.3', '10.1.2.3'],
    ["'fe80::1%2'", 'fe80:0:0:0:0:0:0:1%2'],
  ])('a denial for %s that works as %s stays as it is', async (written, live) => {
    const result = await plan([`deny: [All], host: ${written}`], [denial(live)]);
    expect(steps(result)).toEqual([]);
    expect(result.unchanged).toBe(1);
  });

  test.each([
    ["'::1'", '::1', '0:0:0:0:0:0:0:1'],
    ["'0:0:0:0:0:0:0:1'", '0000::1', '0:0:0:0:0:0:0:1'],
    ["'2001:db8::1'", '2001:DB8:0:0:0:0:0:1', '2001:db8:0:0:0:0:0:1'],
    ['10.1.2.3', '::ffff:10.1.2.3', '10.1.2.3'],
  ])(
    'a denial for %s that stands there as %s never matched: the right one comes first',
    async (written, live, right) => {
      const result = await plan([`deny: [All], host: ${written}`], [denial(live)]);
      expect(steps(result)).toEqual([`grant-acls: ${denied(right)}`, `revoke-acls: ${denied(live)}`]);
      expect(result.risks).toHaveLength(2);
      expect(result.risks).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: expect.objectContaining({ host: right }), code: 'access-lost' }),
          expect.objectContaining({
            id: expect.objectContaining({ host: live }),
            code: 'acl-without-effect',
            consequence: `no client matches its host, so the entry had no effect: Kafka writes this address as ${right}, and compares texts`,
          }),
        ]),
      );
    },
  );

  test.each(['10.0.0.0/8', 'fd00::/8', 'app.corp.example', '010.1.2.3', ''])(
    'an entry of an owned principal with the host "%s" cannot be stated, so it is left alone and named',
    async (host) => {
      const result = await plan([], [denial(host)]);
      expect(steps(result)).toEqual([]);
      expect(result.leftAlone).toMatchObject([{ id: { host }, why: 'host-no-address' }]);
    },
  );

  test('an address is owned in whatever form it stands there', async () => {
    const result = await plan([], [denial('::1'), denial('10.1.2.3')]);
    expect(steps(result)).toEqual([`revoke-acls: ${denied('10.1.2.3')}, ${denied('::1')}`]);
  });
});
