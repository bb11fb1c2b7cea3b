import type { AuthorizerDecision } from '../kafka/sandbox-kafka.ts';
import { mirrorUser, type SandboxWorld } from '../world.ts';
import { StepFailed, type Story } from './story.ts';

const topic = 'edge.readings';
const mirrored = `onprem.${topic}`;
const group = 'edge-dashboard';
const firstRecords = Array.from({ length: 20 }, (_, index) => `reading ${index + 1}`);
const laterRecords = Array.from({ length: 5 }, (_, index) => `later reading ${index + 1}`);
/** MirrorMaker 2 repeats its work every second here, so a minute is long. */
const PATIENCE_MS = 60_000;

/** What the applied spec is for: the real MirrorMaker 2 runs the flow with nothing but the derived rights. */
export async function tellMirroring(story: Story, { onprem, core, secrets }: SandboxWorld): Promise<void> {
  await story.step(
    `Records are produced on onprem. The real MirrorMaker 2 copies them to core as ${mirrored}.`,
    async () => {
      await onprem.bridge.produce(
        topic,
        firstRecords.map((value, index) => ({ key: `sensor-${index % 7}`, value })),
      );
      const wanted = [...firstRecords].sort();
      await until('the records are on core', async () => {
        const read = await core.bridge.consume(mirrored, { max: wanted.length }).catch(() => []);
        return (
          read
            .map(({ value }) => value ?? '')
            .sort()
            .join() === wanted.join()
        );
      });
      return { shows: `${wanted.length} records read from ${mirrored} on core`, value: undefined };
    },
  );

  await story.step(
    `The group ${group} reads them on onprem and commits. Its offsets appear on core, translated.`,
    async () => {
      const read = await onprem.bridge.consume(topic, { max: firstRecords.length, group });
      if (read.length !== firstRecords.length) {
        throw new StepFailed(`the group read ${read.length} records instead of ${firstRecords.length}`);
      }
      await until('the offsets are on core', async () => {
        const offsets = await core.bridge.committedOffsets(group);
        const total = offsets.reduce((sum, { offset }) => sum + offset, 0);
        return offsets.every((committed) => committed.topic === mirrored) && total === firstRecords.length;
      });
      return { shows: `${firstRecords.length} records are behind the group on core too`, value: undefined };
    },
  );

  await story.step(`The group moves to core and continues at the right record.`, async () => {
    await onprem.bridge.produce(
      topic,
      laterRecords.map((value, index) => ({ key: `sensor-${index}`, value })),
    );
    await until('the later records are on core', async () => {
      const read = await core.bridge.consume(mirrored, { max: firstRecords.length + laterRecords.length });
      return read.length === firstRecords.length + laterRecords.length;
    });
    const read = await core.bridge.consume(mirrored, { max: laterRecords.length, timeoutMs: 20_000, group });
    const values = read.map(({ value }) => value ?? '').sort();
    if (values.join() !== laterRecords.join()) {
      throw new StepFailed(`the group read ${values.join(', ')} instead of ${laterRecords.join(', ')}`);
    }
    return {
      shows: `it read the ${values.length} new records, none twice and none left out`,
      value: undefined,
    };
  });

  await story.step(
    `onprem's authorizer log: what was MirrorMaker 2's user, User:${mirrorUser}, refused?`,
    async () => {
      const decisions = (await onprem.kafka.authorizerLog()).filter(
        ({ principal }) => principal === `User:${mirrorUser}`,
      );
      const allowed = decisions.filter((decision) => decision.allowed).length;
      const refused = decisions.filter((decision) => !decision.allowed && !isHarmless(decision));
      if (allowed === 0 || refused.length > 0) {
        throw new StepFailed(
          `${allowed} requests allowed, and refused:\n${refused.map(decisionText).join('\n')}`,
        );
      }
      // A super user could.
      const password = secrets['ONPREM_MM2_PASSWORD'] ?? '';
      const acls = await onprem.bridge.listAclsAs({ name: mirrorUser, password }).then(
        () => 'allowed',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      if (acls === 'allowed') throw new StepFailed(`User:${mirrorUser} is a super user`);
      return {
        shows: `${allowed} requests allowed, none refused that it needs; it is no super user: listing ACLs is refused`,
        value: undefined,
      };
    },
  );
}

/**
 * MirrorMaker 2 tries to create its own topics at every start and to read their configuration, whether they are there
 * or not. It takes the refusal for "they exist".
 */
function isHarmless({ request, resourceType, resourceName }: AuthorizerDecision): boolean {
  const own = /^mm2-.*\.internal$|^heartbeats$|\.checkpoints\.internal$/.test(resourceName);
  return resourceType === 'TOPIC' && own && (request === 'CreateTopics' || request === 'DescribeConfigs');
}

function decisionText({ operation, resourceType, resourceName, request }: AuthorizerDecision): string {
  return `${operation} on ${resourceType} ${resourceName} for ${request}`;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new StepFailed(`not within ${PATIENCE_MS / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
