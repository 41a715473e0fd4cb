// Photos of papers, before they leave the phone: shown, turned, shrunk, looked at for blur, then sent one paper at a time
// with a bar that moves. A camera makes 8 MB, the office needs half of one, and the link is weak.
// All of it is a help only. The inputs always hold what is to be sent, so without this script, or when anything here
// fails, the form goes as it is and the server does the same work again. All words are in the page.
"use strict";
(() => {
  const LONG_SIDE = 2400, SMALL_ENOUGH = 700 * 1024, AIM = 950 * 1024, LARGEST = 10 * 1024 * 1024, MOST_PAGES = 10;
  const QUALITIES = [0.85, 0.75, 0.65];
  const LOOKED_AT = 1000, TILES = 8, BLURRED = 35;
  const STALLED = 90_000;
  const AS_THEY_ARE = new Set(["image/jpeg", "image/png", "image/webp"]);

  const papers = new Map();  // section → its pages: { source, file, turn, row, large }
  const $ = (selector, within = document) => within.querySelector(selector);
  const words = (name, values = {}) =>
    (document.getElementById("paper-words")?.content.querySelector(`[data-say="${name}"]`)?.textContent.trim() || "")
      .replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const show = (element, text) => { if (element) { element.textContent = text; element.hidden = !text; } };

  // ---- what one file weighs, in words

  function weight(bytes) {
    const large = bytes >= 1024 * 1024;
    const number = large ? bytes / 1024 / 1024 : Math.max(1, Math.round(bytes / 1024));
    return `${number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${large ? "MB" : "KB"}`;
  }

  // ---- pixels

  async function decoded(file) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch (problem) {
      if (problem instanceof TypeError) return createImageBitmap(file);  // older browsers turn by themselves
      throw problem;
    }
  }

  /** The picture on a canvas whose long side is at most that, turned by quarters. */
  function drawn(picture, longest, turn = 0) {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = turn % 2 ? [height, width] : [width, height];
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((turn * Math.PI) / 2);
    pen.drawImage(picture, -width / 2, -height / 2, width, height);
    return canvas;
  }

  async function asJpeg(canvas) {
    let blob;
    for (const quality of QUALITIES) {
      blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (!blob || blob.size <= AIM) break;
    }
    return blob;
  }

  /** How sharp the sharpest parts are: the variance of the Laplacian in each tile, the mean of the best eighth. */
  function sharpness(canvas) {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height);
    const grey = new Float32Array(width * height);
    for (let i = 0; i < grey.length; i++) grey[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
    const tiles = Array.from({ length: TILES * TILES }, () => [0, 0, 0]);
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const i = y * width + x;
        const edge = grey[i - 1] + grey[i + 1] + grey[i - width] + grey[i + width] - 4 * grey[i];
        const tile = tiles[Math.floor((y * TILES) / height) * TILES + Math.floor((x * TILES) / width)];
        tile[0]++; tile[1] += edge; tile[2] += edge * edge;
      }
    }
    const best = tiles.map(([n, sum, squares]) => (n ? squares / n - (sum / n) ** 2 : 0)).sort((a, b) => b - a).slice(0, TILES);
    return best.reduce((sum, one) => sum + one, 0) / best.length;
  }

  // ---- one page: from the chosen file to what will be sent

  async function prepare(section, page) {
    const { source, row } = page;
    page.file = source;
    try {
      if (!source.type.startsWith("image/")) throw new Error("not a picture");
      const picture = await decoded(source);
      preview(row, picture, page.turn);
      show($("[data-hint]", row), sharpness(drawn(picture, LOOKED_AT)) < BLURRED ? words("blurred") : "");
      const large = source.size > SMALL_ENOUGH || Math.max(picture.width, picture.height) > LONG_SIDE;
      if (large || page.turn || !AS_THEY_ARE.has(source.type)) {
        const blob = await asJpeg(drawn(picture, LONG_SIDE, page.turn));
        const wanted = blob && (blob.size < source.size || page.turn || !AS_THEY_ARE.has(source.type));
        if (wanted) page.file = new File([blob], "foto.jpg", { type: "image/jpeg" });
      }
      picture.close();
      $("[data-turn]", row).hidden = false;
    } catch {
      row.classList.add("chosen-blind");  // PDF, HEIC, or no picture at all: it goes as it is, the server decides
    }
    settle(section, page);
  }

  function settle(section, page) {
    const { source, file, row } = page;
    const changed = file !== source && file.size < source.size;
    page.large = file.size > LARGEST;
    show($("[data-size]", row), changed ? `${weight(source.size)} → ${weight(file.size)}` : weight(file.size));
    if (page.large) show($("[data-hint]", row), words("large"));
    row.classList.remove("chosen-busy");
    keep(section);
  }

  function preview(row, picture, turn) {
    const canvas = $("canvas", row), small = drawn(picture, canvas.width, turn);
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(small, (canvas.width - small.width) / 2, (canvas.height - small.height) / 2);
  }

  // ---- what was chosen for a paper

  const going = (section) => (papers.get(section) || []).filter((page) => !page.large).slice(0, MOST_PAGES);
  const chosenInput = (section) => $("input[type=file]:not([capture])", section);

  /** The input holds what is to be sent, whoever sends it. */
  function keep(section) {
    const bag = new DataTransfer(), pages = papers.get(section) || [];
    for (const page of going(section)) bag.items.add(page.file);
    chosenInput(section).files = bag.files;
    pages.forEach(({ row }, index) => {
      $("[data-name]", row).textContent = words("page", { number: index + 1 });
      for (const button of row.querySelectorAll("button")) {
        button.setAttribute("aria-label", `${button.textContent.trim()}: ${words("page", { number: index + 1 })}`);
      }
    });
    show($("[data-limit]", section), pages.length > MOST_PAGES ? words("many", { number: MOST_PAGES }) : "");
  }

  let working = Promise.resolve();  // one photo at a time: a cheap phone has memory for one

  function add(section, files) {
    const pages = papers.get(section) || papers.set(section, []).get(section);
    for (const source of files) {
      const row = document.getElementById("paper-chosen").content.firstElementChild.cloneNode(true);
      const page = { source, file: source, turn: 0, row };
      $("[data-file]", row).textContent = source.name;
      $("[data-remove]", row).addEventListener("click", () => remove(section, page));
      $("[data-turn]", row).addEventListener("click", () => { page.turn = (page.turn + 1) % 4; work(section, page); });
      pages.push(page);
      $("[data-chosen]", section).append(row);
      work(section, page);
    }
    keep(section);
  }

  function work(section, page) {
    page.row.classList.add("chosen-busy");
    show($("[data-size]", page.row), words("shrinking"));
    working = working.then(() => prepare(section, page)).catch(() => {});
  }

  function remove(section, page) {
    const pages = papers.get(section), index = pages.indexOf(page);
    pages.splice(index, 1);
    page.row.remove();
    keep(section);
    (pages[index] || pages[index - 1])?.row.querySelector("[data-remove]").focus();
    if (!pages.length) chosenInput(section).focus();
  }

  document.addEventListener("change", ({ target }) => {
    const section = target.type === "file" && target.closest("[data-paper]");
    if (!section || !target.files.length) return;
    const files = [...target.files];
    target.value = "";
    add(section, files);
  });

  // ---- sending

  let retry = null;

  /** One request with a bar that moves. The header makes the server name the next page instead of sending it. */
  function send(form, body, moved) {
    return new Promise((done, broke) => {
      const request = new XMLHttpRequest();
      let stalled;
      const alive = () => { clearTimeout(stalled); stalled = setTimeout(() => request.abort(), STALLED); };
      request.open("POST", form.action);
      request.setRequestHeader("HX-Request", "true");
      request.upload.onprogress = (event) => { alive(); moved(event.loaded); };
      request.onload = () => done(request);
      request.onerror = request.onabort = () => broke(new Error("link"));
      request.onloadend = () => clearTimeout(stalled);
      alive();
      request.send(body);
    });
  }

  const waiting = (form) => [...form.querySelectorAll("[data-paper]")].filter((section) => going(section).length);
  const bytes = (sections) => sections.flatMap(going).reduce((sum, page) => sum + page.file.size, 0);

  /** What goes in one request: a paper alone where the form can take it so, else everything. */
  function parcels(form, submitter) {
    const sections = waiting(form);
    const filled = () => {
      const body = new FormData(form);
      if (submitter?.name) body.set(submitter.name, submitter.value);
      return body;
    };
    if (form.dataset.papers !== "one-by-one") return [[sections, filled()]];
    return sections.map((section, index) => {
      const body = filled();
      for (const other of sections) if (other !== section) body.delete(chosenInput(other).name);
      if (index < sections.length - 1) body.set("stay", "1");
      return [[section], body];
    });
  }

  async function sendAll(form, submitter) {
    const bar = $("[data-sending]", form), progress = $("progress", bar);
    const parcel = parcels(form, submitter), total = bytes(waiting(form));
    let before = 0, next = null;
    progress.max = total;
    for (const [sections, body] of parcel) {
      const size = bytes(sections);
      const request = await send(form, body, (loaded) => {
        progress.value = Math.min(total, before + Math.min(loaded, size));
        show($("[data-sent]", bar), `${weight(progress.value)} / ${weight(total)}`);
      });
      before += size;
      next = request.getResponseHeader("HX-Redirect");
      if (!next && request.status === 200) return answered(form, request.responseText);
      if (!next) throw new Error(request.status);
      sections.forEach(sent);
      if (new URL(next, location).pathname !== location.pathname) break;  // onward, or to sign in again
    }
    location.assign(next);
  }


  function sent(section) {
    for (const { row } of papers.get(section)) {
      row.classList.add("chosen-sent");
      show($("[data-size]", row), words("sent"));
      for (const button of row.querySelectorAll("button")) button.remove();
    }
    papers.delete(section);
    chosenInput(section).value = "";
  }

  /** Something needs mending: the page as the server shows it now, but with the photos that did not go yet. */
  function answered(form, html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const left = waiting(form).map((section) => [section.id, papers.get(section).map((page) => page.source)]);
    $("#isi").replaceWith($("#isi", fresh));
    for (const [id, files] of left) {
      const section = document.getElementById(id);
      if (section && !$(".field-error:not([hidden])", section.closest(".field, .paper"))) add(section, files);
    }
    const problem = $(".error-summary") || $(".field-error") || $("#isi");
    problem.tabIndex = -1;
    problem.focus();
  }

  function fail(form, why) {
    const broken = $("[data-broken]", form);
    show($("[data-why]", broken), words(why));
    broken.hidden = false;
    broken.focus();
  }

  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("[data-papers]") || !waiting(form).length) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    retry = null;
    const bar = $("[data-sending]", form);
    $("[data-broken]", form).hidden = true;
    bar.hidden = false;
    show($("[data-sent]", bar), "");
    try {
      await working;
      await sendAll(form, submitter);
    } catch (problem) {
      fail(form, problem.message === "link" ? "broken" : "refused");
      retry = () => form.requestSubmit(submitter);
    }
    bar.hidden = true;
    form.ariaBusy = "false";
  });

  /** Taking a page away that was sent must not cost the photos that wait to be sent. */
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event, waits = $("[data-papers]");
    if (!form.matches("[data-papers-remover]") || !waits || !waiting(waits).length) return;
    event.preventDefault();
    const body = new FormData(form);
    body.set(submitter.name, submitter.value);
    try {
      await send(form, body, () => {});
      submitter.closest("li").remove();
    } catch {
      fail(waits, "broken");
    }
  });

  addEventListener("online", () => retry?.());
  document.addEventListener("click", ({ target }) => { if (target.closest("[data-retry]")) retry?.(); });
})();
