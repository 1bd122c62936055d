// Long lists, a page at a time. The entries of the first page stand in the document; the others stand as text in a
// <noscript> behind it, which a browser without scripts shows as it is, and become elements when they are looked at.
const NEXT = "<!--next-->";

class Entry {
  constructor(element, source) {
    this.made = element;
    this.source = source;
  }

  get element() {
    if (!this.made) {
      const frame = document.createElement("template");
      frame.innerHTML = this.source;
      this.made = frame.content.firstElementChild;
      this.source = null;
    }
    return this.made;
  }

  // An attribute of its outermost element; in a source, nothing from a document can end a tag or an attribute.
  get(name) {
    if (this.made) return this.made.getAttribute(name);
    const tag = this.source.slice(0, this.source.indexOf(">"));
    return tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? null;
  }

  // What it says, in lower case.
  get text() {
    this.said ??= (this.made ? this.made.textContent : withoutTags(this.source)).replace(/\s+/g, " ").toLowerCase();
    return this.said;
  }
}

const NAMED = { lt: "<", gt: ">", amp: "&" };

function withoutTags(source) {
  const text = source.replace(/<[^>]*>/g, "");
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d+)|(lt|gt|amp));/g, (_, code, name) =>
    name ? NAMED[name] : String.fromCodePoint(Number(code)),
  );
}

class List {
  constructor(holder) {
    this.holder = holder;
    this.size = Number(holder.dataset.size);
    const rest = holder.closest(".listed").querySelector(":scope > noscript");
    const sources = rest ? rest.textContent.split(NEXT).slice(1, -1) : [];
    rest?.remove();
    const there = [...holder.children].map((element) => new Entry(element, null));
    this.entries = [...there, ...sources.map((source) => new Entry(null, source.trim()))];
    this.fitting = this.entries;
    this.start = 0;
    this.pager = this.entries.length > this.size ? this.#makePager() : null;
    this.#tell();
  }

  // Show only some of the entries, from the first page on.
  limit(fits) {
    this.fitting = this.entries.filter(fits);
    this.show(0);
  }

  show(start, size = this.size) {
    this.start = Math.max(0, start);
    const wanted = this.fitting.slice(this.start, this.start + size).map((entry) => entry.element);
    const { children } = this.holder;
    if (wanted.length !== children.length || wanted.some((element, at) => element !== children[at])) {
      this.holder.replaceChildren(...wanted);
    }
    this.#tell();
  }

  // Turn to the page with an entry; tell whether there is one that may be shown.
  turnTo(fits) {
    const at = this.fitting.findIndex(fits);
    if (at >= 0) this.show(at - (at % this.size));
    return at >= 0;
  }

  #makePager() {
    const pager = document.createElement("nav");
    pager.className = "pager";
    const { what, name } = this.holder.dataset;
    pager.setAttribute("aria-label", name ? `Pages of ${what}: ${name}` : `Pages of ${what}`);
    const button = (label, step) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button";
      made.textContent = label;
      made.addEventListener("click", () => {
        this.show(this.start + step * this.size);
        this.holder.closest(".listed").scrollIntoView({ block: "start" });
      });
      return made;
    };
    this.back = button("Previous", -1);
    this.on = button("Next", 1);
    this.range = document.createElement("output");
    pager.append(this.back, this.range, this.on);
    this.holder.closest(".listed").append(pager);
    return pager;
  }

  #tell() {
    if (!this.pager) return;
    const count = this.fitting.length;
    const last = Math.min(this.start + this.size, count);
    this.range.textContent = count ? `${this.start + 1}\u2013${last} of ${count}` : "none";
    this.back.disabled = this.start === 0;
    this.on.disabled = last >= count;
    this.pager.hidden = count <= this.size;
  }
}

const lists = [...document.querySelectorAll("[data-size]")].map((holder) => new List(holder));
const taskList = lists.find((list) => list.holder.id === "task-list");
