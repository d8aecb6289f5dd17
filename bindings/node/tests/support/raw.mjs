// A server on loopback that answers with whatever bytes a test wants.

import { createServer } from 'node:net';
import { after } from 'node:test';

/** Where it is, and what it was sent. */
export class Server {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
    /** @type {string[]} */
    this.requests = [];
    /**
     * What it answers, made of the request.
     *
     * @type {(request: string) => string | Buffer}
     */
    this.answer = () => '';
  }
}

/** A server that answers each request by `answer`, and closes the connection; until the file ends. */
export async function serving() {
  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    let read = '';
    // Whether the client reads it to its end is its own affair.
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.setEncoding('utf8').on('data', (more) => {
      read += more;
      if (!isWhole(read)) return;
      it.requests.push(read);
      socket.end(it.answer(read));
    });
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (listener.address());
  const it = new Server(`http://127.0.0.1:${address.port}`);
  after(() => listener.close());
  return it;
}

/** @param {string} read */
function isWhole(read) {
  const end = read.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /^content-length: *(\d+)/im.exec(read.slice(0, end))?.[1] ?? 0;
  return Buffer.byteLength(read.slice(end + 4)) >= Number(length);
}
