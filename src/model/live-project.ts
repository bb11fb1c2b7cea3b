import type { Reading } from './reading.ts';

/** What a project tells beyond the services that the spec names. */
export interface LiveProject {
  /** By service: `host:port` of every listener of the Kafka services, as Aiven writes them. */
  readonly listeners: ReadonlyMap<string, readonly string[]>;
  /** Names of the MirrorMaker 2 services, sorted. */
  readonly mirrormakers: readonly string[];
  /** Unknown when a service did not tell its integrations. */
  readonly endpointUses: Reading<readonly EndpointUse[]>;
}

/** A service that an integration endpoint is attached to. */
export interface EndpointUse {
  readonly endpoint: string;
  readonly service: string;
  /** What MirrorMaker 2 calls the cluster there; undefined for an integration of another type. */
  readonly alias?: string;
  /** The flows of that service that name the alias, `source -> target`. */
  readonly flows: Reading<readonly string[]>;
}
