import { parseBrokerPattern } from '../../model/broker-pattern.ts';
import { show } from '../rules/report.ts';
import { text, valueProblem } from './values.ts';

export const allowedBroker = text(
  {
    description: 'host:port; the port may be *, and the first label of the host may hold one *.',
    examples: ['b-*.prod.x1y2z3.c4.kafka.eu-west-1.amazonaws.com:9096', 'kafka-1.corp.example:*'],
  },
  (written) => {
    const parsed = parseBrokerPattern(written);
    if (parsed.ok) return undefined;
    return valueProblem('broker-pattern', `${show(written)} ${parsed.problem}`, parsed.hint);
  },
);
