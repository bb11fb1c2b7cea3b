// What an apply has to send to Aiven for topics and ACLs that are not there, and nothing else: one write for each, eight at a time over
// connections that are kept, then what `floor.mjs` reads.
// `node floor-apply.mjs <url of the service> <url of its batch read> <topics> <ACLs>`, the token in AIVEN_TOKEN.
const [, , service, , topics, acls] = process.argv;
const headers = { authorization: `aivenv1 ${process.env.AIVEN_TOKEN}`, 'content-type': 'application/json' };

async function write([url, body]) {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} for ${url}: ${await response.text()}`);
  await response.text();
}

async function eightAtATime(writes) {
  const queue = writes.values();
  const worker = async () => {
    for (const one of queue) await write(one);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

const config = { retention_ms: 259200000, cleanup_policy: 'delete', min_insync_replicas: 2 };
const newTopics = Array.from({ length: Number(topics) }, (_, index) => {
  const topic_name = `team-${index % 97}.events.${String(index).padStart(5, '0')}`;
  return [`${service}/topic`, { topic_name, partitions: 3, replication: 3, config }];
});
const newAcls = Array.from({ length: Number(acls) }, (_, index) => [
  `${service}/kafka/acl`,
  {
    ...{ principal: `User:svc-${index}`, host: '*', resource_type: 'Topic', pattern_type: 'LITERAL' },
    ...{ resource_name: `team-${index % 97}.events`, operation: 'Read', permission_type: 'ALLOW' },
  },
]);
await eightAtATime(newTopics);
await eightAtATime(newAcls);
await import('./floor.mjs');
