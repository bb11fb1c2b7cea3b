// Loaded before a program that must open no connection: each way to one ends the program and says so.
import { Socket as Datagram } from 'node:dgram';
import dns from 'node:dns';
import { Socket } from 'node:net';

function refuse(what) {
  return () => {
    process.stderr.write(`NETWORK ${what}\n${new Error('here').stack}\n`);
    process.exit(99);
  };
}

Socket.prototype.connect = refuse('Socket.connect');
Datagram.prototype.send = refuse('dgram send');
Datagram.prototype.bind = refuse('dgram bind');
for (const name of Object.keys(dns)) {
  if (/^(?:lookup|resolve|reverse)/.test(name)) dns[name] = refuse(`dns.${name}`);
}
for (const name of Object.keys(dns.promises)) {
  if (/^(?:lookup|resolve|reverse)/.test(name)) dns.promises[name] = refuse(`dns.promises.${name}`);
}
globalThis.fetch = refuse('fetch');
