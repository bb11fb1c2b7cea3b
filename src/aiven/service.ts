import type { ForeignText } from '../model/foreign-text.ts';
import { known, type Reading, type Unknown, unknown } from '../model/reading.ts';
import { someNames } from '../model/some-names.ts';
import { suggest } from '../model/suggest.ts';
import type { ServiceAddress } from './aiven.ts';
import type { AivenClient } from './http/client.ts';
import { asAivenError, type Operation, safeText, unknownFrom } from './http/errors.ts';
import { serviceAnswer, serviceNames, type WireService } from './wire/service.ts';

/** The path of a service's own resources. */
export function servicePath({ project, service }: ServiceAddress, version: 'v1' | 'v2' = 'v1'): string[] {
  return [version, 'project', project, 'service', service];
}

/** For what is read or written inside of a service. `what`: as in `list the ACLs of`. */
export function dataOperation({ service }: ServiceAddress, what: string): Operation {
  return { does: `${what} service ${service}`, permission: 'service:data:write' };
}

/** The service, or why it cannot be asked for what it holds: another type, switched off, not there. */
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
    if (service.service_type?.is(type) === false) {
      return unknown(
        'not-there',
        `Service ${address.service} in project ${address.project} is of type ${client.secrecy.tell(service.service_type)}, not ${type}`,
      );
    }
    return notUsable(address, service.state) ?? known(service);
  } catch (error) {
    return asAivenError(error).code === notThere ? missing(client, address, type, error) : unknownFrom(error);
  }
}

const notThere = 'service_not_found';

/** Whether the name has a typing mistake or the service is gone shows in the list of the project's services: one more request. */
async function missing(
  client: AivenClient,
  { project, service }: ServiceAddress,
  type: 'kafka' | 'kafka_mirrormaker',
  thrown: unknown,
): Promise<Unknown> {
  try {
    const { services } = await client.read({
      operation: { does: `list the services of project ${project}`, permission: 'project:services:read' },
      path: ['v1', 'project', project, 'service'],
      answer: serviceNames,
    });
    const names = services.filter((one) => one.service_type === type).map((one) => one.service_name);
    const meant = suggest(service, names);
    const others =
      names.length === 0
        ? `The project has no service of type ${type}`
        : `Its services of type ${type}: ${someNames(names.toSorted(), 10)}`;
    const next = meant === undefined ? others : `Did you mean ${meant}? Correct the name in the spec`;
    return unknown('not-there', safeText(`Service ${service} does not exist in project ${project}. ${next}`));
  } catch (second) {
    asAivenError(second); // The answer stays: the service does not exist. Errors of our own are thrown on.
    return unknownFrom(thrown);
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
    return notUsable(address, service.state) ?? inState(client, address, service.state, reason);
  } catch (second) {
    asAivenError(second); // The first failure is the one to report. Errors of our own are thrown on.
    return reason;
  }
}

/**
 * Aiven documents that a service remains accessible while it is REBUILDING, which every maintenance and change of plan brings and
 * which can take hours. So only a service that is switched off is not asked.
 */
function notUsable({ project, service }: ServiceAddress, state: ForeignText): Unknown | undefined {
  return state.is('POWEROFF')
    ? unknown(
        'unavailable',
        `Service ${service} in project ${project} is powered off. Power it on, then run again`,
      )
    : undefined;
}

/** Undefined: it runs. A rebalancing service works; Aiven's operator treats it as running, too. */
function unsettledState(client: AivenClient, state: ForeignText): string | undefined {
  return state.is('RUNNING') || state.is('REBALANCING') ? undefined : client.secrecy.tell(state);
}

/** Empty for a service that simply runs. */
export function serviceStateOf(client: AivenClient, state: ForeignText): { readonly serviceState?: string } {
  const unsettled = unsettledState(client, state);
  return unsettled === undefined ? {} : { serviceState: unsettled };
}

/** The reason for a failed read, with the state of the service where that may explain it. */
function inState(
  client: AivenClient,
  { service }: ServiceAddress,
  state: ForeignText,
  reason: Unknown,
): Unknown {
  const unsettled = unsettledState(client, state);
  return unsettled === undefined
    ? reason
    : unknown(
        'unavailable',
        `${reason.message}. Service ${service} is in state ${unsettled}: run again when it is RUNNING`,
      );
}
