import { expect, test } from '@jest/globals';
import type { EndpointConfig } from '../../../src/model/endpoint.ts';
import { known } from '../../../src/model/reading.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { StoredFields } from '../../../src/model/stored-fields.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveEndpoint, liveWorld } from '../../support/build/live.ts';
import { endpoint, project } from '../../support/build/resources.ts';

const hiddenKey: StoredFields = new Map([['newer_secret', Secret.named('newer_secret')]]);
const shownKey: StoredFields = new Map([['newer_secret', Secret.of('newer_secret', 'x')]]);
const hiddenPassword: StoredFields = new Map([['sasl_plain_password', Secret.named('password')]]);
const moved: Partial<EndpointConfig<Secret>> = { bootstrap_servers: 'kafka-9.corp.example:9093' };

test.each([
  ['a hidden secret, and an update', hiddenKey, moved, ['endpoint-secret-hidden']],
  ['a hidden secret, and no update', hiddenKey, {}, []],
  ['a secret that is shown', shownKey, moved, []],
  ['a hidden secret that the spec states', hiddenPassword, moved, []],
])('%s', (_, stored, live, codes) => {
  const { findings, operations } = buildPlan({
    desired: desiredWorld({ endpoints: [endpoint()] }),
    live: liveWorld({
      endpoints: new Map([[project, known([{ ...liveEndpoint('onprem-kafka', live), stored }])]]),
    }),
    findings: [],
  });
  expect(findings.map(({ code }) => code)).toEqual(codes);
  // The token of the apply may see more, so the update stays planned.
  expect(operations.map(({ field }) => field)).toEqual(live === moved ? ['bootstrap_servers'] : []);
});
