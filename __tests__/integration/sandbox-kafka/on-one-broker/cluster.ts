import { withKafka } from '../../../support/kafka.ts';

export const alice = { name: 'alice', password: 'a "quoted\\" pass,word' };
export const cluster = withKafka({ name: 'broker', users: [alice] });
