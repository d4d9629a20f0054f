// Whoever stands behind a number: asked for by a press, gone again when nobody looks any more.

const SHOWN_MS = 120_000;

export class PersonOnDemand {
  // `address` answers with a piece of markup that the server has escaped.
  constructor({ button, target, address, words, failed }) {
    Object.assign(this, { button, target, address, words, failed, timer: null });
    button.addEventListener("click", () => this.toggle());
    // A page that is put away, or printed, shows nobody.
    window.addEventListener("pagehide", () => this.hide());
    window.addEventListener("beforeprint", () => this.hide());
  }

  async toggle() {
    if (!this.target.hidden) return this.hide();
    this.button.disabled = true;
    try {
      const answer = await fetch(this.address, { cache: "no-store", credentials: "same-origin" });
      if (!answer.ok) throw await faultOf(answer);
      this.#show(await answer.text());
    } catch (fault) {
      this.failed(fault);
    } finally {
      this.button.disabled = false;
    }
    return undefined;
  }

  hide() {
    clearTimeout(this.timer);
    this.target.hidden = true;
    this.target.replaceChildren();
    this.#word(this.words.show, false);
  }

  #show(markup) {
    const piece = new DOMParser().parseFromString(markup, "text/html").body.firstElementChild;
    this.target.replaceChildren(piece);
    this.target.hidden = false;
    this.#word(this.words.hide, true);
    this.timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  #word(word, shown) {
    this.button.querySelector("span").textContent = word;
    this.button.setAttribute("aria-expanded", String(shown));
  }
}

async function faultOf(answer) {
  const fault = new Error(`${answer.status}`);
  fault.status = answer.status;
  fault.problem = await answer.json().catch(() => null);
  return fault;
}
