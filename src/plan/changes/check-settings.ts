import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { Position } from '../../model/position.ts';
import { serviceDefaults } from '../../model/service-defaults.ts';

/** What the spec states about how a MirrorMaker service is set up. */
export interface StatedSettings {
  readonly service: string;
  readonly position: Position;
  readonly settings: Readonly<Record<string, boolean>>;
}

const defaults: Readonly<Record<string, unknown>> = serviceDefaults;

/** Derived access follows these settings, and this tool never changes them: a difference is worth a warning. */
export function checkSettings(stated: readonly StatedSettings[], live: Live): readonly Finding[] {
  return stated.flatMap(({ service, position, settings }) => {
    const reading = live.mirrormakers.get(service)?.settings;
    if (reading?.state !== 'known') return [];
    return Object.entries(settings).flatMap(([key, wanted]): Finding[] => {
      const actual = reading.value[key] ?? defaults[key];
      if (actual === wanted) return [];
      return [
        {
          code: 'settings-differ',
          severity: 'warning',
          lasts: true,
          message: `${service} has ${key} ${String(actual)}, and the spec states ${wanted}: access is derived for what the spec states`,
          hint: `Change ${key} of the service ${service} in Aiven, or state ${String(actual)} in the spec.`,
          position,
        },
      ];
    });
  });
}
