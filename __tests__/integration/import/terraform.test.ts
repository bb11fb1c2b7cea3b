import { afterEach, expect, test } from '@jest/globals';
import { handOver } from '../../../src/import/terraform/hand-over.ts';
import type { StateResource } from '../../../src/import/terraform/state.ts';
import { EstateStage, project } from '../../support/estate/estate-stage.ts';
import { sampleEstate } from '../../support/estate/sample-estate.ts';

let stage: EstateStage | undefined;
afterEach(() => stage?.stop());

const core = { project, service_name: 'kafka-core' };
const mm2 = { project, service_name: 'mm2-core' };

function resource(address: string, values: Readonly<Record<string, unknown>>): StateResource {
  return { address, type: address.split('.').at(-2) ?? '', values };
}

test('what the spec of the import says can be forgotten; what it does not says why', async () => {
  stage = await EstateStage.open(sampleEstate);
  const imported = await stage.import();
  if (imported.state !== 'written') throw new Error(JSON.stringify(imported));
  const native = {
    ...core,
    principal: 'User:svc-orders',
    host: '*',
    pattern_type: 'LITERAL',
    permission_type: 'ALLOW',
  };
  const resources = [
    resource('aiven_kafka_topic.orders', { ...core, topic_name: 'orders.created' }),
    resource('aiven_kafka_topic.orders', { ...core, topic_name: 'orders.paid' }),
    resource('module.x.aiven_kafka_topic.ledger', {
      ...core,
      topic_name: 'payments.ledger',
      termination_protection: true,
    }),
    resource('aiven_kafka_topic.mixed', { ...core, topic_name: 'orders.shipped' }),
    resource('aiven_kafka_topic.mixed', { ...core, topic_name: 'gone' }),
    resource('aiven_kafka_topic.copy', { ...core, topic_name: 'onprem.edge.readings' }),
    resource('aiven_kafka_topic.elsewhere', { ...core, project: 'other', topic_name: 'orders.created' }),
    resource('aiven_kafka_acl.legacy', {
      ...core,
      username: 'svc-legacy',
      topic: 'orders.*',
      permission: 'readwrite',
    }),
    resource('aiven_kafka_native_acl.write', {
      ...native,
      resource_type: 'Topic',
      resource_name: 'orders.created',
      operation: 'Write',
    }),
    resource('aiven_kafka_native_acl.never', {
      ...native,
      resource_type: 'Topic',
      resource_name: 'orders.created',
      operation: 'Alter',
    }),
    resource('aiven_service_integration_endpoint.onprem', {
      project,
      endpoint_name: 'onprem-kafka',
      endpoint_type: 'external_kafka',
    }),
    resource('aiven_service_integration_endpoint.datadog', {
      project,
      endpoint_name: 'dd',
      endpoint_type: 'datadog',
    }),
    resource('aiven_service_integration.onprem', {
      ...{ project, integration_type: 'kafka_mirrormaker', destination_service_name: 'mm2-core' },
      kafka_mirrormaker_user_config: [{ cluster_alias: 'onprem' }],
    }),
    resource('aiven_service_integration.nameless', {
      project,
      integration_type: 'kafka_mirrormaker',
      destination_service_name: 'mm2-core',
    }),
    resource('aiven_mirrormaker_replication_flow.in', {
      ...mm2,
      source_cluster: 'onprem',
      target_cluster: 'core',
    }),
    resource('aiven_kafka.core', { project, service_name: 'kafka-core' }),
    resource('random_password.x', {}),
  ];
  expect(handOver(resources, imported.draft, imported.leftOut)).toEqual({
    covered: [
      'aiven_kafka_acl.legacy',
      'aiven_kafka_native_acl.write',
      'aiven_kafka_topic.orders',
      'aiven_mirrormaker_replication_flow.in',
      'aiven_service_integration.onprem',
      'aiven_service_integration_endpoint.onprem',
      'module.x.aiven_kafka_topic.ledger',
    ],
    kept: [
      { address: 'aiven_kafka_native_acl.never', why: 'the import did not find it in the project' },
      { address: 'aiven_kafka_topic.copy', why: 'the flow onprem -> core writes it' },
      { address: 'aiven_kafka_topic.elsewhere', why: 'the spec has no service kafka-core of project other' },
      { address: 'aiven_kafka_topic.mixed', why: 'the import did not find it in the project' },
      { address: 'aiven_service_integration.nameless', why: 'it has no cluster_alias' },
    ],
    protectedTopics: ['core/payments.ledger'],
    others: 3,
  });
});
