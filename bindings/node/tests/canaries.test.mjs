// The controls of the tests of leaks: whatever would leak, they would see.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AuthloomError, NotFoundError } from 'authloom';
import * as canaries from './support/canaries.mjs';
import { ALL, APIS, CLIENTS } from './support/operations.mjs';
import { listenForWarnings, Seen, WAYS } from './support/seen.mjs';

test('a canary is found in every form', () => {
  for (const name of canaries.NAMES) {
    for (const text of canaries.written(canaries.get(name).reveal())) {
      assert.deepEqual(canaries.inText(`<${text}>`), [name], text);
    }
  }
  assert.deepEqual(canaries.inText('no canary, nor cnry00 alone'), []);
  assert(canaries.NAMES.length >= 12);
});

for (const name of canaries.NAMES) {
  const secret = canaries.get(name);
  const text = secret.reveal();

  /** @type {Record<string, [(seen: Seen) => void, number]>} */
  const ways = {
    'a string': [(seen) => seen.text('control', text), 1],
    // Every way of showing a value shows a string, but for what lists its letters, and for one of the
    // two that read what V8 serializes…
    'a value': [(seen) => seen.value('control', text), WAYS - 2],
    // … and most show what is in an object.
    'a member': [(seen) => seen.value('control', { a: [{ deep: { deeper: text } }] }), WAYS - 6],
    'a private key': [(seen) => seen.value('control', { [Symbol('of mine')]: text }), 3],
    'a hidden key': [(seen) => seen.value('control', Object.defineProperty({}, 'x', { value: text })), 2],
    'a getter': [
      (seen) => {
        seen.value('control', Object.create(null, { x: { get: () => text, enumerable: true } }));
      },
      3,
    ],
    // Not the buffer itself, which may share its memory with another canary.
    bytes: [(seen) => seen.value('control', new Uint8Array(Buffer.from(text))), 3],
    'an event': [(seen) => seen.event({ kind: 'finished', error: text }), 3],
    'a line of a log': [(seen) => seen.logger.debug?.(`a leak of ${text}`), 3],
    'an argument of a log': [(seen) => seen.logger.warn?.('a leak', { x: text }), 3],
    'the message of an error': [(seen) => seen.error(new NotFoundError(text)), 10],
    'a field of an error': [(seen) => seen.error(new AuthloomError('', { body: text })), 5],
    'a header of an error': [(seen) => seen.error(new AuthloomError('', { headers: { x: text } })), 5],
    'the cause of an error': [(seen) => seen.error(new AuthloomError('', { cause: new Error(text) })), 5],
    'the cause of a cause': [
      (seen) => seen.error(new Error('', { cause: new Error('', { cause: new Error(text) }) })),
      5,
    ],
    'the stack of an error': [(seen) => seen.error(Object.assign(new Error(''), { stack: text })), 1],
  };

  describe(`the control finds ${name}`, () => {
    for (const [way, [act, least]] of Object.entries(ways)) {
      test(`as ${way}`, () => {
        const seen = new Seen();
        act(seen);
        const found = seen.strings.map(([, shown]) => canaries.inText(shown)).filter((names) => names.length > 0);
        assert(found.length >= least, `${found.length} of at least ${least}`);
        for (const names of found) assert.deepEqual(names, [name]);
        assert.throws(() => seen.check('the control'), { name: 'AssertionError' });
      });
    }

    test('as a warning', async () => {
      const seen = new Seen();
      const stop = listenForWarnings(seen);
      const quiet = process.listeners('warning').filter((listener) => listener.name === 'onWarning');
      for (const listener of quiet) process.off('warning', listener);
      process.emitWarning('a leak', { detail: text });
      await new Promise((resolve) => setImmediate(resolve));
      for (const listener of quiet) process.on('warning', listener);
      stop();
      assert.throws(() => seen.check('the control'), { name: 'AssertionError' });
    });

    test('not where it is a Secret', () => {
      const seen = new Seen();
      seen.value('control', secret);
      seen.value('control', { a: [secret] });
      seen.error(new AuthloomError(`${secret}`, { cause: secret }));
      seen.check('a secret');
    });
  });
}

test('nothing seen is no success', () => {
  assert.throws(() => new Seen().check('nothing'), { name: 'AssertionError' });
});

test('the table of operations has each of them', () => {
  for (const api of APIS) {
    const names = Object.getOwnPropertyNames(CLIENTS[api].prototype);
    const operations = names.filter((name) => !['constructor', 'request', 'baseUrl', 'close'].includes(name));
    const there = new Set(ALL.filter((operation) => operation.api === api).map((operation) => operation.name));
    assert.deepEqual([...there].sort(), operations.sort());
  }
});
