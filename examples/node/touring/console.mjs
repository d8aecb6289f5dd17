// What the tour looks like.

/** How a text stands out. */
export const PLAIN = '';
export const STRONG = '\x1b[1m';
export const FAINT = '\x1b[2m';
export const GOOD = '\x1b[32m';
export const BAD = '\x1b[31m';

const RESET = '\x1b[0m';
// Where lines break, in characters.
const WIDTH = 96;

/** Standard output, with colour where that is wanted. */
export class Console {
  // Colour is for terminals, and for those who have not declined it (https://no-color.org).
  #colour = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

  /**
   * Prints text behind a mark; further lines stand below the text.
   *
   * @param {number} indent
   * @param {string} mark
   * @param {string} style
   * @param {string} text
   * @param {string} [textStyle]
   */
  entry(indent, mark, style, text, textStyle = PLAIN) {
    const hang = indent + mark.length;
    const lines = wrap(text, WIDTH - hang).map((line) => this.#painted(line, textStyle));
    console.log(' '.repeat(indent) + this.#painted(mark, style) + lines.join(`\n${' '.repeat(hang)}`));
  }

  /**
   * Prints a paragraph.
   *
   * @param {string} text
   */
  paragraph(text) {
    this.entry(0, '', PLAIN, text);
  }

  /** Prints an empty line. */
  blank() {
    this.paragraph('');
  }

  /**
   * @param {string} text
   * @param {string} style
   */
  #painted(text, style) {
    return this.#colour && style && text ? style + text + RESET : text;
  }
}

/**
 * Breaks text between words, but not behind a colon, so that a name stays with its value. What is
 * longer than a line stays whole, so that it can be copied.
 *
 * @param {string} text
 * @param {number} width
 */
function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/(?<!:) /)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
