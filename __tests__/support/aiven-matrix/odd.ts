import type { LiveDraft } from '../untouched/drafts.ts';

type Config = Readonly<Record<string, unknown>>;

/** Objects of others, in forms that no description of Aiven's API has. They must be in nobody's way. */
export const oddities: LiveDraft = {
  endpoints: [
    { name: 'odd-kafka', userConfig: { bootstrap_servers: ['a:1', 'b:1'], security_protocol: 7 } },
    {
      name: 'oauth-kafka',
      userConfig: {
        bootstrap_servers: 'cloud.example:9093',
        security_protocol: 'SASL_SSL',
        sasl_mechanism: 'OAUTHBEARER',
      },
    },
  ],
  integrations: [
    // A text in place of an object, as a client without a schema can send it.
    { alias: 'odd', from: 'spare-kafka', tuning: 'none' as unknown as Config, others: {} },
    // Two of one alias: which of them a flow would mean nobody knows.
    { alias: 'twice', from: 'spare-kafka', tuning: {}, others: {} },
    { alias: 'twice', from: 'kafka-other', tuning: {}, others: {} },
  ],
  flows: [
    { source_cluster: 'odd', target_cluster: 'nowhere', enabled: 'yes', topics: 'all of them' },
    { source_cluster: 'twice', target_cluster: 'nowhere', enabled: true, topics: ['one'] },
    { source_cluster: 'twice', target_cluster: 'nowhere', enabled: true, topics: ['two'] },
    {
      source_cluster: 'two-lists',
      target_cluster: 'nowhere',
      enabled: true,
      'topics.blacklist': ['one'],
      topics_exclude: ['two'],
    },
  ],
  aivenAcls: [
    { username: 'odd', topic: 'odd', permission: 'newer' },
    { username: 'odd', topic: '', permission: 'read' },
  ],
};

export function withOddities(live: LiveDraft): LiveDraft {
  return {
    ...live,
    endpoints: [...(live.endpoints ?? []), ...(oddities.endpoints ?? [])],
    integrations: [...(live.integrations ?? []), ...(oddities.integrations ?? [])],
    flows: [...(live.flows ?? []), ...(oddities.flows ?? [])],
    aivenAcls: [...(live.aivenAcls ?? []), ...(oddities.aivenAcls ?? [])],
  };
}
