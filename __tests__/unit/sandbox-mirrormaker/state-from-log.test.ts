import { expect, test } from '@jest/globals';
import { integrationStatus } from '../../../sandbox/mirrormaker/integration-status.ts';
import { stateFromLog } from '../../../sandbox/mirrormaker/state-from-log.ts';

const flow = { source: 'onprem', target: 'core' };
const configured =
  '2026-01-15T09:30:00,000 INFO  MirrorSourceConnector connector configured for onprem->core. (org.apache.kafka.connect.mirror.MirrorHerder)';
const started =
  '2026-01-15T09:30:01,000 INFO  Started MirrorSourceConnector with 2 topic-partitions. (org.apache.kafka.connect.mirror.MirrorSourceConnector)';
const refused = (seconds: string) =>
  `2026-01-15T09:30:${seconds} ERROR [AdminClient clientId=onprem->core|MirrorSourceConnector|replication-source-admin] Connection to node -1 (localhost/127.0.0.1:9093) failed authentication due to: Authentication failed (org.apache.kafka.clients.NetworkClient)`;
const unreachable =
  '2026-01-15T09:30:02,000 WARN  [AdminClient clientId=onprem->core] Connection to node -1 (localhost/127.0.0.1:1) could not be established. Node may not be available. (org.apache.kafka.clients.NetworkClient)';
const killed = [
  '2026-01-15T09:30:02,000 ERROR WorkerSourceTask{id=MirrorSourceConnector-0} Task threw an uncaught and unrecoverable exception. (org.apache.kafka.connect.runtime.WorkerTask)',
  'org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception',
  '\tat org.apache.kafka.Some.frame(Some.java:1)',
  'Caused by: org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [onprem.orders]',
].join('\n');

test.each<readonly [what: string, log: readonly string[], onprem: string, core: string]>([
  ['nothing yet', [], 'starting', 'starting'],
  ['a worker with its configuration', [configured], 'starting', 'starting'],
  ['a connector that started', [configured, started], 'running', 'running'],
  [
    'a refused login at the source',
    [configured, started, refused('03,000')],
    'Connection to localhost:9093 failed authentication due to: Authentication failed',
    'running',
  ],
  [
    'a target that is not there',
    [unreachable],
    'running',
    'Connection to localhost:1 could not be established. Node may not be available.',
  ],
  [
    'a refused login of the configuration before',
    [configured, refused('00,500'), started],
    'running',
    'running',
  ],
  [
    'a task that died',
    [configured, started, killed],
    'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [onprem.orders]',
    'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [onprem.orders]',
  ],
])('%s', (_, log, onprem, core) => {
  const state = at('2026-01-15T09:30:05.000', log);
  expect([shown('onprem', state), shown('core', state)]).toEqual([onprem, core]);
});

test('a refusal that is not repeated is over', () => {
  const log = [configured, started, refused('03,000')];
  expect(shown('onprem', at('2026-01-15T09:31:00.000', log))).toBe('running');
});

test('a cluster without a flow has no status of MirrorMaker 2', () => {
  expect(integrationStatus('other', [flow], undefined)).toBeUndefined();
});

function at(time: string, log: readonly string[]) {
  return stateFromLog(log.join('\n'), [flow], { now: Date.parse(time), repeatMs: 10_000 });
}

/** The first error of an integration, or its state. */
function shown(alias: string, state: ReturnType<typeof at>): string | undefined {
  const status = integrationStatus(alias, [flow], state);
  return status?.errors[0] ?? status?.status;
}
