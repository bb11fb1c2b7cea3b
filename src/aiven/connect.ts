import type { ReadLag } from '../model/writer.ts';
import { aivenAclWriter } from './acls/aiven-acls.ts';
import { kafkaAclWriter } from './acls/kafka-acls.ts';
import type { Aiven, AivenOptions } from './aiven.ts';
import { AivenClient } from './http/client.ts';
import { readAllEndpoints, readEndpoints } from './mirrormaker/endpoints.ts';
import { flowWriter } from './mirrormaker/flows.ts';
import { readMirrorMaker } from './mirrormaker/read-mirrormaker.ts';
import { endpointWriter } from './mirrormaker/write-endpoints.ts';
import { integrationWriter } from './mirrormaker/write-integrations.ts';
import { readCluster } from './read-cluster.ts';
import { readEvents } from './read-events.ts';
import { readProject } from './read-project.ts';
import { readOffsets } from './topics/offsets.ts';
import { topicWriter } from './topics/write-topics.ts';
import { Lanes } from './write-in-order.ts';

/** Sends nothing yet. Throws when the base URL is not acceptable. */
export function connectAiven(options: AivenOptions): Aiven {
  const client = new AivenClient(options);
  const lanes = new Lanes();
  return {
    readEndpoints: (project, names) => readEndpoints(client, project, names),
    readAllEndpoints: (project) => readAllEndpoints(client, project),
    readProject: (project, endpoints) => readProject(client, project, endpoints),
    readMirrorMaker: (address) => readMirrorMaker(client, address),
    readCluster: (address, request) => readCluster(client, address, request),
    readEvents: (project) => readEvents(client, project),
    readOffsets: (address, wanted) => readOffsets(client, address, wanted),
    endpoints: { ...endpointWriter(client), lag: lagOf(client, lists) },
    integrations: { ...integrationWriter(client, lanes), lag: lagOf(client, lists) },
    flows: { ...flowWriter(client, lanes), lag: lagOf(client, lists) },
    topics: (address) => ({ ...topicWriter(client, address), lag: lagOf(client, topics) }),
    kafkaAcls: (address) => ({ ...kafkaAclWriter(client, address), lag: lagOf(client, lists) }),
    aivenAcls: (address) => ({ ...aivenAclWriter(client, address), lag: lagOf(client, lists) }),
  };
}

type Lag = Pick<ReadLag, 'firstReadMs'>;

const lists: Lag = { firstReadMs: 0 };
/** Aiven's own clients read a new topic not at all, or from five seconds on; it has been missing for minutes. */
const topics: Lag = { firstReadMs: 2_000 };

function lagOf(client: AivenClient, lag: Lag): ReadLag {
  return { ...lag, throttledMs: () => client.throttledMs };
}
