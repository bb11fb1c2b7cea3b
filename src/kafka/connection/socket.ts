import net from 'node:net';
import tls from 'node:tls';
import type { KafkaLogin, KafkaTransport } from '../../model/kafka-connection.ts';
import { openSecret } from '../../model/secret.ts';
import { distrustOf, distrustOfCertificate } from '../../model/untrusted-certificate.ts';
import { cancelledFailure } from '../failure.ts';
import type { Address } from './addresses.ts';
import { refuseWrites } from './write-guard.ts';

/** Opens one socket. With TLS the server's certificate is always verified, against the pinned CA where there is one. */
export function openSocket(
  address: Address,
  transport: KafkaTransport,
  login: KafkaLogin,
  onConnect: () => void,
): net.Socket {
  const socket = transport.tls
    ? naming(tls.connect({ ...address, ...tlsOptions(address, transport, login) }, onConnect), {
        host: address.host,
        trusted:
          transport.ca === undefined ? 'the CAs that Node knows: give ssl_ca_cert' : 'those of ssl_ca_cert',
      })
    : net.connect({ ...address }, onConnect);
  socket.setNoDelay(true).setKeepAlive(true, 60_000);
  return socket;
}

/**
 * The same socket, whose error names the certificate that it does not trust. Node's names an option of Node, and once the socket is
 * destroyed nobody can ask it for the certificate any more.
 */
function naming(
  socket: tls.TLSSocket,
  expected: { readonly host: string; readonly trusted: string },
): tls.TLSSocket {
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    const code = error !== undefined && 'code' in error ? String(error.code) : '';
    const distrust = distrustOf(code);
    const certificate = distrust === undefined ? undefined : socket.getPeerX509Certificate();
    if (error !== undefined && distrust !== undefined && certificate !== undefined)
      error.message = distrustOfCertificate(distrust, certificate, expected);
    return destroy(error);
  };
  return socket;
}

/** The same socket, which refuses to write what would change something. kafkajs writes one request at a time. */
export function guarded(socket: net.Socket, place: string): net.Socket {
  const write = socket.write.bind(socket);
  const writeQuestion = (bytes: unknown): boolean => {
    const request = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
    refuseWrites(request, place);
    return write(request);
  };
  // The overloads of `write` differ in what may follow the bytes, which kafkajs does not use.
  socket.write = writeQuestion as typeof socket.write;
  return socket;
}

/** The same socket, which sends nothing once the run is cancelled, also of what kafkajs holds back. */
export function untilCancelled(socket: net.Socket, cancelled: AbortSignal): net.Socket {
  const write = socket.write.bind(socket);
  const writeInTime = (bytes: Uint8Array): boolean => {
    if (cancelled.aborted) throw cancelledFailure();
    return write(bytes);
  };
  // The overloads of `write` differ in what may follow the bytes, which kafkajs does not use.
  socket.write = writeInTime as typeof socket.write;
  return socket;
}

function tlsOptions(
  { host }: Address,
  transport: Extract<KafkaTransport, { tls: true }>,
  login: KafkaLogin,
): tls.ConnectionOptions {
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // Server names must not be addresses (RFC 6066); the certificate is compared with the address itself then.
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ...(transport.ca === undefined ? {} : { ca: transport.ca }),
    ...(transport.verifyHostname ? {} : { checkServerIdentity: () => undefined }),
    ...(login.kind === 'certificate'
      ? { cert: openSecret(login.certificate), key: openSecret(login.key) }
      : {}),
  };
}
