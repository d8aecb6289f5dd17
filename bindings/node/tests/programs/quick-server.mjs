// Answers every request as quickly as Node can, until its input ends: with a config, or 404 where
// the path has `missing` in it. It prints its port.

import { createServer } from 'node:net';

const config = {
  type: 'oauth',
  client_id: 'client-of-0',
  authorization_endpoint: 'https://id.acme.test/authorize',
  token_endpoint: 'https://id.acme.test/token',
};

/**
 * @param {string} status
 * @param {object} body
 */
function answer(status, body) {
  const text = JSON.stringify(body);
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
}

const FOUND = answer('200 OK', config);
const MISSING = answer('404 Not Found', { status: 404, title: 'Not Found', detail: 'There is none.' });

const server = createServer((socket) => {
  let read = '';
  socket.setNoDelay().on('error', () => {});
  socket.setEncoding('latin1').on('data', (more) => {
    read += more;
    // No request has a body, and none comes before the one before it was answered.
    if (!read.endsWith('\r\n\r\n')) return;
    socket.write(read.includes('missing') ? MISSING : FOUND);
    read = '';
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
});
process.stdin.resume().on('end', () => process.exit(0));
