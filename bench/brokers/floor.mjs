// What a plan has to read of a broker, or what an apply has to write, with the admin client of kafkajs and nothing else.
// `node floor.mjs read|fill|create <topics> <ACLs>`; where and as whom stands in BROKERS, CA and PASSWORD.
import { setTimeout } from 'node:timers/promises';
import kafkajs from 'kafkajs';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ConfigResourceTypes } = kafkajs;
const { Kafka, logLevel, ResourcePatternTypes } = kafkajs;
const [, , what, topics, entryCount] = process.argv;
const kafka = new Kafka({
  brokers: process.env.BROKERS.split(','),
  ssl: { ca: process.env.CA },
  sasl: { mechanism: 'scram-sha-512', username: 'admin', password: process.env.PASSWORD },
  logLevel: logLevel.NOTHING,
  requestTimeout: 60_000,
});
const names = Array.from(
  { length: Number(topics) },
  (_, index) => `team-${index % 97}.events.${String(index).padStart(5, '0')}`,
);
const configEntries = [
  { name: 'retention.ms', value: '259200000' },
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'min.insync.replicas', value: '1' },
];

function* parts(all, size) {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}

async function create(admin) {
  for (const part of parts(names, 1_000)) {
    const wanted = part.map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1, configEntries }));
    await admin.createTopics({ topics: wanted, waitForLeaders: false, timeout: 60_000 });
  }
}

async function read(admin, listed) {
  for (const part of parts(listed, 500)) {
    const resources = part.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
    await admin.describeConfigs({ includeSynonyms: true, resources });
  }
}

async function listed(admin) {
  return (await admin.fetchTopicMetadata()).topics.length;
}

async function acls(admin) {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
  });
  return resources.reduce((sum, resource) => sum + resource.acls.length, 0);
}

const admin = kafka.admin();
await admin.connect();
if (what === 'read') {
  const { topics: all } = await admin.fetchTopicMetadata();
  await read(
    admin,
    all.map(({ name }) => name),
  );
  await acls(admin);
} else await create(admin);
if (what === 'create') await read(admin, names);
if (what === 'fill') {
  const entries = Array.from({ length: Number(entryCount) }, (_, index) => ({
    resourceType: AclResourceTypes.TOPIC,
    resourceName: `team-${index % 97}.events`,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: `User:svc-${index}`,
    host: '*',
    operation: AclOperationTypes.READ,
    permissionType: AclPermissionTypes.ALLOW,
  }));
  for (const acl of parts(entries, 1_000)) await admin.createAcls({ acl });
  // The broker shows them when it has made the logs of the topics.
  while ((await listed(admin)) < names.length || (await acls(admin)) < entries.length)
    await setTimeout(1_000);
}
await admin.disconnect();
