// Says what is loaded by the package, and what more by a client and its first call.
//
//     node loads.mjs import|require INSTANCE

import { createRequire } from 'node:module';

const [how, instance] = process.argv.slice(2);
const modules = () => {
  const { moduleLoadList } = /** @type {any} */ (process);
  const names = /** @type {string[]} */ (moduleLoadList).filter((name) => /^NativeModule /.test(name));
  return names.map((name) => name.replace('NativeModule ', '').replace('node:', ''));
};
// A call of Node's own may be the first of its kind.
await new Promise((resolve) => setImmediate(resolve));
const before = modules();
const authloom = how === 'import' ? await import('authloom') : createRequire(import.meta.url)('authloom');
const loaded = modules();
const konnect = authloom.Konnect.fromEnv();
await konnect.getAuthConfig(String(instance));
const called = modules();
const more = (/** @type {string[]} */ now, /** @type {string[]} */ then) => now.filter((name) => !then.includes(name));
console.log(more(loaded, before).join(' '));
console.log(more(called, loaded).filter((name) => !name.startsWith('internal/')).join(' '));
