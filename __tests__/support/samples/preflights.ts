import type { FlowPreflight } from '../../../src/model/flow-preflight.ts';
import { known } from '../../../src/model/reading.ts';

export const toCore: FlowPreflight = {
  service: 'mm2-core',
  source: 'onprem',
  target: 'core',
  enabled: true,
  matches: known({
    seenBy: 'admin',
    partitions: 24,
    doubtful: [],
    topics: ['edge.alerts.door', 'edge.alerts.power', 'edge.readings'].map((name, index) => ({
      name,
      partitions: index === 2 ? 12 : 6,
      remote: `onprem.${name}`,
      onTarget: index === 2 ? 'exists' : 'new',
    })),
  }),
  notEvaluable: [],
  logins: [
    {
      cluster: 'onprem',
      endpoint: 'onprem-kafka',
      state: 'accepted',
      message: '',
      needed: 9,
      lacks: [
        'Describe on Group edge-*',
        'Read on Topic edge.readings',
        'DescribeConfigs on Topic edge.readings',
        'Read on Topic edge.alerts.*',
        'DescribeConfigs on Topic edge.alerts.*',
        'Write on Topic mm2-offset-syncs.core.internal',
        'Read on Topic mm2-offset-syncs.core.internal',
      ],
      stopsBy: [],
      notTold: 0,
      grantedByPlan: true,
      takenByPlan: [],
    },
  ],
};
export const fromPartner: FlowPreflight = {
  ...toCore,
  source: 'partner',
  enabled: false,
  matches: known({
    seenBy: 'mirror',
    partitions: 3,
    doubtful: [],
    topics: [{ name: 'shared.prices', partitions: 3, remote: 'partner.shared.prices', onTarget: 'new' }],
  }),
  logins: [
    {
      cluster: 'partner',
      endpoint: 'partner-kafka',
      state: 'accepted',
      message: '',
      needed: 3,
      lacks: ['Describe on Group billing-*'],
      stopsBy: [],
      notTold: 0,
      grantedByPlan: false,
      takenByPlan: [],
    },
  ],
};
export const connectionDiffers =
  'the connection of onprem differs from the default branch: no credentials are sent there before the change is merged';
