/**
 * The page of the reader's predictions: what they said, how often it was right, and whether they knew how well they knew.
 * All of it comes from keep.js; here it can also be taken away as a file, and erased.
 */
(function () {
  "use strict";
  const LEVELS = ["a guess", "rather", "quite", "sure"];
  const FEW = 20; // below this the page says that it is few
  const SVG = "http://www.w3.org/2000/svg";
  const place = document.querySelector(".your-predictions");
  if (!place) return;
  const fallback = [...place.childNodes];

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function draw(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  }

  const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const percent = (share) => `${Math.round(100 * share)}\u00a0%`;
  const count = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;

  /** The links to the chapters, in the order of the book. */
  const chapters = [...document.querySelectorAll("nav.bd-links a[href]")];

  /** Return the title of a page without the mark beside it. */
  function titleOf(link) {
    const copy = link.cloneNode(true);
    copy.querySelector(".reading-mark")?.remove();
    return copy.textContent.trim();
  }

  /** Return the predictions that are understood, in the order of the book. */
  function made() {
    const known = ({ page, level, sure, right }) =>
      typeof page === "string" && LEVELS.includes(level) && sure > 0 && sure < 1 && typeof right === "boolean";
    const all = Object.entries(keep.read().predictions).filter(([, entry]) => known(entry));
    const found = all.map(([label, entry]) => {
      const address = keep.address(entry.page);
      const at = chapters.findIndex((link) => link.href.split("#")[0] === address);
      const title = at < 0 ? entry.page : titleOf(chapters[at]);
      return { ...entry, label, address, at, title };
    });
    return found.sort((a, b) => a.at - b.at);
  }

  /** One prediction: the verdict, where, what was said, how sure. */
  function line({ right, title, address, label, said, answer, level, sure }) {
    const verdict = make("strong", { className: right ? "was-right" : "was-wrong" }, right ? "✓ Right" : "✗ Not quite");
    const link = make("a", { href: `${address}#${label}` }, title);
    const text = typeof said === "string" && said ? said : String(answer);
    return make("li", {}, verdict, " · ", link, make("p", {}, `“${text}” — ${level}, ${percent(sure)}`));
  }

  /** Return for each level that was used how sure, how often, and how often right. */
  function byLevel(all) {
    const groups = LEVELS.map((level) => ({ level, all: all.filter((one) => one.level === level) }));
    return groups
      .filter((group) => group.all.length)
      .map((group) => ({
        level: group.level,
        sure: mean(group.all.map((one) => one.sure)),
        share: mean(group.all.map((one) => Number(one.right))),
        n: group.all.length,
      }));
  }

  function table(groups) {
    const row = (tag, ...cells) => make("tr", {}, ...cells.map((cell) => make(tag, {}, cell)));
    return make(
      "table",
      { className: "table" },
      make("thead", {}, row("th", "you said", "how sure", "right", "share")),
      make(
        "tbody",
        {},
        ...groups.map(({ level, sure, share, n }) =>
          row("td", level, percent(sure), `${Math.round(share * n)} of ${n}`, percent(share)),
        ),
      ),
    );
  }

  /** The picture: how often right over how sure; who knows what they know is on the diagonal. */
  function picture(groups) {
    const x = (share) => 50 + 200 * share;
    const y = (share) => 215 - 200 * share;
    const text = (words, at) => draw("text", { "font-size": 13, fill: "currentColor", ...at }, words);
    const ticks = [0, 0.5, 1].flatMap((share) => [
      text(percent(share), { x: x(share), y: 233, "text-anchor": "middle" }),
      text(percent(share), { x: 44, y: y(share) + 4, "text-anchor": "end" }),
    ]);
    const dots = groups.flatMap(({ level, sure, share, n }, k) => {
      const r = 4 + Math.sqrt(4 * n);
      const off = r + 4 + 14 * (k % 2); // into the frame, neighbours on two lines
      const at = share > 0.5 ? y(share) + off + 9 : y(share) - off;
      const end = sure > 0.9 ? { x: x(sure) + 8, "text-anchor": "end" } : { x: x(sure), "text-anchor": "middle" };
      return [
        draw("circle", { cx: x(sure), cy: y(share), r, class: "calibration-dot" }),
        text(level, { ...end, y: at }),
      ];
    });
    return draw(
      "svg",
      {
        viewBox: "0 0 275 260",
        class: "calibration",
        role: "img",
        "aria-label": "How often right, over how sure: the table says the same.",
      },
      draw("rect", { x: 50, y: 15, width: 200, height: 200, fill: "none", stroke: "currentColor" }),
      draw("path", { d: "M50 215 250 15", stroke: "currentColor", "stroke-dasharray": "4 4" }),
      ...ticks,
      ...dots,
      text("how sure", { x: 150, y: 254, "text-anchor": "middle" }),
      text("right", { x: 44, y: 70, "text-anchor": "end" }),
    );
  }

  /** What all of it comes to. */
  function reckoning(all) {
    const share = mean(all.map((one) => Number(one.right)));
    const sure = mean(all.map((one) => one.sure));
    const brier = mean(all.map((one) => (one.sure - Number(one.right)) ** 2));
    const summary = `You have made ${count(all.length, "prediction")}. Right: ${percent(share)}; you were sure to ${percent(sure)} in the mean.`;
    const score = `Your Brier score is ${brier.toFixed(3)}. Whoever says 50\u00a0% to everything has 0.250, whoever knows everything and knows it has 0.`;
    const few = `So few tell little: whoever is right four times in five gets five of five right in one of three rows of five.`;
    const groups = byLevel(all);
    return [
      make("p", {}, summary),
      make("div", { className: "calibration-side" }, picture(groups), table(groups)),
      make("p", {}, score, ...(all.length < FEW ? [" ", few] : [])),
      make("ul", { className: "predictions-made" }, ...all.map(line)),
    ];
  }

  /** How many exercises are done, in all and in each chapter, in the order of the book. */
  function exercises() {
    const known = JSON.parse(place.dataset.exercises ?? "{}");
    const state = keep.read();
    const rows = chapters.flatMap((link) => {
      const page = Object.keys(known).find((one) => keep.address(one) === link.href.split("#")[0]);
      const done = page ? keep.done(page, known[page], state).length : 0;
      const words = `: ${done} of ${known[page]?.length}`;
      return done ? [{ done, row: make("li", {}, make("a", { href: link.href }, titleOf(link)), words) }] : [];
    });
    if (!rows.length) return [];
    const all = rows.reduce((sum, { done }) => sum + done, 0);
    return [
      make("p", {}, `You have done ${count(all, "exercise")}.`),
      make("ul", { className: "exercises-done" }, ...rows.map(({ row }) => row)),
    ];
  }

  /** Take all that is kept away as a file. */
  function save() {
    const text = JSON.stringify(keep.read(), null, 2);
    const link = make("a", { download: "neuron-to-venture.json" });
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** The buttons: a file of all that is kept, and to erase it, which is asked once more. */
  function buttons() {
    const row = make("div", { className: "kept-buttons" });
    const button = (words, action) => {
      const one = make("button", { type: "button" }, words);
      one.addEventListener("click", action);
      return one;
    };
    const offer = () => row.replaceChildren(button("Save as a file", save), button("Erase all", ask));
    function ask() {
      const stay = button("Keep it", () => (offer(), row.lastChild.focus()));
      const words = make("span", {}, "Erase predictions, reading places and exercises from this browser?");
      row.replaceChildren(
        words,
        button("Erase", () => (keep.erase(), show("All is erased."))),
        stay,
      );
      stay.focus();
    }
    offer();
    return row;
  }

  const said = make("p", { className: "kept-said" });
  said.setAttribute("role", "status");

  function show(words = "") {
    const all = made();
    const anything = Object.values(keep.read()).some(
      (part) => Object.keys(Object(part)).length || typeof part === "string",
    );
    place.replaceChildren(
      ...(all.length ? reckoning(all) : fallback),
      ...exercises(),
      ...(anything ? [buttons()] : []),
      said,
    );
    said.textContent = words;
  }

  show();
  keep.follow(() => show());
})();
