// The steps of the tour: each is announced, shown and checked.

import { AuthloomError, NotFoundError } from 'authloom';
import { BAD, Console, FAINT, GOOD, PLAIN, STRONG } from './console.mjs';
import { Ledger } from './ledger.mjs';
import { sumUp } from './summary.mjs';

/** @typedef {import('./ledger.mjs').Item} Item */
/** @typedef {abstract new (...given: any[]) => AuthloomError} Kind */

// What a shell returns for a program that was interrupted.
const INTERRUPTED = 130;
// Where a step's lines begin, below its number.
const INDENT = 6;

/** The tour of a system ended early; the stage has said why. */
export class Stopped extends Error {}

/** What the tour happens on. */
export class Stage {
  console = new Console();
  ledger = new Ledger();
  interrupted = false;
  steps = 0;
  /** @type {string[]} */
  surprises = [];
  #system = '';

  /** @param {boolean} live */
  constructor(live) {
    this.live = live;
  }

  /**
   * From now on Ctrl-C stops the tour before its next step, so that what was created is removed; a
   * second one ends it at once.
   */
  stopOnInterrupt() {
    process.on('SIGINT', () => {
      if (this.interrupted) process.exit(INTERRUPTED);
      this.interrupted = true;
    });
  }

  /**
   * Remembers a system that an interrupted tour did not come to.
   *
   * @param {string} system
   */
  skip(system) {
    this.surprises.push(`${system}: left out, since the tour was interrupted`);
  }

  /**
   * Begins the tour of a system.
   *
   * @param {string} system
   * @param {string} server
   */
  enter(system, server) {
    this.#system = system;
    this.console.blank();
    this.console.entry(0, `${system}  `, STRONG, server, FAINT);
    this.console.blank();
  }

  /**
   * Announces a step: what it is for, and what is called, secrets hidden.
   *
   * @param {string} title
   * @param {string} call
   */
  step(title, call) {
    if (this.interrupted) throw this.unexpected('interrupted before its next step');
    this.steps += 1;
    this.console.entry(0, `${String(this.steps).padStart(4)}  `, FAINT, title, STRONG);
    this.called(call);
  }

  /**
   * Says what is called, secrets hidden.
   *
   * @param {string} call
   */
  called(call) {
    this.console.entry(INDENT, '  ', PLAIN, call, FAINT);
  }

  /**
   * Says what came back, or what it means.
   *
   * @param {string} text
   */
  shows(text) {
    this.console.entry(INDENT, '→ ', GOOD, text);
  }

  /**
   * Says what is not done here, and why.
   *
   * @param {string} text
   */
  remark(text) {
    this.console.entry(INDENT, '· ', FAINT, text);
  }

  /**
   * What must hold of what came back; `otherwise` says what is wrong.
   *
   * @param {boolean} holds
   * @param {string} otherwise
   */
  check(holds, otherwise) {
    if (!holds) throw this.unexpected(otherwise);
  }

  /**
   * What must be there; `otherwise` says that it is not.
   *
   * @template T
   * @param {T | undefined} value
   * @param {string} otherwise
   * @returns {T}
   */
  present(value, otherwise) {
    if (value === undefined) throw this.unexpected(otherwise);
    return value;
  }

  /**
   * A call that must be refused with this error, which is shown in full.
   *
   * @param {Kind} kind
   * @param {Promise<unknown>} call
   */
  async refusal(kind, call) {
    this.showError(await this.#refused(kind, call));
  }

  /**
   * A call that must find nothing.
   *
   * @param {Promise<unknown>} call
   */
  async missing(call) {
    const error = await this.#refused(NotFoundError, call);
    this.shows(`${error.kind}: ${error.reason}`);
  }

  /**
   * @param {Kind} kind
   * @param {Promise<unknown>} call
   */
  async #refused(kind, call) {
    const [ended] = await Promise.allSettled([call]);
    if (ended.status === 'fulfilled') {
      throw this.unexpected(`the call succeeded; a ${kind.name} was expected`);
    }
    const error = ended.reason;
    if (error instanceof kind) return error;
    if (!(error instanceof AuthloomError)) throw error;
    this.showError(error, BAD);
    throw this.unexpected(`a ${kind.name} was expected`);
  }

  /**
   * A call that should have succeeded.
   *
   * @param {AuthloomError} error
   */
  failed(error) {
    this.showError(error, BAD);
    this.unexpected('a success was expected');
  }

  /**
   * Shows an error: its sentence, and the fields that a program would act on.
   *
   * @param {AuthloomError} error
   * @param {string} [style]
   */
  showError(error, style = GOOD) {
    this.console.entry(INDENT, '× ', style, error.message);
    const fields = { kind: error.kind, outcome: error.outcome, 'request id': error.requestId };
    for (const [name, value] of Object.entries(fields)) {
      this.console.entry(INDENT + 2, name.padEnd(12), FAINT, value ?? 'none was sent');
    }
  }

  /**
   * Says that something is not as it should be, and remembers it for the end.
   *
   * @param {string} what
   */
  unexpected(what) {
    this.console.entry(INDENT, '! ', BAD, `Unexpected: ${what}.`);
    this.surprises.push(`${this.#system}, step ${this.steps}: ${what}`);
    return new Stopped(what);
  }

  /** Begins to clean up after a tour that was stopped. */
  cleaningUp() {
    this.console.entry(INDENT, '', PLAIN, 'Cleaning up', STRONG);
  }

  /**
   * Shows what becomes of a call that cleans up: what it removed, or why that stays.
   *
   * @param {Item} item
   * @param {string} how
   * @param {Promise<unknown>} call
   */
  async cleans(item, how, call) {
    try {
      await call;
      item.removed = how;
      this.shows(how);
    } catch (error) {
      if (!(error instanceof AuthloomError)) throw error;
      if (error instanceof NotFoundError) {
        item.removed = 'it is not there';
        this.shows(item.removed);
      } else {
        this.showError(error, BAD);
        item.stays = `it could not be removed: ${error.kind}`;
      }
    }
  }

  /** Sums the tour up, and tells whether all went as expected. */
  sumUp() {
    return sumUp(this.console, this.steps, this.surprises, this.ledger.items);
  }
}

/**
 * A moment, to the minute.
 *
 * @param {Date | undefined} moment
 */
export function clock(moment) {
  return moment === undefined
    ? 'at a time unknown'
    : `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
