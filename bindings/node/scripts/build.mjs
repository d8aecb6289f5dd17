// Builds the native module with cargo, and puts it beside the facade, where the loader looks first.
//
// AUTHLOOM_PROFILE names the profile of cargo's, `release` if nothing does; AUTHLOOM_TARGET a target
// other than this machine's; AUTHLOOM_FEATURES what the suite needs and no release has.

import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the packages of the platforms call what cargo builds for. */
const BUILDS = {
  'aarch64-apple-darwin': 'darwin-arm64',
  'x86_64-apple-darwin': 'darwin-x64',
  'aarch64-unknown-linux-gnu': 'linux-arm64-gnu',
  'aarch64-unknown-linux-musl': 'linux-arm64-musl',
  'x86_64-unknown-linux-gnu': 'linux-x64-gnu',
  'x86_64-unknown-linux-musl': 'linux-x64-musl',
  'x86_64-pc-windows-msvc': 'win32-x64-msvc',
};

const profile = process.env.AUTHLOOM_PROFILE ?? 'release';
const target = process.env.AUTHLOOM_TARGET ?? host();
const build = BUILDS[target];
if (build === undefined) {
  throw new Error(`There is no package for ${target}, only for ${Object.keys(BUILDS).join(', ')}.`);
}

// Without symbols: they are two thirds of the file, and say nothing to a user.
const strip = ['--', '-C', 'strip=symbols'];
const elsewhere = process.env.AUTHLOOM_TARGET === undefined ? [] : ['--target', target];
const features = process.env.AUTHLOOM_FEATURES ?? '';
const messages = cargo([
  'rustc',
  ...['--locked', '--package', 'authloom-node', '--lib', '--profile', profile, ...elsewhere],
  ...['--features', features],
  '--message-format=json-render-diagnostics',
  ...strip,
]);
const made = messages
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
  .filter(({ reason, target }) => reason === 'compiler-artifact' && target.name === 'authloom_node')
  .flatMap(({ filenames }) => filenames)
  .find((name) => /\.(so|dylib|dll)$/.test(name));

for (const name of readdirSync(here)) {
  if (/^authloom\..*\.node$/.test(name)) {
    rmSync(join(here, name));
  }
}
const binary = join(here, `authloom.${build}.node`);
// Renamed into its place: a program that has it open keeps what it has.
copyFileSync(made, `${binary}.new`);
renameSync(`${binary}.new`, binary);
console.log(binary);

function host() {
  const version = spawnSync('rustc', ['--version', '--verbose'], { encoding: 'utf8' });
  if (version.error !== undefined) {
    throw new Error(`There is no Rust toolchain: ${version.error.message}`);
  }
  return /^host: (.*)$/m.exec(version.stdout)[1];
}

function cargo(args) {
  const run = spawnSync('cargo', args, {
    cwd: here,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.error !== undefined) {
    throw run.error;
  }
  if (run.status !== 0) {
    process.exit(run.status ?? 1);
  }
  return run.stdout;
}
