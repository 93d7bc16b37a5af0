// Loaded before the CLI by a test: every way to a socket ends the program with a sentence.
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

const refuse = (what) => () => {
  process.stderr.write(`a socket was opened: ${what}\n`);
  process.exit(99);
};
net.Socket.prototype.connect = refuse('connect');
net.Server.prototype.listen = refuse('listen');
dgram.Socket.prototype.send = refuse('udp');
dgram.Socket.prototype.bind = refuse('udp');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt']) dns[name] = dns.promises[name] = refuse(name);
