"use strict";
// What the page does beyond being read: it chooses and sorts records, shows who says what, and copies.
// Text of the articles is only ever set as text.
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (name, of = {}) => Object.assign(document.createElement(name), of);
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Records, by number

  const body = one("tbody"), form = one(".filters"), count = one("#count");
  const rows = all("tr", body).map(row => ({
    row, shown: true, n: +row.dataset.n, s: row.dataset.s.split(" "), t: row.dataset.t, c: row.dataset.c,
    p: +row.dataset.p, a: row.dataset.a, f: row.dataset.f, words: null, who: null,
  }));
  const byNumber = new Map(rows.map(record => [record.n, record]));
  const part = (record, selector) => one(selector, record.row).textContent;

  // The words that a search finds a record by; made when somebody searches.
  const words = record => record.words ??= fold(
    all(".said, .note, td.who", record.row).map(cell => cell.textContent).join(" "));

  // Choosing

  // Rows that come back at once; setting out thousands would keep a keystroke waiting.
  const together = 100;
  let waiting = [];
  function reveal() {
    clearTimeout(reveal.later);
    waiting.splice(0, together).forEach(row => { row.hidden = false; });
    if (waiting.length) reveal.later = setTimeout(reveal);
  }

  function choose() {
    const value = name => form.elements[name]?.value ?? "";
    const ticked = name => form.elements[name].checked;
    const sought = fold(value("search")).split(/\s+/).filter(Boolean);
    const [speaker, type, category, article] = ["speaker", "type", "category", "article"].map(value);
    const least = +value("confidence"), anonymous = ticked("anonymous"), unattributed = ticked("unattributed");
    const fits = r => (!speaker || r.s.includes(speaker)) && (!type || r.t === type)
      && (!category || r.c === category) && (!article || r.a === article) && r.p >= least
      && (!anonymous || r.f.includes("a")) && (!unattributed || r.f.includes("u"))
      && sought.every(word => words(r).includes(word));
    let left = 0;
    waiting = [];
    for (const record of rows) {  // as they stand in the table
      record.shown = fits(record);
      left += record.shown;
      if (!record.shown) record.row.hidden = true;
      else if (record.row.hidden) waiting.push(record.row);
    }
    reveal();
    one("output", form).value = least.toFixed(2);
    const records = `${rows.length} record${rows.length === 1 ? "" : "s"}`;
    count.textContent = left === rows.length ? records : `${left} of ${records}`;
    clearTimeout(choose.later);
    choose.later = setTimeout(fade, 150);
  }

  // Marks of records that were not chosen fade in the articles too.
  let marksOf = null;
  function fade() {
    marksOf ??= grouped(all(".text [data-r]"));
    for (const [number, marks] of marksOf) {
      const off = !byNumber.get(number).shown;
      if (marks[0].classList.contains("off") !== off) marks.forEach(mark => mark.classList.toggle("off", off));
    }
    all(".card").forEach(card => card.classList.toggle("off", !byNumber.get(+card.dataset.n).shown));
  }

  function grouped(marks) {
    const found = new Map();
    for (const mark of marks) {
      const number = +mark.dataset.r;
      if (!found.has(number)) found.set(number, []);
      found.get(number).push(mark);
    }
    return found;
  }

  function reset() {
    form.reset();
    choose();
  }

  // Sorting

  const collator = new Intl.Collator("en", {sensitivity: "base", numeric: true});
  const compare = {
    n: (a, b) => a.n - b.n,
    p: (a, b) => a.p - b.p,
    t: (a, b) => collator.compare(a.t, b.t),
    c: (a, b) => collator.compare(a.c, b.c),
    who: (a, b) => collator.compare(a.who, b.who),
  };

  function sort(heading) {
    const key = heading.dataset.key;
    // The surest and the first come first.
    const first = key === "p" ? "descending" : "ascending", second = key === "p" ? "ascending" : "descending";
    const direction = heading.getAttribute("aria-sort") === first ? second : first;
    all("th[aria-sort]").forEach(other => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", direction);
    if (key === "who") rows.forEach(record => record.who ??= part(record, "td.who"));
    const sign = direction === "ascending" ? 1 : -1;
    rows.sort((a, b) => sign * compare[key](a, b) || a.n - b.n);
    body.remove();
    body.replaceChildren(...rows.map(record => record.row));
    one("table").append(body);
  }

  // Who says it: highlight, card and line

  let active = null;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "line");
  svg.setAttribute("aria-hidden", "true");
  const path = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
  const dot = svg.appendChild(document.createElementNS(svg.namespaceURI, "circle"));
  dot.setAttribute("r", "4");
  const peek = one("#peek");

  function show(number, wrap) {
    if (active === number) return;
    hide();
    active = number;
    const marks = all(`[data-r="${number}"], .card[data-n="${number}"]`, wrap);
    marks.forEach(mark => mark.classList.add("on"));
    draw(wrap, marks.filter(m => m.matches(".q")), marks.filter(m => m.matches(".s")));
    peek.replaceChildren(...told(byNumber.get(number)));
    peek.hidden = false;
  }

  function hide() {
    if (active === null) return;
    active = null;
    all(".on").forEach(mark => mark.classList.remove("on"));
    svg.remove();
    peek.hidden = true;
  }

  function draw(wrap, quotation, speaker) {
    const boxes = marks => marks.flatMap(mark => [...mark.getClientRects()]).filter(box => box.width > 1);
    const pair = nearest(boxes(quotation), boxes(speaker));
    if (!pair) return;
    const at = wrap.getBoundingClientRect();
    const [from, to] = ends(...pair).map(([x, y]) => [x - at.left, y - at.top]);
    const bend = Math.max(14, Math.abs(to[1] - from[1]) / 2), way = to[1] > from[1] ? 1 : -1;
    const level = Math.abs(to[1] - from[1]) < 4;  // on one line: an arc below it
    const [first, last] = level ? [bend, bend] : [way * bend, -way * bend];
    path.setAttribute("d", `M${from} C${[from[0], from[1] + first]} ${[to[0], to[1] + last]} ${to}`);
    dot.setAttribute("cx", to[0]);
    dot.setAttribute("cy", to[1]);
    wrap.append(svg);
  }

  function nearest(some, others) {
    let best = null, least = Infinity;
    for (const a of some) for (const b of others) {
      const down = Math.abs(a.top - b.top), across = Math.max(0, a.left - b.right, b.left - a.right);
      if (down * 4 + across < least) [least, best] = [down * 4 + across, [a, b]];
    }
    return best;
  }

  function ends(a, b) {
    const middle = box => box.left + Math.min(box.width, 600) / 2;
    if (Math.abs(a.top - b.top) < 4) return [[middle(a), a.bottom], [middle(b), a.bottom]];
    return a.top < b.top ? [[middle(a), a.bottom], [middle(b), b.top]] : [[middle(a), a.top], [middle(b), b.bottom]];
  }

  function told(record) {
    const kind = [record.t, record.c.replaceAll("_", " "), record.p.toFixed(2)].filter(Boolean).join(" · ");
    const name = make("b", {textContent: `${record.n}  ${one("td.who bdi", record.row).textContent}`});
    const about = one(".about", record.row)?.textContent;
    return [name, ...(about ? [make("span", {textContent: about})] : []), make("span", {textContent: kind})];
  }

  const reference = mark => one(`.ref[data-n="${mark.dataset.r}"]`, mark.closest(".wrap"));

  function follow(wrap) {
    wrap.addEventListener("pointerover", event => {
      const mark = event.target.closest("[data-r]"), card = event.target.closest(".card");
      if (mark || card) show(+(mark?.dataset.r ?? card.dataset.n), wrap);
      else back(wrap);
    });
    wrap.addEventListener("pointerleave", () => back(wrap));
    wrap.addEventListener("focusin", event => {
      if (event.target.matches(".ref")) show(+event.target.dataset.n, wrap);
    });
    wrap.addEventListener("focusout", hide);
    wrap.addEventListener("click", event => {
      const card = event.target.closest(".card"), mark = event.target.closest("[data-r]");
      if (card) location.hash = byNumber.get(+card.dataset.n).row.id;
      else if (mark && !event.target.closest(".ref") && getSelection().isCollapsed) {
        reference(mark)?.focus({preventScroll: true});
        show(+mark.dataset.r, wrap);
      }
    });
  }

  // What has the focus stays shown when the pointer leaves.
  function back(wrap) {
    const focused = document.activeElement;
    if (focused?.matches(".ref") && wrap.contains(focused)) show(+focused.dataset.n, wrap);
    else hide();
  }

  // Cards in the margin, made when an article comes into view

  function fill(wrap) {
    const seen = all(".ref", wrap).map(ref => {
      const card = make("div", {className: "card", ariaHidden: "true"});
      card.dataset.n = ref.dataset.n;
      card.classList.toggle("off", !byNumber.get(+ref.dataset.n).shown);
      card.append(...told(byNumber.get(+ref.dataset.n)));
      return card;
    });
    wrap.append(...seen);
  }

  // Beside the line where the quotation begins, or below the card before it.
  function place(wrap) {
    const cards = all(".card", wrap), top = wrap.getBoundingClientRect().top;
    const wanted = all(".ref", wrap).map(ref => ref.getBoundingClientRect().top - top - 4);
    const heights = cards.map(card => card.offsetHeight + 8);
    let free = 0;
    cards.forEach((card, i) => {
      const y = Math.max(free, wanted[i]);
      card.style.top = `${y}px`;
      free = y + heights[i];
    });
    wrap.style.minHeight = cards.length && heights[0] > 8 ? `${free}px` : "";
  }

  const placed = new Set();
  const near = new IntersectionObserver(seen => {
    for (const {target, isIntersecting} of seen) {
      if (!isIntersecting || placed.has(target)) continue;
      placed.add(target);
      fill(target);
      place(target);
    }
  }, {rootMargin: "300px"});
  const away = new IntersectionObserver(seen => {
    if (seen.some(({target, isIntersecting}) => !isIntersecting && one(".on", target))) hide();
  });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (width === innerWidth) return;  // a phone's bars come and go
    width = innerWidth;
    hide();
    placed.forEach(place);
  });

  // Links to a record or a quotation that is hidden

  function arrive() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.matches("tr")) {
      if (target.hidden) reset();
      target.hidden = false;
      one("td.n a", target).focus({preventScroll: true});
    }
    const closed = target.closest("details:not([open])");
    if (closed) closed.open = true;
    if (target.matches(".ref")) target.focus({preventScroll: true});
    target.scrollIntoView({block: target.matches(".ref") ? "center" : "start"});
  }

  // Copying

  async function cite(button) {
    const text = button.closest("tr").dataset.cite;
    const done = await copied(text);
    one("#said").textContent = done ? "Citation copied." : "";
    if (!done) return offer(text);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy citation"; }, 2000);
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {  // not allowed, or a browser that has none for files
      const before = document.activeElement, area = make("textarea", {value: text, className: "hear"});
      document.body.append(area);
      area.select();
      let done = false;
      try { done = document.execCommand("copy"); } catch { /* it stays undone */ }
      area.remove();
      before?.focus({preventScroll: true});
      return done;
    }
  }

  function offer(text) {
    const dialog = one("#copy"), area = one("textarea", dialog);
    area.value = text;
    dialog.showModal();
    area.select();
  }

  // Setting out

  form.hidden = false;
  one(".hint").hidden = false;
  form.addEventListener("input", choose);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(choose));
  for (const heading of all("th[data-key]")) {
    const button = make("button", {type: "button", textContent: heading.textContent});
    button.addEventListener("click", () => sort(heading));
    heading.replaceChildren(button);
  }
  one("th[data-key=n]").setAttribute("aria-sort", "ascending");
  const copy = make("button", {type: "button", className: "cite", textContent: "Copy citation"});
  for (const record of rows) {
    const own = copy.cloneNode(true);
    own.setAttribute("aria-label", `Copy citation of record ${record.n}`);
    one(".do", record.row).append(own);
  }
  body.addEventListener("click", event => {
    const button = event.target.closest(".cite");
    if (button) cite(button);
  });
  one("#copy button").addEventListener("click", () => one("#copy").close());
  one("#speakers").addEventListener("click", event => {
    const link = event.target.closest("[data-s]");
    if (!link) return;
    form.reset();
    form.elements.speaker.value = link.dataset.s;
    choose();
  });
  for (const wrap of all(".wrap")) {
    follow(wrap);
    near.observe(wrap);
    away.observe(wrap);
  }
  addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
  addEventListener("hashchange", arrive);
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all(".article:not([open])");
    closed.forEach(article => { article.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach(article => { article.open = false; }));
  // After the browser has gone there itself, and taken the focus away.
  if (location.hash) addEventListener("load", () => setTimeout(arrive));
})();
