/**
 * Predictions: turns the question, its options and the feedback that the page holds into a form, shows the feedback
 * to the answer that the reader commits to, and keeps it in the browser. Nothing is sent anywhere.
 */
(function () {
  "use strict";

  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  /** Return an element with attributes (properties of the DOM) and children. */
  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  /** Return the number that a text says, or NaN: a decimal number or a fraction of two. */
  function parse(text) {
    const parts = text
      .replace(/\u2212/g, "-")
      .replace(/\s/g, "")
      .split("/");
    if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) return NaN;
    const value = parts.map(Number).reduce((a, b) => a / b);
    return Number.isFinite(value) ? value : NaN;
  }

  /** Return a copy of one piece of feedback that begins with the given verdict; ids stay with the original. */
  function feedback(entry, verdict, kind) {
    const copy = make("div", { className: `prediction-said prediction-${kind}` });
    copy.append(...entry.cloneNode(true).childNodes);
    copy.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    copy.querySelector(".prediction-verdict").textContent = verdict;
    return copy;
  }

  /** The radio buttons: how to read, write, judge and fix the choice. Answers are positions from 1. */
  function choice(block, entries) {
    const right = Number(block.dataset.right);
    const list = block.querySelector(".prediction-options");
    const question = block.querySelector(".prediction-question");
    const legend = make("legend", { className: "prediction-question" }, ...question.childNodes);
    const radios = [...list.children].map((item, k) => {
      const radio = make("input", { type: "radio", name: block.dataset.label, value: String(k + 1) });
      const text = make("span", {}, ...item.firstElementChild.childNodes);
      const mark = make("span", { className: "prediction-mark" });
      item.replaceChildren(make("label", {}, radio, make("span", {}, text, " ", mark)));
      return radio;
    });
    question.remove();
    const fields = make("fieldset", {}, legend, list);
    const mark = (answer, k) =>
      answer === null ? "" : k === Number(answer) ? "your answer" : k === right ? "right answer" : "";
    return {
      fields,
      first: radios[0],
      missing: "Choose an option first.",
      read: () => radios.find((radio) => radio.checked)?.value ?? "",
      valid: (answer) => radios.some((radio) => radio.value === answer),
      show(answer) {
        fields.disabled = answer !== null;
        for (const radio of radios) {
          radio.checked = radio.value === answer;
          const k = Number(radio.value);
          radio.closest("li").querySelector(".prediction-mark").textContent = mark(answer, k);
          radio.closest("li").classList.toggle("prediction-right", answer !== null && k === right);
          radio.closest("li").classList.toggle("prediction-wrong", answer === radio.value && k !== right);
        }
      },
      isRight: (answer) => Number(answer) === right,
      entryOf: (answer) => entries[Number(answer) - 1],
      rightEntry: entries[right - 1],
      rightVerdict: `The right answer is number ${right}.`,
    };
  }

  /** The field for a number. Answers are what was typed; the feedback's order is right, expected wrong ones, else. */
  function numeric(block, entries) {
    const { right, tolerance, unit, wrong, label } = block.dataset;
    const near = (value, target) => {
      const slack = 1e-9 * Math.max(Math.abs(target), Number(tolerance)); // 0.26 is within 0.01 of 0.25
      return Math.abs(value - target) <= Number(tolerance) + slack;
    };
    const expected = wrong.split(" ").filter(Boolean).map(Number);
    const closest = (value) => {
      const hits = expected.filter((target) => near(value, target));
      hits.sort((a, b) => Math.abs(a - value) - Math.abs(b - value));
      return hits.length ? 1 + expected.indexOf(hits[0]) : entries.length - 1;
    };
    const question = block.querySelector(".prediction-question");
    question.id = `${label}-question`;
    const input = make("input", { type: "text", id: `${label}-number`, autocomplete: "off", spellcheck: false });
    input.setAttribute("aria-describedby", question.id);
    const name = make("label", { htmlFor: input.id }, unit ? `Your number, in ${unit}` : "Your number");
    const isRight = (answer) => near(parse(answer), Number(right));
    return {
      fields: make("div", { className: "prediction-number" }, name, input),
      first: input,
      missing: "Write a number first, such as 0.25, 1e-3 or 1/4, without commas.",
      read: () => input.value.trim(),
      valid: (answer) => !Number.isNaN(parse(answer)),
      show(answer) {
        input.readOnly = answer !== null;
        input.value = answer ?? "";
      },
      isRight,
      entryOf: (answer) => entries[isRight(answer) ? 0 : closest(parse(answer))],
      rightEntry: entries[0],
      rightVerdict: entries[0].querySelector(".prediction-verdict").textContent,
    };
  }

  /** Make one block answerable; return the function that shows what the browser keeps for it. */
  function enliven(block) {
    const details = block.querySelector(".prediction-answers");
    const entries = [...details.querySelector("ol, ul").children];
    const part = (block.dataset.kind === "choice" ? choice : numeric)(block, entries);
    const { label, version } = block.dataset;
    const commit = make("button", { type: "submit" }, "Commit");
    const clear = make("button", { type: "button" }, "Clear my answer");
    const result = make("div", { className: "prediction-result" });
    result.setAttribute("role", "status");
    const form = make("form", { noValidate: true, autocomplete: "off" });
    form.append(part.fields, make("div", { className: "prediction-buttons" }, commit, clear), result);
    let shown; // the answer, or null for none

    function show(answer, ...notes) {
      const committed = answer !== null;
      shown = answer;
      part.show(answer);
      commit.textContent = committed ? "Committed" : "Commit";
      commit.setAttribute("aria-disabled", String(committed)); // not disabled: the focus stays where it is
      clear.hidden = !committed;
      details.classList.toggle("prediction-folded", !committed);
      result.replaceChildren(...(committed ? verdicts(answer) : []), ...notes.map((note) => make("p", {}, note)));
    }

    function verdicts(answer) {
      if (part.isRight(answer)) return [feedback(part.entryOf(answer), "Right.", "right")];
      return [
        feedback(part.entryOf(answer), "Not quite.", "wrong"),
        feedback(part.rightEntry, part.rightVerdict, "right"),
      ];
    }

    /** Return the answer that the browser keeps, or null. */
    function kept() {
      const entry = keep.read().predictions[label];
      return entry?.version === version && part.valid(String(entry.answer)) ? String(entry.answer) : null;
    }

    /** Show what the browser keeps, unless it is what is shown: nobody loses what they are typing. */
    function restore() {
      const answer = kept();
      if (answer !== shown) show(answer);
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (shown !== null) return;
      const earlier = kept(); // another tab may have written since, and a first answer is not to be lost
      if (earlier !== null) {
        show(earlier, "You have answered this in another tab; this is what you said there.");
        return;
      }
      const answer = part.read();
      if (!part.valid(answer)) {
        result.replaceChildren(make("p", {}, part.missing));
        part.first.focus();
        return;
      }
      const right = part.isRight(answer);
      const written = keep.change((state) => (state.predictions[label] = { version, answer, right, page: keep.page }));
      show(
        answer,
        ...(written ? [] : ["Your browser keeps nothing for this page: the answer lasts until you leave it."]),
      );
    });
    clear.addEventListener("click", () => {
      keep.change((state) => delete state.predictions[label]);
      show(null, "Your answer is cleared.");
      part.first.focus();
    });

    details.querySelector("summary").textContent = "All answers";
    block.insertBefore(form, details);
    restore();
    return restore;
  }

  /** Fill the place of the button that clears the answers of the whole book. */
  function offerClearing(place) {
    const said = make("span");
    said.setAttribute("role", "status");
    const button = make("button", { type: "button" }, "Clear all my predictions in this book");
    button.addEventListener("click", () => {
      const count = Object.keys(keep.read().predictions).length;
      keep.change((state) => (state.predictions = {}));
      restoreAll();
      said.textContent = count === 0 ? "There was none to clear." : `${count} cleared.`;
    });
    place.append(button, " ", said);
  }

  const restorers = [...document.querySelectorAll(".prediction[data-kind]")].map(enliven);
  const restoreAll = () => restorers.forEach((restore) => restore());
  document.querySelectorAll(".clear-predictions").forEach(offerClearing);
  keep.follow(restoreAll);
})();
