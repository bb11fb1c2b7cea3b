import type { SandboxKafka } from '../../../sandbox/kafka/sandbox-kafka.ts';

/** A cluster as Kafka's own command line tools print it. */
export interface ToolView {
  /** Lines of `kafka-topics --describe`, one per topic and one per partition, ids included. */
  readonly topics: readonly string[];
  /** `topic key=value` of `kafka-configs --describe`, overrides only. */
  readonly configs: readonly string[];
  /** `resource | entry` of `kafka-acls --list`. */
  readonly acls: readonly string[];
}

/** Three JVMs, about 2 s. */
export async function toolView(kafka: SandboxKafka): Promise<ToolView> {
  const [topics, configs, acls] = await Promise.all([
    run(kafka, 'org.apache.kafka.tools.TopicCommand', '--describe'),
    topicConfigs(kafka),
    run(kafka, 'org.apache.kafka.tools.AclCommand', '--list'),
  ]);
  return { topics: topicLines(topics), configs, acls: aclLines(acls) };
}

/** `topic key=value`, overrides only. */
export async function topicConfigs(kafka: SandboxKafka): Promise<readonly string[]> {
  return configLines(await run(kafka, 'kafka.admin.ConfigCommand', '--describe', '--entity-type', 'topics'));
}

export async function run(kafka: SandboxKafka, className: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await kafka.tools(className, args);
  if (code !== 0) throw new Error(`${className} ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}

/** What is only in `after`, and what is only in `before`. */
export function difference(
  before: ToolView,
  after: ToolView,
): { readonly more: ToolView; readonly less: ToolView } {
  return { more: without(after, before), less: without(before, after) };
}

/** Topics in short: `name partitions×replication`. */
export function topicsOf({ topics }: ToolView): readonly string[] {
  return topics.flatMap((line) => {
    const found = /^Topic: (\S+)\tTopicId: \S+\tPartitionCount: (\d+)\tReplicationFactor: (\d+)\t/.exec(line);
    return found === null ? [] : [`${found[1]} ${found[2]}×${found[3]}`];
  });
}

function without(view: ToolView, other: ToolView): ToolView {
  const rest = (kind: keyof ToolView) => view[kind].filter((line) => !other[kind].includes(line));
  return { topics: rest('topics'), configs: rest('configs'), acls: rest('acls') };
}

function topicLines(output: string): readonly string[] {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort();
}

function configLines(output: string): readonly string[] {
  const lines: string[] = [];
  let topic = '';
  for (const line of output.split('\n')) {
    topic = /^Dynamic configs for topic (\S+) are:$/.exec(line)?.[1] ?? topic;
    const entry = /^ {2}(\S+=.*?) sensitive=false synonyms=/.exec(line)?.[1];
    if (entry !== undefined) lines.push(`${topic} ${entry}`);
    else if (line.startsWith(' ')) throw new Error(`kafka-configs printed an unknown line: ${line}`);
  }
  return lines.sort();
}

function aclLines(output: string): readonly string[] {
  const lines: string[] = [];
  let resource = '';
  for (const line of output.split('\n')) {
    const pattern =
      /^Current ACLs for resource `ResourcePattern\(resourceType=(\w+), name=(.*), patternType=(\w+)\)`: ?$/;
    const found = pattern.exec(line);
    if (found !== null) resource = `${found[1]} ${found[3]} ${found[2]}`;
    const entry = /^\s*\(principal=(.*), host=(.*), operation=(\w+), permissionType=(\w+)\)/.exec(line);
    if (entry !== null) lines.push(`${entry[1]} ${entry[4]} ${entry[3]} ${resource} from ${entry[2]}`);
    else if (found === null && line.trim() !== '')
      throw new Error(`kafka-acls printed an unknown line: ${line}`);
  }
  return lines.sort();
}
