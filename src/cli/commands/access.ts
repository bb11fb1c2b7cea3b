import { accessOfFlows, type ClusterAccess } from '../../desired/derived/access-of-flows.ts';
import type { Finding } from '../../model/finding.ts';
import { publicFinding } from '../../report/texts/plan-json.ts';
import { logText } from '../../report/words/escape.ts';
import type { Ending } from '../exit-codes.ts';
import type { CliPorts } from '../ports.ts';
import { asJson, type Voice } from '../terminal/voice.ts';
import { accessText } from './access-text.ts';
import { checkedSpec, errorsLine, findingsText } from './checked-spec.ts';

/** What the flows need on each external cluster, and what its owner runs for it. No system is asked. */
export async function accessCommand(
  ports: CliPorts,
  voice: Voice,
  { spec: named, json }: { readonly spec: readonly string[]; readonly json: boolean },
): Promise<Ending> {
  const checked = await checkedSpec(ports, named);
  const { loaded, state, place } = checked;
  if (!loaded.ok || state === undefined) {
    const { findings } = checked;
    if (json)
      voice.answer(asJson({ version: 1, name: null, clusters: null, findings: findings.map(publicFinding) }));
    else voice.answer(`${findingsText(ports, voice, place, findings)}\n\n${errorsLine(checked, voice)}`);
    return 'wrong-input';
  }
  const clusters = accessOfFlows(loaded.spec);
  const findings = state.findings.filter(isNotTheAnswer);
  if (json) voice.answer(asJson({ version: 1, ...publicAccess(loaded.spec.name, clusters, findings) }));
  else {
    voice.answer(logText(accessText(loaded.spec, clusters)));
    if (findings.length > 0) voice.answer(`\n${findingsText(ports, voice, place, findings)}`);
  }
  return findings.some(({ severity }) => severity === 'error') ? 'failed' : 'done';
}

/** These findings say in a plan what this command says anyway. */
function isNotTheAnswer({ code }: Finding): boolean {
  return code !== 'access-not-managed' && code !== 'access-not-checked';
}

function publicAccess(
  name: string,
  clusters: readonly ClusterAccess[],
  findings: readonly Finding[],
): object {
  return {
    name,
    clusters: clusters.map(({ cluster, flows, topics, rights, moreWithout, commands }) => ({
      cluster: cluster.key,
      bootstrapServers: [...cluster.bootstrapServers],
      principal: cluster.mirror?.principal ?? null,
      flows: flows.map(({ source, target, access }) => ({ source, target, access })),
      topics: topics.map(
        ({ name: topic, partitions, replication, internal, config, rule, flows: its, assumed }) => ({
          name: topic,
          partitions,
          replication: replication ?? null,
          internal,
          config: Object.fromEntries(config),
          ...because(rule, its),
          assumed: [...assumed],
        }),
      ),
      rights: rights.map(({ entry, flows: its, assumed }) => ({
        resourceType: entry.resourceType,
        resourceName: entry.resourceName,
        patternType: entry.patternType,
        operation: entry.operation,
        ...because(entry.rule, its),
        assumed: [...assumed],
      })),
      moreWithout: [...moreWithout],
      commands: [...commands],
    })),
    findings: findings.map(publicFinding),
  };
}

function because(
  { id, why, without }: { readonly id: string; readonly why: string; readonly without: string },
  flows: readonly { readonly name: string }[],
): object {
  return { rule: id, why, without, flows: [...new Set(flows.map(({ name }) => name))] };
}
