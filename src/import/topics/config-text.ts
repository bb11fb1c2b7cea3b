import { inRange, rangeWords } from '../../model/limits/config-range.ts';
import { refusedTopicConfigs, topicConfigs } from '../../model/limits/topic-configs.ts';
import { humanQuantity } from '../../spec/text/human-units.ts';
import type { Plain } from '../../spec/text/plain.ts';

export type ConfigText =
  | { readonly ok: true; readonly value: Plain }
  | { readonly ok: false; readonly why: string };

/** A live topic config as a person would write it, or why no spec can say it. */
export function configText(name: string, value: string, place: 'aiven' | 'external'): ConfigText {
  const refused = refusedTopicConfigs.get(name);
  if (refused !== undefined) return no(refused);
  const config = topicConfigs.get(name);
  if (config === undefined) return no('this version does not know the config');
  if (config.where !== 'everywhere' && config.where !== place)
    return no(
      config.where === 'external' ? "Aiven's topic API does not take it" : 'it exists on Aiven services only',
    );
  switch (config.type) {
    case 'quantity': {
      if (!/^-?[0-9]{1,20}$/.test(value)) return no('its value is no whole number');
      const number = BigInt(value);
      return inRange(config, number)
        ? { ok: true, value: humanQuantity(number, config.unit) }
        : no(`its value is not ${rangeWords(config)}`);
    }
    case 'ratio': {
      const number = Number(value);
      return value.trim() !== '' && number >= 0 && number <= 1
        ? { ok: true, value: number }
        : no('its value is not from 0 to 1');
    }
    case 'flag': {
      const text = value.trim().toLowerCase();
      return text === 'true' || text === 'false'
        ? { ok: true, value: text === 'true' }
        : no('its value is neither true nor false');
    }
    case 'choice': {
      const text = config.values.includes(value)
        ? value
        : value
            .split(',')
            .map((part) => part.trim())
            .sort()
            .join(',');
      return config.values.includes(text)
        ? { ok: true, value: text }
        : no('this version does not know its value');
    }
  }
}

function no(why: string): ConfigText {
  return { ok: false, why };
}
