/**
 * Predictions: turns the question, its options and the feedback that the page holds into a form, asks how sure
 * the reader is, shows the feedback to the answer that the reader commits to, and sets the figure that answers. keep.js
 * keeps the answer in the browser; nothing is sent anywhere.
 */
(function () {
  "use strict";

  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  /** How sure a reader may be, in words and as a probability; a guess is as likely to be right as chance makes it. */
  const LEVELS = [
    ["a guess", null],
    ["rather", 0.6],
    ["quite", 0.8],
    ["sure", 0.95],
  ];
  const BLIND = 0.05; // what chance is where any number may be the answer

  const percent = (share) => `${Math.round(100 * share)}\u00a0%`;

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

  /** Return the words of an element, formulas as they are seen. */
  function words(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("annotation").forEach((source) => source.remove());
    return copy.textContent.trim();
  }

  /** Return copies of what an element holds; ids stay with the original. */
  function copies(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    return [...copy.childNodes];
  }

  /** Return a copy of one piece of feedback that begins with the given verdict. */
  function feedback(entry, verdict, kind) {
    const copy = make("div", { className: `prediction-said prediction-${kind}` }, ...copies(entry));
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
      chance: 1 / radios.length,
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
      said: (answer) => words(radios[Number(answer) - 1].nextElementSibling.firstElementChild),
      saidNodes: (answer) => copies(radios[Number(answer) - 1].nextElementSibling.firstElementChild),
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
      chance: BLIND,
      valid: (answer) => typeof answer === "string" && !Number.isNaN(parse(answer)),
      show(answer) {
        input.readOnly = answer !== null;
        input.value = answer ?? "";
      },
      isRight,
      said: (answer) => `${answer} ${unit}`.trim(),
      saidNodes: (answer) => [`${answer} ${unit}`.trim()],
      entryOf: (answer) => entries[isRight(answer) ? 0 : closest(parse(answer))],
      rightEntry: entries[0],
      rightVerdict: entries[0].querySelector(".prediction-verdict").textContent,
    };
  }

  /** The buttons that commit an answer, each as sure as the reader is. */
  function levels(label, chance, commit) {
    const words = make("span", { id: `${label}-sure` });
    const buttons = LEVELS.map(([level, sure]) => {
      const chances = make("small", {}, percent(sure ?? chance));
      const button = make("button", { type: "button", value: level }, level, " ", chances);
      button.addEventListener("click", () => commit({ level, sure: sure ?? chance }));
      return button;
    });
    const row = make("div", { className: "prediction-buttons" }, words, ...buttons);
    row.setAttribute("role", "group");
    row.setAttribute("aria-labelledby", words.id);
    return {
      row,
      first: buttons[0],
      show(level) {
        row.classList.toggle("prediction-asks", level === null);
        words.textContent = level === null ? "Commit: how sure?" : "Committed:";
        for (const button of buttons) {
          button.hidden = level !== null && button.value !== level;
          button.setAttribute("aria-disabled", String(level !== null)); // not disabled: the focus stays where it is
        }
      },
    };
  }

  /** The figure that answers: to show the answer in it, to put it back, and the words that say so. */
  function figureThatAnswers(details) {
    const words = details.querySelector(".prediction-seen");
    const [id, query] = decodeURIComponent(words?.querySelector("a").hash.slice(1) ?? "").split("?");
    const figure = () => (id ? window.livefig?.get(id) : undefined);
    let stands = false;
    return {
      words() {
        const copy = words?.cloneNode(true);
        if (stands) copy.append(" It stands so now.");
        return copy ? [copy] : [];
      },
      /** The way to it for who does not see it from here. */
      link() {
        const copy = words?.querySelector("a").cloneNode(true);
        if (!copy) return [];
        copy.className = "prediction-see";
        copy.prepend("See it in ");
        return [copy];
      },
      putBack() {
        figure()?.reset();
        stands = false;
      },
      show() {
        figure()?.reset();
        figure()?.set(Object.fromEntries(new URLSearchParams(query)));
        stands = figure() !== undefined;
      },
    };
  }

  /** Make one block answerable; return the function that shows what the browser keeps for it. */
  function enliven(block) {
    const details = block.querySelector(".prediction-answers");
    const entries = [...details.querySelector("ol, ul").children];
    const part = (block.dataset.kind === "choice" ? choice : numeric)(block, entries);
    const { label, version } = block.dataset;
    const sureness = levels(label, part.chance, commit);
    const figure = figureThatAnswers(details);
    const clear = make("button", { type: "button" }, "Clear my answer");
    sureness.row.append(clear);
    const own = make("p", { className: "prediction-own" });
    const result = make("div", { className: "prediction-result" });
    result.setAttribute("role", "status");
    const form = make("form", { noValidate: true, autocomplete: "off" }, part.fields, sureness.row, own, result);
    let shown; // what was committed, or null for nothing

    function show(entry, ...notes) {
      shown = entry;
      part.show(entry?.answer ?? null);
      sureness.show(entry?.level ?? null);
      clear.hidden = entry === null;
      details.classList.toggle("prediction-folded", entry === null);
      own.replaceChildren(...(entry ? ownWords(entry) : earlierWords()));
      const said = entry ? [...verdicts(entry.answer), ...figure.words()] : [];
      result.replaceChildren(...said, ...notes.map((note) => make("p", {}, note)));
    }

    function verdicts(answer) {
      if (part.isRight(answer)) return [feedback(part.entryOf(answer), "Right.", "right")];
      return [
        feedback(part.entryOf(answer), "Not quite.", "wrong"),
        feedback(part.rightEntry, part.rightVerdict, "right"),
      ];
    }

    /** What the reader said, beside what is said to it. */
    function ownWords({ answer, level }) {
      const sure = LEVELS.find(([name]) => name === level)[1] ?? part.chance;
      const what = ["You said “", make("b", {}, ...part.saidNodes(answer)), `” — ${level}, ${percent(sure)}.`];
      return [...what, ...figure.link()];
    }

    /** What the reader said to the question as it was before it was changed, if they did. */
    function earlierWords() {
      const { version: other, said, level } = Object(keep.read().predictions[label]);
      if (other === version || typeof said !== "string" || !LEVELS.some(([name]) => name === level)) return [];
      return [
        "This question has been changed since you said “",
        make("b", {}, said),
        `” — ${level}. What do you say now?`,
      ];
    }

    /** Return what the browser keeps, or null. */
    function kept() {
      const entry = keep.read().predictions[label];
      const known = entry?.version === version && part.valid(entry.answer);
      return known && LEVELS.some(([level]) => level === entry.level) ? entry : null;
    }

    /** Show what the browser keeps, unless it is what is shown: nobody loses what they are typing. */
    function restore() {
      const entry = kept();
      if (JSON.stringify(entry) !== JSON.stringify(shown)) show(entry);
    }

    function commit(sure) {
      if (shown !== null) return;
      const earlier = kept(); // another tab may have written since, and a first answer is not to be lost
      if (earlier !== null) {
        show(earlier, "You have answered this in another tab; this is what you said there.");
        return;
      }
      const answer = part.read();
      if (!part.valid(answer)) {
        ask(part.missing, part.first);
        return;
      }
      const told = { answer, said: part.said(answer), right: part.isRight(answer) };
      const entry = { version, page: keep.page, ...told, ...sure };
      const written = keep.change((state) => (state.predictions[label] = entry));
      const lost = "Your browser keeps nothing for this page: the answer lasts until you leave it.";
      figure.show();
      show(entry, ...(written ? [] : [lost]));
    }

    function ask(what, place) {
      result.replaceChildren(make("p", {}, what));
      place.focus();
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault(); // the Enter key in the field for a number
      if (shown === null) ask("Say how sure you are: that commits your answer.", sureness.first);
    });
    clear.addEventListener("click", () => {
      keep.change((state) => delete state.predictions[label]);
      figure.putBack();
      show(null, "Your answer is cleared.");
      part.first.focus();
    });

    details.querySelector("summary").textContent = "All answers";
    block.insertBefore(form, details);
    restore();
    return restore;
  }

  const restorers = [...document.querySelectorAll(".prediction[data-kind]")].map(enliven);
  const restoreAll = () => restorers.forEach((restore) => restore());
  keep.follow(restoreAll);

  /** For who brings a question into a page that stands already, as a notebook does. */
  window.predictions = { enliven: (block) => restorers.push(enliven(block)) };
})();
