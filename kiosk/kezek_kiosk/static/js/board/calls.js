// @ts-check
/* Which calls stand on the board and whose turn is next; pure: the time is passed in.

   Every call of the journal takes its turn on top, once and in order. A turn lasts six seconds, and
   up to twelve while its words are spoken; when more calls wait, it is shortened just so far that
   each of them has its turn within eighteen seconds. */

/**
 * @typedef {object} Call
 * @property {number} seq its place in the journal.
 * @property {string} ticket
 * @property {string} number
 * @property {number} window
 * @property {string} called_at
 * @property {string} state "called" until the visitor has come.
 *
 * @typedef {object} Board what the server says
 * @property {number} seq
 * @property {string} now
 * @property {number} waiting people.
 * @property {Call[]} calls the last ones, newest first.
 * @property {Call[]} since every call after the event that was asked after, in order.
 *
 * @typedef {{call: Call, cameAt: number, brief: boolean}} Turn
 */

const HOLD_MS = 6_000;
const LONGEST_HOLD_MS = 12_000; // picture and voice change together, unless the voice hangs
const SHORTEST_HOLD_MS = 1_500;
const TURN_WITHIN_MS = 18_000; // from the moment the board heard of a call
const STALE_MS = 60_000; // an answered call that is older needs no turn: its visitor is long there
const MOST_ROWS = 50;

/** @type {(least: number, value: number, most: number) => number} */
const between = (least, value, most) => Math.min(most, Math.max(least, value));

/**
 * @param {number} rows rows of the board; with more people still called it shows two columns.
 * @param {number|null} known the last event that an earlier life of this page has dealt with.
 */
export function makeCalls(rows, known = null) {
  let lastSeq = known;
  /** @type {Call[]} */
  let shown = []; // calls that had their turn, newest first, the last one of each ticket
  /** @type {Turn[]} */
  let turns = []; // their turn is to come, oldest first
  /** @type {{call: Call, since: number} | null} */
  let top = null; // whose turn it is, or was last
  let hurried = false; // whether the turn before this one was shortened
  /** @type {Set<number>} */
  let standing = new Set(); // places in the journal of calls whose visitors have not come

  /** Take what the server says; `now` in ms. @type {(board: Board, now: number) => void} */
  function take(board, now) {
    const last = lastSeq;
    standing = new Set(board.calls.filter((call) => call.state === "called").map((call) => call.seq));
    if (last === null || board.seq < last) {
      beginWith(board); // the first answer, or another database: nothing of it is called again
      return;
    }
    const old = board.calls.filter((call) => call.seq <= last);
    if (shown.length === 0 && turns.length === 0) shown = old;
    const tickets = new Set(board.calls.map((call) => call.ticket));
    shown = shown.filter((call) => tickets.has(call.ticket));
    for (const call of board.since) {
      if (call.seq <= last) continue;
      const stale = Date.parse(board.now) - Date.parse(call.called_at) > STALE_MS;
      turns.push({ call, cameAt: now, brief: stale && !standing.has(call.seq) });
    }
    lastSeq = board.seq;
  }

  /** @param {Board} board */
  function beginWith(board) {
    lastSeq = board.seq;
    shown = [...board.calls];
    turns = [];
    top = null;
  }

  /**
   * The call whose turn begins now; null while another has its turn, or none waits.
   *
   * @param {number} now in ms.
   * @param {{spoken?: boolean}} [last] whether the call before was spoken.
   */
  function next(now, { spoken = true } = {}) {
    const at = turns.findIndex((turn) => !turn.brief);
    const passed = turns.splice(0, at === -1 ? turns.length : at);
    for (const { call } of passed) place(call);
    const [turn] = turns;
    if (!turn || (top && now - top.since < hold(top.since, spoken))) return null;
    turns.shift();
    const { call } = turn;
    place(call);
    hurried = top !== null && now - top.since < HOLD_MS;
    top = { call, since: now };
    return call;
  }

  /** @param {Call} call */
  function place(call) {
    shown = [call, ...shown.filter((row) => row.ticket !== call.ticket)].slice(0, MOST_ROWS);
  }

  /** How long the present turn lasts, in ms. @type {(since: number, spoken: boolean) => number} */
  function hold(since, spoken) {
    const shares = turns.map(({ cameAt }, at) => (cameAt + TURN_WITHIN_MS - since) / (at + 1));
    return between(SHORTEST_HOLD_MS, Math.min(...shares), spoken ? HOLD_MS : LONGEST_HOLD_MS);
  }

  /**
   * The rows to draw, newest first: whoever has not come stays, the others while there is room.
   *
   * @param {number} now in ms.
   */
  function glass(now) {
    const kept = [...shown];
    for (const call of shown.slice(1).reverse()) {
      if (kept.length > rows && !isStanding(call)) kept.splice(kept.indexOf(call), 1);
    }
    const dense = kept.length > rows;
    const room = dense ? 2 * (rows - 1) : rows - 1;
    return { rows: [...kept.slice(0, 1), ...page(kept.slice(1), room, now)], dense };
  }

  /** @param {Call} call */
  const isStanding = (call) => standing.has(call.seq);

  return {
    take,
    next,
    glass,
    isStanding,
    /** The event to ask after: null before the first answer. */
    known: () => lastSeq,
    /** What a page that is loaded anew must not call again. */
    memory: () => (turns[0] ? turns[0].call.seq - 1 : lastSeq),
    /** Whether this call follows so closely that the hall listens already. */
    isHurried: () => hurried,
    /** Whether so many wait that the next visitor's call matters more than a repetition. */
    isCrowded: () => turns.length > 1,
  };
}

/**
 * More than there is room for: they take turns, in pages of even length.
 *
 * @type {(lower: Call[], room: number, now: number) => Call[]}
 */
function page(lower, room, now) {
  const pages = Math.max(1, Math.ceil(lower.length / room));
  const length = Math.ceil(lower.length / pages);
  const at = (Math.floor(now / HOLD_MS) % pages) * length;
  return lower.slice(at, at + length);
}
