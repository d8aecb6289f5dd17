// The examples as a user has them: in a folder in which the package is installed.

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const EXAMPLES = fileURLToPath(new URL('../../../../examples/node', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** A folder with the examples, until the file ends. */
export function installed() {
  const folder = mkdtempSync(join(tmpdir(), 'authloom-examples-'));
  cpSync(EXAMPLES, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@types'), { recursive: true });
  symlinkSync(PACKAGE, join(modules, 'authloom'), 'junction');
  symlinkSync(join(PACKAGE, 'node_modules', '@types', 'node'), join(modules, '@types', 'node'), 'junction');
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** TypeScript's compiler. */
export function compiler() {
  const require = createRequire(import.meta.url);
  return join(require.resolve('typescript/package.json'), '..', 'bin', 'tsc');
}
