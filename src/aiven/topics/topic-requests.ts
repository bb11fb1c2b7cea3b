import type { ServiceAddress } from '../aiven.ts';
import type { Operation } from '../http/errors.ts';
import { servicePath } from '../service.ts';

export function topicsPath(address: ServiceAddress): string[] {
  return [...servicePath(address), 'topic'];
}

/** `what`: as in `delete topic orders`. To create topics takes another permission than all other writes. */
export function writing(address: ServiceAddress, what: string): Operation {
  const permission = what.startsWith('create') ? 'of the role developer or operator' : 'service:data:write';
  return { does: `${what} in service ${address.service}`, permission };
}

export function wireTags(tags: ReadonlyMap<string, string>): readonly { key: string; value: string }[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}

export function reading(address: ServiceAddress, what: string): Operation {
  return { does: `${what} of service ${address.service}`, permission: 'service:data:write' };
}
