import { known, type Reading, type Unknown, unknown } from '../model/reading.ts';
import type { ServiceAddress } from './aiven.ts';
import type { AivenClient } from './http/client.ts';
import { asAivenError, unknownFrom } from './http/errors.ts';
import { serviceAnswer, type WireService } from './wire/service.ts';

/** The path of a service's own resources. */
export function servicePath({ project, service }: ServiceAddress, version: 'v1' | 'v2' = 'v1'): string[] {
  return [version, 'project', project, 'service', service];
}

/** The service, provided that it can be asked for what it holds. */
export async function readService(
  client: AivenClient,
  address: ServiceAddress,
  type: 'kafka' | 'kafka_mirrormaker',
): Promise<Reading<WireService>> {
  try {
    const { service } = await client.read({
      operation: { does: `read service ${address.service}`, permission: 'project:services:read' },
      path: servicePath(address),
      answer: serviceAnswer,
    });
    if (service.service_type !== undefined && service.service_type !== type) {
      return unknown(
        'unavailable',
        `Service ${address.service} in project ${address.project} is of type ${service.service_type}, not ${type}`,
      );
    }
    return notUsable(address, service.state) ?? known(service);
  } catch (error) {
    return unknownFrom(error);
  }
}

/**
 * The reason for a failed read of something inside a service. A service that is powered off answers an unspecific
 * 503, so the service itself is asked.
 */
export async function unknownInService(
  client: AivenClient,
  address: ServiceAddress,
  thrown: unknown,
): Promise<Unknown> {
  const error = asAivenError(thrown);
  const reason = unknownFrom(error);
  if (error.status === undefined || error.status < 500) return reason;
  try {
    const { service } = await client.read({
      operation: { does: `read service ${address.service}`, permission: 'project:services:read' },
      path: servicePath(address),
      answer: serviceAnswer,
    });
    return notUsable(address, service.state) ?? reason;
  } catch (second) {
    asAivenError(second); // The first failure is the one to tell; a defect still surfaces.
    return reason;
  }
}

/** A rebalancing service works; Aiven's operator treats it as running, too. */
function notUsable({ project, service }: ServiceAddress, state: string): Unknown | undefined {
  if (state === 'RUNNING' || state === 'REBALANCING') return undefined;
  const advice =
    state === 'POWEROFF' ? 'is powered off. Power it on' : `is in state ${state}. Wait until it is RUNNING`;
  return unknown('unavailable', `Service ${service} in project ${project} ${advice}, then run again`);
}
