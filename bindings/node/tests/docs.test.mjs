// What an editor shows: every export, member and method has its words, and they are Node's.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { camel } from './support/words.mjs';

const LIB = fileURLToPath(new URL('../lib', import.meta.url));
const files = readdirSync(LIB, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.d.ts'));

// What belongs to Rust, to Python, or to their ways of writing documentation.
const FOREIGN =
  /[a-z_]::[A-Za-z]|\[`|`\]|Option<|Vec<|Result<|\bstruct\b|\bimpl\b|```rust|&str|Arc<|`None`|`Some`|\bSystemTime\b|\bDuration\b|\bpanics?\b|\bkeyword|\bdatetime\b|\btimedelta\b|\bkwargs\b/;
// What declares something, at the beginning of a line.
const DECLARATION = /^(?:export (?:declare )?(?:class|interface|type) (\w+)|  (?:readonly |static )?(\w+)\??(?::|\())/;

/**
 * What a file declares, with the comment that stands before it.
 *
 * @param {string} text
 */
function declarations(text) {
  /** @type {{ name: string, comment: string }[]} */
  const found = [];
  let comment = '';
  let open = false;
  for (const line of text.split('\n')) {
    if (/^\s*\/\*\*/.test(line)) [open, comment] = [true, ''];
    if (open) {
      comment += `${line.trim()}\n`;
      open = !line.includes('*/');
      continue;
    }
    const [, exported, member] = DECLARATION.exec(line) ?? [];
    const name = exported ?? member;
    if (name) found.push({ name, comment });
    if (!line.trim().startsWith('[')) comment = '';
  }
  return found;
}

assert(files.length >= 10);
for (const file of files) {
  const text = readFileSync(join(LIB, file), 'utf8');
  describe(file, () => {
    // An index only hands on.
    const known = declarations(text);

    test('each declaration is described', () => {
      // A variant's tag says nothing that its name does not, nor does a constructor. What stands there
      // twice, as a class's and as what it is made of, is described once.
      const described = new Set(['type', 'constructor', 'fromEnv']);
      for (const { name, comment } of known) if (comment) described.add(name);
      assert.deepEqual(known.map(({ name }) => name).filter((name) => !described.has(name)), []);
    });

    test('in sentences, and in words of JavaScript', () => {
      for (const { name, comment } of known) {
        assert.doesNotMatch(comment, FOREIGN, name);
        const words = comment.replace(/^\s*(\/\*\*|\*\/|\*) ?/gm, '').replace(/\*\/\s*$/, '').trim();
        if (words) assert.match(words, /[.`:|]$/, `${name}: ${words}`);
      }
    });

    test('operations and arguments have their names in JavaScript', () => {
      const quoted = known.flatMap(({ comment }) => Array.from(comment.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g), ([, name]) => String(name)));
      // Texts of enumerations and tags are as they are; names of members are not.
      const names = new Set(known.map(({ name }) => name));
      const wrong = quoted.filter((name) => names.has(camel(name)) && !text.includes(`'${name}'`));
      assert.deepEqual(wrong, []);
    });
  });
}
