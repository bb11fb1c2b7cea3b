import { known } from '../../../src/model/reading.ts';
import { liveIntegration } from '../build/live.ts';

/** `core` and `onprem` are attached as the spec says. */
export const attached = known([
  liveIntegration('core', { source: { type: 'service', project: 'acme', service: 'kafka-core' } }),
  liveIntegration('onprem'),
]);
