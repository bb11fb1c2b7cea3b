import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { switchesFrom } from './aiven/answers-file.ts';
import { specAfter, specBefore, specFiles } from './demo/specs.ts';
import { whenAbandoned } from './parents.ts';
import { workflowPermissions } from './repository.ts';
import { keepTemporaryFilesTogether } from './temporary-root.ts';
import { type RealCluster, startWorld } from './world.ts';

/**
 * `npm run sandbox`: the world of the demo, left running for looking around with other clients. With `--aiven <file>` Aiven answers as
 * `npm run smoke` found it. With `--outputs <file>` its address and token are written there once all of it runs, as the outputs of a step of a workflow.
 */
const print = (line = '') => process.stdout.write(`${line}\n`);
await keepTemporaryFilesTogether();
// What was started ends with this process, so it need not be stopped first.
const end = () => process.exit(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
whenAbandoned(end);
const { values } = parseArgs({ options: { aiven: { type: 'string' }, outputs: { type: 'string' } } });
const switches = values.aiven === undefined ? {} : await switchesFrom(values.aiven);
const world = await startWorld({ progress: print, scratch: true, aiven: { switches } });
const { repository, github, aiven, aivenToken, project, onprem, core, secrets } = world;

repository.commit({ 'README.md': '# Our Kafka clusters\n' }, 'Begin');
const first = repository.openPullRequest({
  branch: 'first-spec',
  title: 'Describe what we have',
  files: specFiles(world, specBefore(world)),
});
await repository.onPullRequest(first);
const applied = await repository.merge(first, { inputs: { 'allow-delete': 'topics\nacls' } });
const pullRequest = repository.openPullRequest({
  branch: 'connect-onprem',
  title: 'Mirror edge readings from onprem',
  files: specFiles(world, specAfter(world)),
});
await repository.onPullRequest(pullRequest);
print(
  `main is ${applied.outputs['result'] ?? 'not applied'}; pull request #${pullRequest} is planned and waits for its merge.`,
);

await describeCluster('onprem', onprem, 'the external cluster');
await describeCluster('core', core, 'behind the Aiven service kafka-core');

print();
print('Aiven API');
print(`  ${aiven.url}, project ${project}, services kafka-core and mm2-core`);
print(`  avn --url ${aiven.url} --auth-token ${aivenToken} service list --project ${project}`);
print(
  `  curl -s -H 'authorization: aivenv1 ${aivenToken}' ${aiven.url}/v1/project/${project}/service/kafka-core/topic`,
);
print('  How it answers, as the table that a real project gives:');
print(
  `  AIVEN_TOKEN=${aivenToken} npm run smoke -- --url ${aiven.url} --project ${project} --kafka kafka-core --mirrormaker mm2-core --scratch kafka-scratch --scratch-mirrormaker mm2-scratch --json answers.json`,
);

const token = github.jobToken(workflowPermissions);
print();
print('GitHub API');
print(`  ${github.url}, repository ${github.owner}/${github.repo}`);
print(
  `  curl -s -H 'authorization: Bearer ${token}' ${github.url}/repos/${github.owner}/${github.repo}/issues/${pullRequest}/comments`,
);

print();
print('Secrets of the workflow');
for (const [name, value] of Object.entries(secrets)) print(`  KAFKA_SECRET_${name}=${value}`);

if (values.outputs !== undefined)
  await writeFile(values.outputs, `aiven-url=${aiven.url}\naiven-token=${aivenToken}\n`);
print();
print('Press m and Enter to merge the pull request and apply it, d to check drift, q or Ctrl-C to stop.');

process.stdin.setEncoding('utf8');
for await (const typed of process.stdin) {
  const key = String(typed).trim();
  if (key === 'q') await stop();
  if (key === 'm') await tell(repository.merge(pullRequest, { inputs: { 'allow-delete': 'topics\nacls' } }));
  if (key === 'd') await tell(repository.onSchedule());
}
// Nobody types, as for a job in the background: it runs until it is ended or abandoned.

async function describeCluster(name: string, { kafka }: RealCluster, what: string): Promise<void> {
  const properties = await kafka.clientProperties('admin');
  const ca = join(kafka.directory, 'ca.pem');
  const classPath = fileURLToPath(new URL(`../.cache/kafka/${kafka.version}/libs/*`, import.meta.url));
  const tool = (className: string, rest: string) =>
    `java -cp '${classPath}' ${className} --bootstrap-server ${kafka.bootstrapServers} --command-config ${properties} ${rest}`;
  print();
  print(
    `${name}: ${what}, Apache Kafka ${kafka.version} on ${kafka.bootstrapServers}, SASL_SSL, SCRAM-SHA-512`,
  );
  print(`  user ${kafka.admin.username}, password ${kafka.admin.password}, CA ${ca}`);
  print(`  ${tool('org.apache.kafka.tools.TopicCommand', '--describe')}`);
  print(`  ${tool('org.apache.kafka.tools.AclCommand', '--list')}`);
  print(`  ${tool('kafka.admin.ConfigCommand', '--describe --entity-type topics')}`);
  print(
    `  kcat -b ${kafka.bootstrapServers} -X security.protocol=SASL_SSL -X sasl.mechanism=SCRAM-SHA-512 -X sasl.username=${kafka.admin.username} -X sasl.password=${kafka.admin.password} -X ssl.ca.location=${ca} -L`,
  );
}

async function tell(running: ReturnType<typeof repository.onSchedule>): Promise<void> {
  const run = await running;
  print(run.log);
  print(`exit code ${run.exitCode}, ${run.outputs['result'] ?? ''}: ${run.outputs['summary'] ?? ''}`);
}

async function stop(): Promise<void> {
  print('Stopping.');
  await world.stop();
  process.exit(0);
}
