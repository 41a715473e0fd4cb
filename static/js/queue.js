// The document queue at the speed of its keys: one paper at a time, zoom and turning, and a lease that is renewed only
// while somebody works. Without this all papers and all answers are on the page, and each picture is a link.
"use strict";
(() => {
  const BEAT = 120000; // ms; a lease is ten minutes
  const ZOOMS = 4;
  const OFF = "keys-off";
  const file = () => document.getElementById("file");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const chosen = (judge) => judge.querySelector("input[type=radio]:checked");
  const judges = () => all("[data-judge]");
  const undecided = () => judges().filter((judge) => !chosen(judge));
  const switchBox = document.getElementById("keys-on");
  let current = null; // the number of the paper that is shown
  let busy = Date.now(); // when somebody last did something

  // --- one paper at a time ---

  function show(pk) {
    current = pk;
    for (const look of all("[data-look]")) look.hidden = look.dataset.look !== pk;
    for (const judge of judges()) judge.hidden = judge.dataset.judge !== pk;
    for (const tab of all("[data-tab]")) {
      if (tab.hash === `#paper-${pk}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    const looks = all("[data-look]");
    const next = looks[looks.findIndex((look) => look.dataset.look === pk) + 1];
    for (const image of next?.querySelectorAll("img") || []) image.loading = "eager"; // there when it is wanted
  }

  function step(by) {
    const order = all("[data-look]").map((look) => look.dataset.look);
    const at = order.indexOf(current) + by;
    if (at < 0 || at >= order.length) return;
    show(order[at]);
    stand();
  }

  /** The focus goes to the answers of the paper that is shown. */
  function stand() {
    const judge = document.querySelector(`[data-judge="${current}"]`);
    const control = judge && (chosen(judge) || judge.querySelector("input[type=radio]"));
    if (control) control.focus({ preventScroll: window.innerWidth > 960 });
  }

  function onward() {
    const order = judges();
    const at = order.findIndex((judge) => judge.dataset.judge === current);
    const next = [...order.slice(at + 1), ...order.slice(0, at)].find((judge) => !chosen(judge));
    if (!next) return document.getElementById("save")?.focus();
    show(next.dataset.judge);
    stand();
  }

  // --- what has been said so far ---

  function tell() {
    const save = document.getElementById("save");
    if (!save) return;
    for (const judge of judges()) tellTab(judge);
    const answers = judges().map((judge) => chosen(judge)?.value);
    const note = document.getElementById("note").value.trim();
    const back = note || answers.some((value) => value && value !== "valid");
    save.textContent = answers.includes(undefined) ? save.dataset.rest : back ? save.dataset.back : save.dataset.valid;
    if (back && !answers.includes(undefined)) document.getElementById("more").open = true;
  }

  function tellTab(judge) {
    const tab = document.querySelector(`[data-tab][href="#paper-${judge.dataset.judge}"]`);
    const box = chosen(judge);
    if (!tab || !box) return;
    tab.dataset.is = box.value === "valid" ? "valid" : "back";
    const label = box.closest("label").querySelector("span");
    tab.querySelector("[data-state]").textContent = label.firstChild.textContent.trim();
  }

  // --- the picture ---

  const look = () => document.querySelector(`[data-look="${current}"]`);

  function zoom(to) {
    const one = look();
    if (!one) return;
    const frame = one.querySelector(".look-frame");
    const middle = [
      (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth,
      (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight,
    ];
    const level = Math.min(ZOOMS, Math.max(1, to(Number(one.dataset.zoom))));
    one.dataset.zoom = level;
    frame.scrollLeft = middle[0] * frame.scrollWidth - frame.clientWidth / 2; // what was in the middle stays there
    frame.scrollTop = middle[1] * frame.scrollHeight - frame.clientHeight / 2;
    if (level > 1) for (const image of one.querySelectorAll("[data-whole]")) sharpen(image);
  }

  function sharpen(image) {
    if (image.getAttribute("src") !== image.dataset.whole) image.src = image.dataset.whole;
  }

  function turn() {
    const one = look();
    if (one) one.dataset.turn = (Number(one.dataset.turn) + 90) % 360;
  }

  const TOOLS = { in: () => zoom((level) => level + 1), out: () => zoom((level) => level - 1), turn };

  // --- keys ---

  function choose(key) {
    const judge = document.querySelector(`[data-judge="${current}"]`);
    const control = judge?.querySelector(`[data-key="${key}"]`);
    if (!control) return;
    control.checked = true;
    tell();
    if (key === "l") judge.querySelector(".judge-words input").focus();
    else onward();
  }

  function save() {
    if (undecided().length) onward();
    else document.getElementById("save")?.click();
  }

  function write() {
    const more = document.getElementById("more");
    if (!more) return;
    more.open = true;
    document.getElementById("note").focus();
  }

  function help() {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  }

  const KEYS = {
    n: () => step(1),
    p: () => step(-1),
    "+": TOOLS.in,
    "=": TOOLS.in,
    "-": TOOLS.out,
    0: () => zoom(() => 1),
    r: turn,
    c: write,
    w: () => document.querySelector("#decide [value=lewati]")?.click(),
    "?": help,
  };

  const isWriting = (target) => target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

  function enter(event) {
    if (event.target.matches("#decide input[type=radio], .judge-words input")) {
      event.preventDefault();
      save();
    }
  }

  document.addEventListener("keydown", (event) => {
    busy = Date.now();
    if (!file() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key === "Enter") return enter(event);
    if (event.key === "Escape" && isWriting(event.target) && file().contains(event.target)) return stand();
    if (isWriting(event.target) || !switchBox.checked) return;
    const key = event.key.toLowerCase();
    const act = KEYS[key] || (/^[sl1-4]$/.test(key) && (() => choose(key)));
    if (!act) return;
    event.preventDefault();
    act();
  });

  // --- pointer ---

  let drag = null;

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    const tool = event.target.closest("[data-act]");
    if (tab) {
      event.preventDefault();
      show(tab.hash.replace("#paper-", ""));
    }
    if (tool) TOOLS[tool.dataset.act]();
    if (drag?.moved && event.target.closest(".look-page")) event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    busy = Date.now();
    const frame = event.target.closest(".look-frame");
    drag = frame && event.pointerType === "mouse" ? { frame, x: event.clientX, y: event.clientY, moved: false } : null;
  });
  document.addEventListener("pointermove", (event) => {
    busy = Date.now();
    if (!drag || !event.buttons) return;
    drag.moved = drag.moved || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 4;
    drag.frame.scrollBy(drag.x - event.clientX, drag.y - event.clientY);
    [drag.x, drag.y] = [event.clientX, event.clientY];
  });
  document.addEventListener("dragstart", (event) => event.target.closest(".look-frame") && event.preventDefault());
  document.addEventListener("input", (event) => file()?.contains(event.target) && tell());

  // --- the lease ---

  async function beat() {
    if (!file()?.hasAttribute("data-mine") || document.hidden || Date.now() - busy > BEAT) return;
    const body = new FormData(document.getElementById("put-back"));
    body.set("act", "perpanjang");
    try {
      const answer = await fetch(file().dataset.hold, { method: "POST", body, redirect: "manual" });
      document.getElementById("lost").hidden = answer.status === 204;
    } catch {
      // no connection: the next beat asks again, and the decision itself says when it could not be saved
    }
  }

  // --- beginning, and again after each exchange ---

  function begin() {
    const first = undecided()[0]?.dataset.judge || all("[data-look]")[0]?.dataset.look;
    if (first) show(first);
    tell();
    const refusal = document.getElementById("refusal");
    if (refusal) refusal.focus();
    else if (judges().length) stand();
    else document.getElementById("who")?.focus();
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "file") return;
    window.scrollTo(0, 0);
    begin();
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    document.addEventListener(name, () => {
      document.getElementById("trouble").hidden = false;
      window.scrollTo(0, 0);
      document.getElementById("save")?.focus({ preventScroll: true }); // it was disabled while the line was tried
    });

  try {
    switchBox.checked = localStorage.getItem(OFF) === null;
  } catch {
    // a browser without storage keeps the keys on
  }
  switchBox.addEventListener("change", () => {
    try {
      if (switchBox.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    } catch {
      // it holds for this page at least
    }
  });
  setInterval(beat, BEAT);
  if (file()) begin();
})();
