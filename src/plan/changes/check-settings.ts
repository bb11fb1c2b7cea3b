import { isDeriving, serviceSettings } from '../../mirrormaker/service-settings.ts';
import type { Change } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { Position } from '../../model/position.ts';
import { placeOf } from '../../model/resource.ts';
import { type ServiceSettingValues, serviceSettingNames } from '../../model/service-defaults.ts';

/** What the spec states about how a MirrorMaker service is set up. */
export interface StatedSettings {
  readonly service: string;
  readonly position: Position;
  readonly settings: Partial<ServiceSettingValues>;
}

/** Derived access follows these settings, and this tool never changes them: a difference is worth a warning. */
export function checkSettings(stated: readonly StatedSettings[], live: Live): readonly Finding[] {
  return stated.flatMap(({ service, position, settings }) => {
    const reading = live.mirrormakers.get(service)?.settings;
    if (reading?.state !== 'known') return [];
    const there = serviceSettings({}, reading);
    return serviceSettingNames.flatMap((key): Finding[] => {
      if (settings[key] === undefined) return [];
      const wanted = inWords(settings[key]);
      const { value, basis } = there[key];
      if (basis === 'unknown') return [notTold(service, key, position)];
      const actual = inWords(value);
      if (actual === wanted) return [];
      return [
        {
          code: 'settings-differ',
          severity: 'warning',
          lasts: true,
          message: `${service} has ${key} ${actual}, and the spec states ${wanted}: ${isDeriving(key) ? 'access is derived for both, and ' : ''}what the flows do is told by what the service has`,
          hint: `Change ${key} of the service ${service} in Aiven, or state ${actual} in the spec.`,
          position,
        },
      ];
    });
  });
}

function notTold(service: string, key: string, position: Position): Finding {
  return {
    code: 'settings-differ',
    severity: 'warning',
    message: `Aiven tells ${key} of ${service} in a form that is not understood, so it is not compared with what the spec states`,
    hint: `Look at ${key} of the service ${service} in Aiven.`,
    position,
  };
}

/** A list in brackets, as the spec has it. Its order has no meaning. */
function inWords(value: ServiceSettingValues[keyof ServiceSettingValues]): string {
  return typeof value === 'object' ? `[${value.toSorted().join(', ')}]` : String(value);
}

/**
 * A service that is being rebuilt, as in every maintenance, can be read, and mostly written to. So what is planned there is tried,
 * and a reviewer knows why it may fail.
 */
export function checkStates(live: Live, changes: readonly Change[]): readonly Finding[] {
  const states = [
    ...[...live.clusters].map(([key, { serviceState }]) => ({ place: key, serviceState })),
    ...[...live.mirrormakers].map(([service, { serviceState }]) => ({ place: service, serviceState })),
  ];
  const written = new Set(changes.map(({ id }) => placeOf(id)));
  return states.flatMap(({ place, serviceState }): Finding[] =>
    serviceState === undefined || !written.has(place)
      ? []
      : [
          {
            code: 'service-not-running',
            severity: 'warning',
            message: `the service of ${place} is in state ${serviceState}: it can be read, and what is written there may fail until it is RUNNING`,
            hint: 'Wait with the merge until Aiven is done, or re-run the apply for what failed.',
          },
        ],
  );
}
