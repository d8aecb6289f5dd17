// Puts the facade's modules into one, `dist/index.js`, which is what a program loads.
//
// Each file that Node loads takes it a third of a millisecond, and the more the deeper it lies: a
// dozen of them take longer than the native module and the first call together.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRY = 'index.js';
/** How a module asks for another one; the native module is asked for otherwise. */
const REQUIRED = /\brequire\('(\.{1,2}\/[\w./]+\.js)'\)/g;

const HEAD = `// The modules of lib, put together by scripts/bundle.mjs; do not edit.
'use strict';

const loaded = {};

function load(name) {
  if (loaded[name] === undefined) {
    loaded[name] = { exports: {} };
    modules[name](loaded[name]);
  }
  return loaded[name].exports;
}
`;

/** The modules by their paths in `lib`. */
const texts = new Map();
read(ENTRY);
const modules = [...texts].map(([name, text]) => `'${name}'(module) {\n${text}},\n`);

const dist = join(here, 'dist');
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
writeFileSync(
  join(dist, ENTRY),
  `${HEAD}\nconst modules = {\n${modules.join('\n')}};\n\nmodule.exports = load('${ENTRY}');\n`,
);
copyFileSync(join(here, 'lib', 'index.mjs'), join(dist, 'index.mjs'));

function read(name) {
  if (texts.has(name)) {
    return;
  }
  // Before it is read: two may ask for each other.
  texts.set(name, '');
  const text = readFileSync(join(here, 'lib', name), 'utf8');
  const asked = text.replaceAll(REQUIRED, (_, path) => {
    const other = posix.join(posix.dirname(name), path);
    read(other);
    return `load('${other}')`;
  });
  texts.set(name, asked);
}
