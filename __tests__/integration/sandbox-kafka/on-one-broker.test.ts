/*
 * What the sandbox's brokers are and what its bridge does with them, on one broker that is started once. The first looks at its logins before the
 * second adds some.
 */
import './on-one-broker/broker.ts';
import './on-one-broker/bridge.ts';
