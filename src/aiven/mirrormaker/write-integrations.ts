import type { ChangeOf } from '../../model/change.ts';
import type { ResourceWriter, WriteResult } from '../../model/writer.ts';
import type { AivenClient } from '../http/client.ts';
import { isNoOp } from '../http/errors.ts';
import { attemptKeeping, type Lanes, writeInOrder } from '../write-in-order.ts';
import { readBackByService, serviceKey } from './by-service.ts';
import { createIntegration } from './create-integration.ts';
import { readIntegrations } from './integrations.ts';
import { replaceIntegration } from './replace-integration.ts';
import { updateIntegration } from './update-integration.ts';

/**
 * Integrations of type `kafka_mirrormaker`. Both clusters of a flow are attached in the same direction: the Kafka
 * cluster is the source of the integration, the MirrorMaker service its destination.
 *
 * `lanes` are shared with the flows: changes of one MirrorMaker service never overlap.
 */
export function integrationWriter(client: AivenClient, lanes: Lanes): ResourceWriter<'integration'> {
  return {
    write: (changes) =>
      writeInOrder(changes, (change) =>
        lanes.run(serviceKey(change.id), () => writeIntegration(client, change)),
      ),
    readBack: (ids) => readBackByService<'integration'>(ids, (address) => readIntegrations(client, address)),
  };
}

function writeIntegration(client: AivenClient, change: ChangeOf<'integration'>): Promise<WriteResult> {
  switch (change.action) {
    case 'create':
      return createIntegration(client, change);
    case 'update':
      return attemptKeeping((keeps) => updateIntegration(client, change, keeps), isNoOp);
    case 'replace':
      return replaceIntegration(client, change);
  }
}
