import type { LiveMirrorMaker } from '../../model/live.ts';
import { known } from '../../model/reading.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { readService, serviceStateOf } from '../service.ts';
import { parseRow } from '../wire/row.ts';
import { mirrormakerSettings } from '../wire/service.ts';
import { readFlows } from './flows.ts';
import { readIntegrations } from './integrations.ts';

/** The service first: one that is powered off or missing is not asked any further. */
export async function readMirrorMaker(
  client: AivenClient,
  address: ServiceAddress,
): Promise<LiveMirrorMaker> {
  const { project, service } = address;
  const reading = await readService(client, address, 'kafka_mirrormaker');
  if (reading.state === 'unknown') {
    return { project, service, integrations: reading, flows: reading, settings: reading };
  }
  const [integrations, flows] = await Promise.all([
    readIntegrations(client, address),
    readFlows(client, address),
  ]);
  const told = parseRow(
    mirrormakerSettings,
    reading.value.user_config?.kafka_mirrormaker,
    `service ${service}`,
  );
  const settings = told.ok ? known(told.value) : told.reason;
  const state = serviceStateOf(client, reading.value.state);
  return { project, service, ...state, integrations, flows, settings };
}
