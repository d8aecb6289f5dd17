// Packs what is released: `node scripts/release.mjs FOLDER`, where FOLDER holds the native modules of
// all platforms, as `npm run build` names them, and is where the tarballs go.
//
// Each platform has a package with its native module. The package `authloom` itself leaves modules
// out, and names the platforms' packages, of its own version, as optional dependencies: npm installs
// the one that fits. In a checkout it names none, since there they are not published.

import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import './bundle.mjs';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const [given] = process.argv.slice(2);
if (given === undefined) {
  throw new Error('Usage: node scripts/release.mjs FOLDER');
}
const folder = resolve(given);
const own = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const builds = readdirSync(join(here, 'npm'));

for (const build of builds) {
  const binary = `authloom.${build}.node`;
  pack(join(here, 'npm', build), (staged, manifest) => {
    copyFileSync(join(folder, binary), join(staged, binary));
    return manifest;
  });
}
pack(here, (_staged, manifest) => {
  const { devDependencies: _tools, scripts: _scripts, ...published } = manifest;
  return {
    ...published,
    files: published.files.filter((name) => !name.endsWith('.node')),
    optionalDependencies: Object.fromEntries(
      builds.map((build) => [`authloom-${build}`, own.version]),
    ),
  };
});

/** Packs a copy of a package, which `change` completes, with the licences and this version. */
function pack(from, change) {
  const staged = mkdtempSync(join(tmpdir(), 'authloom-release-'));
  try {
    for (const name of readdirSync(from)) {
      if (!['node_modules', 'npm', 'tests', 'src'].includes(name)) {
        cpSync(join(from, name), join(staged, name), { recursive: true });
      }
    }
    for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT']) {
      copyFileSync(join(here, licence), join(staged, licence));
    }
    const file = join(staged, 'package.json');
    const manifest = change(staged, JSON.parse(readFileSync(file, 'utf8')));
    writeFileSync(file, `${JSON.stringify({ ...manifest, version: own.version }, null, 2)}\n`);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const run = spawnSync(npm, ['pack', '--pack-destination', folder], {
      cwd: staged,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (run.status !== 0) {
      throw new Error(`${manifest.name} could not be packed.`);
    }
  } finally {
    rmSync(staged, { recursive: true });
  }
}
