// A call in a process that can open nothing more; writes what it rejects with.

import { closeSync, openSync } from 'node:fs';
import { AuthloomError, Konnect } from 'authloom';

const konnect = new Konnect();
/** @type {number[]} */
const open = [];
try {
  for (;;) open.push(openSync('/dev/null', 'r'));
} catch (error) {
  console.log(/** @type {NodeJS.ErrnoException} */ (error).code);
}
try {
  await konnect.getAuthConfig('any');
} catch (error) {
  open.forEach((descriptor) => closeSync(descriptor));
  if (!(error instanceof AuthloomError)) throw error;
  const { name, outcome, message, cause } = error;
  console.log(name, outcome, /** @type {NodeJS.ErrnoException} */ (cause).code, message);
}
