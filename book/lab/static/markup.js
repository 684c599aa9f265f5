/**
 * From the book's Markdown to HTML. Jupyter's own parser does what is ordinary Markdown; here are the directives, roles,
 * definition lists, numbered equations and citations that the book uses besides. What is put aside for it stands in the
 * text as a sign that no text holds.
 */

const [OPEN, CLOSE] = ["\uE000", "\uE001"];
const SIGN = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");
const ALONE = new RegExp(`<p>\\s*${OPEN}(\\d+)${CLOSE}\\s*</p>`, "g");
const FENCE = /^(\s*)(`{3,}|~{3,})(?!\{)/;
const DIRECTIVE = /^(:{3,}|`{3,})\{([\w:-]+)\}[ \t]*(.*)$/;
const OPTION = /^:([\w-]+):[ \t]*(.*)$/;
const DISPLAY = /^\$\$[ \t]*\n?([\s\S]*?)\n?\$\$[ \t]*(?:\(([\w-]+)\))?[ \t]*$/gm;
const INLINE = /(?<![\\$])\$(?![\s$])((?:[^$\\\n]|\\[\s\S]|\n(?!\n))*?)(?<![\s\\])\$(?!\d)/g;
const ROLE = /\{([\w:-]+)\}`([^`]*)`/g;
const NOTES = ["note", "tip", "hint", "warning", "caution", "important", "danger", "attention", "seealso"];

export const escape = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

/** The number 929f5ec6, say, of a text: an answer to another question must not come back as one to this. */
function digest(text) {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ sign.codePointAt(0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** The way from one folder to a file, both told from the root of the book. */
export function way(folder, file) {
  const from = folder.split("/").filter(Boolean);
  const to = file.split("/");
  let alike = 0;
  while (alike < from.length && from[alike] === to[alike]) alike += 1;
  return [...from.slice(alike).map(() => ".."), ...to.slice(alike)].join("/");
}

/**
 * What the book's names are, asked by label.
 * @param {{pages: Object, sources: Object}} names as tools/book_names.py gives them
 */
export class Names {
  constructor(names) {
    this.names = names;
  }

  /** The page that has something of a kind ("equations", "exercises", "figures") by a label, and its number there. */
  find(kind, label) {
    for (const page of Object.values(this.names.pages)) {
      if (Object.hasOwn(page[kind], label)) return { page, number: page[kind][label] };
    }
    return undefined;
  }

  source(key) {
    return this.names.sources[key];
  }

  /** The page of a name that may be told from a folder. */
  page(name, folder) {
    const known = Object.entries(this.names.pages);
    const [, page] = known.find(([path]) => way(folder, path) === name) ?? known.find(([path]) => path === name) ?? [];
    return page;
  }
}

/** One text on its way. */
class Text {
  /** @param {{names: Names, folder: string, parse: function(string): Promise<string>}} host */
  constructor(host) {
    this.host = host;
    this.kept = [];
    this.code = []; // spans and blocks of code, which Jupyter's parser gets as they are
  }

  /** Put HTML aside, and return the sign that stands for it. */
  keep(html) {
    this.kept.push(html);
    return `${OPEN}${this.kept.length - 1}${CLOSE}`;
  }

  /** The HTML of blocks of Markdown. */
  async blocks(source) {
    const lines = source.split("\n");
    const out = [];
    let k = 0;
    while (k < lines.length) {
      const fence = FENCE.exec(lines[k]);
      const directive = fence ? null : DIRECTIVE.exec(lines[k]);
      if (fence) {
        const end = this.end(lines, k, fence[2], /^\s*/.source);
        out.push(...lines.slice(k, end + 1));
        k = end + 1;
      } else if (directive) {
        const end = this.end(lines, k, directive[1], "");
        const html = await this.directive(directive[2], directive[3].trim(), lines.slice(k + 1, end));
        out.push("", this.keep(html), "");
        k = end + 1;
        if (directive[2] === "solution-start") {
          out.push(this.keep(await this.solutionPart(lines.slice(k).join("\n"))));
          k = lines.length;
        }
      } else {
        out.push(lines[k]);
        k += 1;
      }
    }
    return this.ordinary(out.join("\n"));
  }

  /** The line that ends what began with a fence. */
  end(lines, start, fence, indent) {
    const closing = new RegExp(`^${indent}\\${fence[0]}{${fence.length},}\\s*$`);
    const found = lines.findIndex((line, k) => k > start && closing.test(line));
    return found < 0 ? lines.length : found;
  }

  /** The HTML of Markdown without directives. */
  async ordinary(source) {
    const aside = (text) => `${OPEN}c${this.code.push(text) - 1}${CLOSE}`;
    let text = source.replace(/^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\s*\2`*[ \t]*$|(?![\s\S]))/gm, aside);
    text = text.replace(/(\{[\w:-]+\})?(`+)(?!`)([\s\S]*?[^`])\2(?!`)/g, (all, role) => (role ? all : aside(all)));
    text = text.replace(/^%.*$\n?/gm, "").replace(/^\(([\w-]+)\)=[ \t]*$/gm, (_, label) => this.target(label));
    text = text.replace(DISPLAY, (_, tex, label) => `\n\n${this.equation(tex, label)}\n\n`);
    text = text.replace(INLINE, (_, tex) => this.keep(`<span class="book-math">\\(${escape(tex)}\\)</span>`));
    text = text.replace(ROLE, (_, role, inside) => this.role(role, inside.trim()));
    text = await this.definitions(text);
    text = text.replace(new RegExp(`${OPEN}c(\\d+)${CLOSE}`, "g"), (_, k) => this.code[k]);
    const html = await this.host.parse(text);
    return this.put(html);
  }

  /** HTML with what was put aside in its place again. */
  put(html) {
    let before;
    do {
      before = html;
      html = html.replace(ALONE, (_, k) => this.kept[k]).replace(SIGN, (_, k) => this.kept[k]);
    } while (html !== before);
    return html;
  }

  /** Definition lists: a term on a line of its own, and what is said of it on the next, which begins with a colon. */
  async definitions(text) {
    const out = [];
    let list = [];
    const close = () => {
      if (list.length) out.push(this.keep(`<dl>${list.map(([a, b]) => `<dt>${a}</dt><dd>${b}</dd>`).join("")}</dl>`));
      list = [];
    };
    for (const block of text.split(/\n{2,}/)) {
      const item = definition(block);
      if (item) list.push([await this.inline(item.term), await this.ordinary(item.said)]);
      else {
        close();
        out.push(block);
      }
    }
    close();
    return out.join("\n\n");
  }

  /** The HTML of a line, without the paragraph around it. */
  async inline(source) {
    return (await this.ordinary(source)).trim().replace(/^<p>([\s\S]*)<\/p>$/, "$1");
  }

  target(label) {
    return this.keep(`<span id="${label}"></span>`);
  }

  equation(tex, label) {
    const found = label && this.host.names.find("equations", label);
    const number = label ? ` \\tag{${found?.number ?? "new"}}` : "";
    const id = label ? ` id="equation-${label}"` : "";
    return this.keep(`<div class="book-equation"${id}>\\[${escape(tex.trim())}${number}\\]</div>`);
  }

  /** A link to something of the book, told by its words. */
  link(page, fragment, words, title) {
    const address = way(this.host.folder, page.file) + (fragment ? `#${fragment}` : "");
    return this.keep(`<a href="${escape(address)}" title="${escape(title)}">${words}</a>`);
  }

  role(role, inside) {
    const { names, folder } = this.host;
    const told = /^(.*?)\s*<([^>]+)>$/.exec(inside);
    const [words, label] = told ? [told[1], told[2]] : ["", inside];
    if (role === "eq") {
      const found = names.find("equations", label);
      if (found) return this.link(found.page, `equation-${label}`, `(${found.number})`, found.page.title);
    }
    if (role === "ref" || role === "numref") {
      const found = names.find("exercises", label);
      if (found) return this.link(found.page, label, words || `Exercise ${found.number}`, found.page.title);
    }
    if (role === "doc") {
      const page = names.page(label, folder);
      if (page) return this.link(page, "", escape(words || page.title), page.title);
    }
    if (role.startsWith("cite")) return this.citation(role, label.split(/\s*,\s*/));
    if (role === "math") return this.keep(`<span class="book-math">\\(${escape(inside)}\\)</span>`);
    if (role === "kbd") return this.keep(`<kbd>${escape(inside)}</kbd>`);
    return this.keep(`<span class="book-unknown" title="{${role}}">${escape(words || label)}</span>`);
  }

  citation(role, keys) {
    const inText = role === "cite:t";
    const parts = keys.map((key) => {
      const one = this.host.names.source(key);
      if (!one) return `<span class="book-unknown" title="not in references.bib">${escape(key)}</span>`;
      const who = escape(one.who).replace("et al.", "<em>et al.</em>");
      const words = inText ? escape(one.year) : `${who}, ${escape(one.year)}`;
      const tag = one.address ? `a href="${escape(one.address)}"` : "span";
      const linked = `<${tag} class="book-source" title="${escape(one.told)}">${words}</${tag.split(" ")[0]}>`;
      return inText ? `${who} [${linked}]` : linked;
    });
    return this.keep(inText ? parts.join(", ") : `[${parts.join("; ")}]`);
  }

  // --- directives

  async directive(name, title, lines) {
    const options = {};
    let k = 0;
    for (let found; k < lines.length && (found = OPTION.exec(lines[k])); k += 1) options[found[1]] = found[2].trim();
    const body = lines.slice(k).join("\n");
    if (name === "prediction") return this.prediction(options, body);
    if (name === "exercise") return this.exercise(title, options.label ?? "", body);
    if (name === "solution-start") return solutionButton(title);
    if (name === "solution-end") return '<p class="book-solution-end">End of the solution</p>';
    if (name === "math") return this.put(this.equation(body, options.label));
    if (name === "bibliography") return this.bibliography();
    if (name === "div") return `<div class="${escape(title)}">${await this.blocks(body)}</div>`;
    if (name === "admonition" || name === "dropdown" || NOTES.includes(name))
      return this.box(name, title, options, body);
    return this.elsewhere(name, body);
  }

  async box(name, title, options, body) {
    const known = NOTES.includes(name);
    const words = known ? name[0].toUpperCase() + name.slice(1) : title;
    const inside = await this.blocks(known && title ? `${title}\n\n${body}` : body);
    const heading = await this.inline(words);
    const classes = `admonition ${escape(options.class ?? name)}`;
    if (name === "dropdown" || /\bdropdown\b/.test(options.class ?? ""))
      return `<details class="${classes}"><summary class="admonition-title">${heading}</summary>${inside}</details>`;
    return `<div class="${classes}"><p class="admonition-title">${heading}</p>${inside}</div>`;
  }

  async exercise(title, label, body) {
    const number = this.host.names.find("exercises", label)?.number ?? "";
    const heading = `<b>Exercise ${number}</b>${title ? ` (${await this.inline(title)})` : ""}`;
    const inside = await this.blocks(body);
    return `<div class="admonition exercise" id="${escape(label)}"><p class="admonition-title">${heading}</p>${inside}</div>`;
  }

  async solutionPart(rest) {
    return rest.trim() ? `<div class="book-solution-part">${await this.blocks(rest)}</div>` : "";
  }

  /** A choice or a number, in the markup that the page's own script makes a form of. */
  async prediction(options, body) {
    const blocks = body.trim().split(/\n{2,}/);
    const items = [];
    while (blocks.length && definition(blocks.at(-1))) items.unshift(definition(blocks.pop()));
    const question = await this.blocks(blocks.join("\n\n"));
    const last = question.lastIndexOf("<p>");
    const asked = `${question.slice(0, last)}<p class="prediction-question">${question.slice(last + 3)}`;
    const said = [];
    for (const [verdict, item] of judged(options, items)) said.push(await this.feedback(verdict, item.said));
    const terms = [];
    for (const { term } of items) terms.push(`<li><p>${await this.inline(term)}</p></li>`);
    const list = options.right ? `<ol class="prediction-options">${terms.join("")}</ol>` : "";
    const seen = options.sets ? this.seen(options.sets) : "";
    const answers = `<summary>Answers</summary><ol>${said.join("")}</ol>${seen}`;
    return (
      `<div class="admonition prediction"${dataOf(options, items, digest(body))}>` +
      `<p class="admonition-title">Your prediction</p>${asked}${list}` +
      `<details class="prediction-answers">${answers}</details></div>`
    );
  }

  async feedback(verdict, said) {
    return `<li><p><strong class="prediction-verdict">${escape(verdict)}</strong> ${await this.inline(said)}</p></li>`;
  }

  seen(address) {
    const number = this.host.names.find("figures", address.split("?")[0])?.number;
    const link = `<a href="#${escape(address)}">figure${number ? ` ${number}` : ""}</a>`;
    return `<p class="prediction-seen">The answer, seen in ${link}.</p>`;
  }

  bibliography() {
    const all = Object.values(this.host.names.names.sources).sort((a, b) => a.told.localeCompare(b.told));
    return `<ul>${all.map((one) => `<li>${escape(one.told)}</li>`).join("")}</ul>`;
  }

  /** What only the build of the book can make; what its author wrote inside for other readers is shown. */
  async elsewhere(name, body) {
    const inside = body.trim() ? await this.blocks(body) : "<p>Here the built book shows more.</p>";
    return `<div class="book-elsewhere" data-directive="${escape(name)}">${inside}</div>`;
  }
}

/** The term and what is said of it, if a block is an item of a definition list. */
function definition(block) {
  const found = /^(?!\s|:)([^\n]+)\n:[ \t]+([\s\S]+)$/.exec(block.trim());
  return found ? { term: found[1], said: found[2].replace(/\n {2,}/g, "\n") } : null;
}

/** Each piece of feedback with its verdict, in the order that the page's script expects. */
function judged({ right, number, unit = "" }, items) {
  if (right) return items.map((item, k) => [k + 1 === Number(right) ? "Right." : "Not quite.", item]);
  const shown = (value) => `${value} ${unit}`.trim();
  const named = (term) => items.find((item) => item.term.trim() === term);
  const wrong = items.filter((item) => !["right", "else"].includes(item.term.trim()));
  return [
    [`The right number is ${shown(number)}.`, named("right")],
    ...wrong.map((item) => [`${shown(item.term.trim())}: not quite.`, item]),
    ["Any other number: not quite.", named("else")],
  ].filter(([, item]) => item);
}

function dataOf({ label = "", right, number, tolerance = "0", unit = "" }, items, version) {
  const wrong = items.map((item) => item.term.trim()).filter((term) => !["right", "else"].includes(term));
  const data = right
    ? { kind: "choice", right }
    : { kind: "number", right: number ?? "", tolerance, unit, wrong: wrong.join(" ") };
  const all = Object.entries({ ...data, label, version });
  return all.map(([name, value]) => ` data-${name}="${escape(String(value))}"`).join("");
}

function solutionButton() {
  return (
    '<p class="book-solution"><button type="button" class="book-solution-button" aria-expanded="false">' +
    "Solution</button></p>"
  );
}

/**
 * The HTML of a text of the book.
 * @param {string} source
 * @param {{names: Names, folder: string, parse: function(string): Promise<string>}} host `parse` makes clean HTML of
 * ordinary Markdown
 * @returns {Promise<string>}
 */
export async function toHtml(source, host) {
  return new Text(host).blocks(source.replace(/\r\n?/g, "\n").replace(/[\uE000\uE001]/g, ""));
}
