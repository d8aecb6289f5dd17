// The loader finds the native module, or says what is missing.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Running } from './support/program.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const binary = readdirSync(PACKAGE).find((name) => /^authloom\..*\.node$/.test(name));
assert(binary, 'the native module is not built');
const build = String(/^authloom\.(.*)\.node$/.exec(binary)?.[1]);
/** @type {{ files: string[] }} */
const { files } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
// What is packed, by the folders in which it is; but for the native module.
const folders = files.map((name) => String(name.split('/')[0]));
const packed = new Set(['package.json', ...folders.filter((name) => !name.endsWith('.node'))]);
const root = mkdtempSync(join(tmpdir(), 'authloom-loader-'));
after(() => rmSync(root, { recursive: true }));
let number = 0;

/**
 * A folder with the package installed in it.
 *
 * @param {{ beside?: string, platform?: string }} where What lies where the native module would be.
 */
function installed({ beside, platform }) {
  const folder = join(root, String((number += 1)));
  const modules = join(folder, 'node_modules');
  for (const name of packed) {
    cpSync(join(PACKAGE, name), join(modules, 'authloom', name), { recursive: true });
  }
  if (beside !== undefined) put(beside, join(modules, 'authloom'), String(binary));
  if (platform !== undefined) {
    const own = join(modules, `authloom-${build}`);
    put(platform, own, String(binary));
    writeFileSync(join(own, 'package.json'), JSON.stringify({ name: `authloom-${build}`, main: binary }));
  }
  return folder;
}

/**
 * @param {string} what
 * @param {string} folder
 * @param {string} name
 */
function put(what, folder, name) {
  mkdirSync(folder, { recursive: true });
  if (what === 'real') cpSync(join(PACKAGE, String(binary)), join(folder, name));
  else writeFileSync(join(folder, name), what);
}

/**
 * Loads the package that is installed in a folder.
 *
 * @param {string} folder
 * @param {string} file
 */
async function load(folder, file) {
  const code = {
    'a.cjs': "const { Konnect } = require('authloom'); console.log(new Konnect().baseUrl);",
    'a.mjs': "import { Konnect } from 'authloom'; console.log(new Konnect().baseUrl);",
  };
  const path = join(folder, file);
  writeFileSync(path, code[/** @type {keyof typeof code} */ (file)]);
  return new Running(path, [], { cwd: folder }).end();
}

for (const file of ['a.cjs', 'a.mjs']) {
  describe(`from ${file}`, () => {
    for (const [what, where] of Object.entries({
      'beside the package': { beside: 'real' },
      'in the package of the platform': { platform: 'real' },
      'beside the package first': { beside: 'real', platform: 'nothing that could be loaded' },
    })) {
      test(`the module is found ${what}`, async () => {
        const { code, out, err } = await load(installed(where), file);
        assert.deepEqual([code, out, err], [0, 'https://global.api.konghq.com\n', '']);
      });
    }

    test('without one, platform and package are named', async () => {
      const { code, err } = await load(installed({}), file);
      assert.equal(code, 1);
      for (const part of [`${process.platform}-${process.arch}`, `authloom-${build}`, 'npm', 'optional']) {
        assert(err.includes(part), err);
      }
      assert(err.includes('ERR_AUTHLOOM_NO_NATIVE_MODULE'), err);
    });

    test('one that cannot be loaded is reported as it is', async () => {
      for (const where of [{ beside: 'broken' }, { platform: 'broken' }]) {
        const { code, err } = await load(installed(where), file);
        assert.equal(code, 1);
        // Of the file, in the words of the system.
        assert(err.includes(String(binary)), err);
      }
    });
  });
}
