/**
 * Long work beside the page. A program that may take long brings this along; the scripts of a page do not hold it.
 *
 * A worker is a thread of its own: while it computes, the page scrolls and sliders follow the finger. It is made when a
 * call took too long, from texts that the page has, so that it needs no other file and works from disk.
 */

const LONG = 12; // ms that a call may take in the page, which has 16.7 for a frame
const PATIENCE = 200; // ms after which the figure says that it computes

/** @typedef {Object<string, number|Float64Array>} Outputs */
/**
 * What the worker said to a call: what the program gave and the milliseconds that it took, or why it gave nothing; null
 * if there is no worker.
 * @typedef {{outputs: Outputs, took: number, error?: string}|null} Answer
 */
/** @typedef {{given: number[], done: function(Answer): void, tell: function(string): void}} Call */

/**
 * What makes a program's aside.
 * @param {string} text the script of the worker, in which `serve` awaits a program
 * @returns {function(Function, Float64Array[], boolean): any}
 */
export const asides = (text) => (make, constants, first) => new Aside(`${text}\nserve(${make});`, constants, first);

class Aside {
  /**
   * @param {string} text
   * @param {Float64Array[]} constants
   * @param {boolean} first whether to compute aside from the first call on: it is known to be long
   */
  constructor(text, constants, first) {
    this.text = text;
    this.constants = constants;
    this.first = first;
    this.can = true;
    this.slow = 0; // calls that took too long, one after the other
    this.worker = /** @type {Worker|null} */ (null);
    this.running = /** @type {Call|null} */ (null);
    this.next = /** @type {Call|null} */ (null);
    this.timer = 0;
  }

  /**
   * Whether the next call should not be made in the page: after two long ones, since those of a cold program are slow, or
   * after one where all are expected to be.
   * @param {number} took ms of the last one, 0 if there was none
   */
  wanted(took) {
    this.slow = took > LONG ? this.slow + 1 : 0;
    return this.can && (this.slow > (this.first ? 0 : 1) || (this.first && took === 0));
  }

  /**
   * Call the program. While it runs only the newest call waits: the others nobody needs any more.
   * @param {number[]} given
   * @param {function(Answer): void} done
   * @param {function(string): void} tell that it takes a while
   */
  call(given, done, tell) {
    this.next = { given, done, tell };
    if (!this.running) this.go();
  }

  go() {
    this.running = this.next;
    this.next = null;
    if (!this.running) return;
    const began = performance.now(),
      { given, tell } = this.running;
    const say = () => {
      const seconds = Math.floor((performance.now() - began) / 1000);
      tell(seconds ? `Computing\u2026 ${seconds} s` : "Computing\u2026");
      this.timer = window.setTimeout(say, 1000);
    };
    this.timer = window.setTimeout(say, PATIENCE);
    try {
      this.worker ??= this.hired();
      this.worker.postMessage(given);
    } catch {
      this.give(null); // there are no workers here, or none is allowed
    }
  }

  /** @returns {Worker} */
  hired() {
    const url = URL.createObjectURL(new Blob([this.text], { type: "text/javascript" }));
    const worker = new Worker(url);
    worker.onmessage = ({ data }) => this.give(data);
    worker.onerror = () => this.give(null);
    worker.postMessage(this.constants);
    return worker;
  }

  /** @param {Answer} answer */
  give(answer) {
    clearTimeout(this.timer);
    const call = this.running;
    this.running = null;
    if (answer === null) {
      this.can = false;
      this.end();
    }
    call?.done(answer);
    if (this.can && !this.running) this.go();
  }

  end() {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = this.running = this.next = null;
  }
}
