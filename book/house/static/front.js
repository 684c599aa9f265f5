/**
 * Where the reader is in the book: each chapter notes its section and whether its end was reached, and the front page
 * offers to go on there and marks what was read. Kept in the browser alone; where it keeps nothing, nothing is offered.
 */
(function () {
  "use strict";
  const LONG_ENOUGH = 180; // seconds before the window until a chapter whose end is reached counts as read
  const { page } = keep;

  /** Return the section that the top of the window shows; a link to one puts its heading just below the bar. */
  function section() {
    const all = [...document.querySelectorAll(".bd-article section[id]")];
    return all.filter((one) => one.getBoundingClientRect().top < 110).pop();
  }

  const heading = (element) => element?.querySelector("h1, h2, h3")?.firstChild?.textContent?.trim() ?? "";

  /** Note the place, each time the reader looks away or has stopped scrolling. */
  function follow() {
    let since = performance.now(),
      waiting = 0;

    function note() {
      const place = section(),
        passed = (performance.now() - since) / 1000;
      since = performance.now();
      const ended = document.querySelector(".prev-next-footer")?.getBoundingClientRect().top < innerHeight + 200;
      keep.change((state) => {
        const { seconds = 0, done = false } = Object(state.chapters[page]);
        const spent = seconds + passed;
        state.last = { page, id: place?.id ?? "", section: place?.querySelector("h1") ? "" : heading(place) };
        state.chapters[page] = { seconds: Math.round(spent), done: done || (ended && spent > LONG_ENOUGH) };
      });
    }

    addEventListener(
      "scroll",
      () => {
        clearTimeout(waiting);
        waiting = setTimeout(note, 700);
      },
      { passive: true },
    );
    addEventListener("pagehide", () => document.visibilityState === "visible" && note());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") note();
      else since = performance.now();
    });
  }

  /** Offer to go on where the reader was, and mark what was read. */
  function welcome(door) {
    const state = keep.read();
    const { last, predictions } = state;
    const cards = [...document.querySelectorAll(".chapter-card")];
    for (const card of cards) {
      const labels = card.dataset.exercises.split(" ").filter(Boolean);
      const done = keep.done(card.dataset.page, labels, state).length;
      card.querySelector(".chapter-card-exercises").textContent = done ? `${done} of ${labels.length} exercises` : "";
      const how = keep.reading(card.dataset.page, state);
      card.querySelector(".chapter-card-mark").textContent = how === "read" ? "✓ read" : how;
    }
    const there = cards.find((card) => card.dataset.page === last?.page)?.querySelector("a");
    door.querySelectorAll(".front-continue, .front-predictions").forEach((link) => link.remove());
    if (Object.keys(predictions).length) {
      const link = Object.assign(document.createElement("a"), { className: "front-predictions" });
      link.href = keep.address("book/your_predictions");
      link.textContent = "Your predictions";
      door.append(" ", link);
    }
    if (!there) return; // nothing to go on with, or a chapter that is no more
    const link = document.createElement("a");
    link.className = "front-continue";
    link.href = there.href + (typeof last.id === "string" && last.id ? `#${encodeURIComponent(last.id)}` : "");
    link.textContent = `Continue: ${there.textContent}`;
    if (last.section) link.append(Object.assign(document.createElement("small"), { textContent: ` ${last.section}` }));
    door.querySelector("a").before(link);
  }

  const door = document.querySelector(".front-door p");
  if (door) {
    welcome(door);
    keep.follow(() => welcome(door)); // also of a chapter that was still on its way out
  } else if (page.startsWith("notebooks/")) follow();
})();
