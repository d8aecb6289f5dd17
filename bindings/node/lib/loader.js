'use strict';

// Finds the native module: beside this package first, where `npm run build` puts it, then in the
// package of the platform, which npm installs with this one.

const { arch, platform } = process;

/** What there are packages for. Of two for one system, npm installs the one that fits its libc. */
const BUILDS = {
  'darwin-arm64': ['darwin-arm64'],
  'darwin-x64': ['darwin-x64'],
  'linux-arm64': ['linux-arm64-gnu', 'linux-arm64-musl'],
  'linux-x64': ['linux-x64-gnu', 'linux-x64-musl'],
  'win32-x64': ['win32-x64-msvc'],
};

function load() {
  const builds = BUILDS[`${platform}-${arch}`] ?? [];
  const failures = [];
  for (const build of builds) {
    for (const place of [`../authloom.${build}.node`, `authloom-${build}`]) {
      try {
        return require(place);
      } catch (error) {
        const missing = error.code === 'MODULE_NOT_FOUND' && error.message.includes(`'${place}'`);
        if (!missing) {
          failures.push(error);
        }
      }
    }
  }
  throw absent(builds, failures);
}

function absent(builds, failures) {
  const here = `${platform}-${arch}`;
  const sentences = [`authloom's native module could not be loaded on ${here}.`];
  if (builds.length === 0) {
    sentences.push(`There is none for this platform, only for ${Object.keys(BUILDS).join(', ')}.`);
  } else if (failures.length > 0) {
    sentences.push(`It is there, but: ${failures[0].message}`);
  } else {
    const packages = builds.map((build) => `authloom-${build}`).join(' or ');
    sentences.push(
      `It comes with the package ${packages}, which npm installs with authloom unless it is told to`,
      'leave out optional dependencies, or the folder node_modules was made on another platform.',
      'Install again on this one, without --omit=optional. In a clone of the repository:',
      'npm run build.',
    );
  }
  const error = new Error(sentences.join(' '), { cause: failures[0] });
  error.code = 'ERR_AUTHLOOM_NO_NATIVE_MODULE';
  return error;
}

module.exports = load();
