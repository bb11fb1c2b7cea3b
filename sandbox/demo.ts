import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tellMirroring } from './demo/mirroring.ts';
import { specAfter, specBefore, specFiles } from './demo/specs.ts';
import { expectResult, expectText, StepFailed, Story } from './demo/story.ts';
import { mirrorUser, type SandboxWorld, startWorld } from './world.ts';

const folder = fileURLToPath(new URL('../.demo', import.meta.url));
const print = (line: string) => process.stdout.write(`${line}\n`);
const started = performance.now();

print('aiven-kafka-gitops demo: the built action, run as GitHub runs it, on two real Kafka clusters.');
print('The Aiven and GitHub APIs are emulated on this machine; nothing leaves it.\n');

const world = await startWorld({ progress: print });
try {
  await tell(new Story(print), world);
  print(`\nAll steps did what they say, in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  print(`The comment, the summary and the drift issue are in .demo/. Look around yourself: npm run sandbox`);
} catch (error) {
  process.exitCode = 1;
  print(`\n✘ ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof StepFailed && error.run !== undefined) print(error.run.log);
  else if (!(error instanceof StepFailed) && error instanceof Error) print(error.stack ?? '');
} finally {
  await world.stop();
}

async function tell(story: Story, { repository, github, aiven, onprem, core }: SandboxWorld): Promise<void> {
  const inputs = { 'allow-delete': 'topics\nacls' };
  await core.bridge.createTopic({ name: 'orders.v0', partitions: 1, replication: 1, config: {} });
  await core.bridge.createTopic({ name: 'legacy.reports', partitions: 1, replication: 1, config: {} });
  await onprem.bridge.createTopic({ name: 'edge.alerts.fire', partitions: 1, replication: 1, config: {} });
  await onprem.bridge.produce(
    'edge.alerts.fire',
    ['smoke', 'heat', 'fire'].map((value) => ({ value })),
  );

  repository.commit({ 'README.md': '# Our Kafka clusters\n' }, 'Begin');
  await story.step(
    'A first pull request describes one Aiven service. It is planned and merged.',
    async () => {
      const number = repository.openPullRequest({
        branch: 'first-spec',
        title: 'Describe what we have',
        files: specFiles(world, specBefore(world)),
      });
      expectResult(await repository.onPullRequest(number, { inputs }), 'planned');
      const run = await repository.merge(number, { inputs });
      expectResult(run, 'applied');
      return { shows: run.outputs['summary'] ?? '', value: undefined };
    },
  );

  const pullRequest = await story.step(
    'A pull request adds the external cluster onprem, a flow onprem -> core, topics and ACLs. The action plans it.',
    async () => {
      const number = repository.openPullRequest({
        branch: 'connect-onprem',
        title: 'Mirror edge readings from onprem',
        files: specFiles(world, specAfter(world)),
      });
      const writes = aiven.log.effects.length;
      const run = await repository.onPullRequest(number, { inputs });
      expectResult(run, 'planned');
      const comment = github.world.comments(number)[0]?.body ?? '';
      expectText('the comment', comment, ['onprem', 'orders.v0', 'User:svc-audit', 'edge.readings']);
      if (aiven.log.effects.length !== writes) throw new StepFailed('a plan wrote to Aiven', run);
      await save('comment-planned.md', comment);
      print(indent(comment));
      return {
        shows: `${run.outputs['summary']}; the comment is in .demo/comment-planned.md`,
        value: number,
      };
    },
  );

  await story.step('It is merged. The push to main applies it.', async () => {
    const run = await repository.merge(pullRequest, { inputs });
    expectResult(run, 'applied');
    const comment = github.world.comments(pullRequest)[0]?.body ?? '';
    expectText('the comment', comment, ['applied', 'copies: 3 new records arrived in 1 topic']);
    await save('comment-applied.md', comment);
    await save('summary-applied.md', run.summary);
    await save('log-applied.txt', run.log);
    return {
      shows: `${run.outputs['applied']} changes applied, ${run.outputs['failed']} failed; a second read found no difference, and records arrive`,
      value: undefined,
    };
  });

  await story.step('The same job runs again: nothing to do, and nothing is written.', async () => {
    const writes = aiven.log.effects.length;
    const run = await repository.onPush({ inputs });
    expectResult(run, 'no-changes');
    if (aiven.log.effects.length !== writes) throw new StepFailed('the second apply wrote to Aiven', run);
    return { shows: run.outputs['summary'] ?? '', value: undefined };
  });

  await story.step(
    "Somebody changes a retention and adds an ACL behind our back, with Kafka's own tools.",
    async () => {
      const results = await Promise.all([
        onprem.kafka.tools('kafka.admin.ConfigCommand', [
          '--alter',
          '--entity-type',
          'topics',
          '--entity-name',
          'edge.readings',
          '--add-config',
          'retention.ms=1000',
        ]),
        onprem.kafka.tools('org.apache.kafka.tools.AclCommand', [
          '--add',
          '--allow-principal',
          `User:${mirrorUser}`,
          '--operation',
          'Delete',
          '--topic',
          'edge.readings',
        ]),
      ]);
      for (const { code, stderr } of results)
        if (code !== 0) throw new StepFailed(`a Kafka tool failed: ${stderr}`);
      return { shows: 'kafka-configs and kafka-acls did it', value: undefined };
    },
  );

  const issue = await story.step(
    'The scheduled run finds the drift and opens one issue that names both.',
    async () => {
      const run = await repository.onSchedule({ inputs });
      expectResult(run, 'drift');
      const [found, ...more] = github.world.issues();
      if (found === undefined || more.length > 0)
        throw new StepFailed('there is not exactly one drift issue', run);
      expectText('the drift issue', found.body, ['retention.ms', 'Delete', 'edge.readings']);
      await save('drift-issue.md', `# ${found.title}\n\n${found.body}`);
      print(indent(found.body));
      return {
        shows: `issue #${found.number} "${found.title}" is open; it is in .demo/drift-issue.md`,
        value: { number: found.number, digest: run.outputs['plan-digest'] ?? '' },
      };
    },
  );

  await story.step(
    'Somebody looks at it and runs the workflow by hand with its digest. The spec is put back and the issue closed.',
    async () => {
      const run = await repository.byHand({
        inputs: { ...inputs, mode: 'apply', 'approve-digest': issue.digest },
      });
      expectResult(run, 'applied');
      const { state } = github.world.issue(issue.number);
      if (state !== 'closed') throw new StepFailed(`issue #${issue.number} is ${state}`, run);
      return {
        shows: `${run.outputs['applied']} changes applied, issue #${issue.number} is closed`,
        value: undefined,
      };
    },
  );

  await story.step("Kafka's own tools look at both clusters.", async () => {
    const topics = await onprem.kafka.tools('org.apache.kafka.tools.TopicCommand', [
      '--describe',
      '--topic',
      'edge.readings',
    ]);
    expectText('kafka-topics', topics.stdout, ['PartitionCount: 4', 'retention.ms=172800000']);
    const acls = await core.kafka.tools('org.apache.kafka.tools.AclCommand', [
      '--list',
      '--principal',
      'User:svc-audit',
    ]);
    expectText('kafka-acls', acls.stdout, ['orders.', 'PREFIXED', 'DENY']);
    return { shows: 'they see what the spec says', value: undefined };
  });

  await tellMirroring(story, world);
}

async function save(name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `   │ ${line}`)
    .join('\n');
}
