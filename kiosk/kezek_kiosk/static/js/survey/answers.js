// @ts-check
/* The answers of one visitor, question by question; pure. */

const SATISFIED = ["process", "information", "politeness"];
const COMPLAINED = "complained";
const OF_COMPLAINTS = ["complaint_procedure", "complaint_term"];

/** @import { Letter } from "./server.js" */

/** @typedef {ReturnType<typeof makeAnswers>} Answers */

export function makeAnswers() {
  /** @type {{[question: string]: boolean}} */
  const answers = {};
  let complained = false;
  let place = 0; // of the question in the list of steps

  const steps = () => [...SATISFIED, COMPLAINED, ...(complained ? OF_COMPLAINTS : [])];
  const step = () => steps()[place] ?? COMPLAINED;

  return {
    step,
    place: () => place,
    count: () => steps().length,
    isAboutComplaint: () => step() === COMPLAINED,
    /** What was answered here before. @returns {boolean | undefined} */
    chosen: () => answers[step()],
    /** @param {boolean} yes */
    give(yes) {
      if (step() !== COMPLAINED) {
        answers[step()] = yes;
        return;
      }
      complained = yes;
      if (!yes) for (const question of OF_COMPLAINTS) delete answers[question];
    },
    leaveOut() {
      if (step() === COMPLAINED) complained = false;
      else delete answers[step()];
    },
    isLast: () => place + 1 >= steps().length,
    /** @param {number} by */
    move(by) {
      place += by;
    },
    /**
     * What goes to the server; null when every question was left out.
     *
     * @param {string} ticket
     * @returns {Letter | null}
     */
    letter: (ticket) => (Object.keys(answers).length > 0 ? { ticket, ...answers } : null),
  };
}
