// Names for what the admin's own scripts draw without one: search boxes of autocomplete fields, icons of the double list.
// And the key that leads into the box that finds a person.
"use strict";
(() => {
  const nameOf = (select) => select.labels?.[0]?.textContent.trim();

  function nameAutocompletes() {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      if (shown && nameOf(select)) shown.setAttribute("aria-label", nameOf(select));
      if (box && nameOf(select)) box.setAttribute("aria-label", nameOf(select));
    }
    for (const icon of document.querySelectorAll(".selector .search-label-icon")) icon.setAttribute("role", "img");
  }

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".select2-search__field")) return;
    const open = document.querySelector(".select2-container--open")?.previousElementSibling;
    target.setAttribute("aria-label", (open && open.labels && nameOf(open)) || "Cari");
  });
  // "/" leads into the one box that finds a person, unless somebody is writing.
  document.addEventListener("keydown", (event) => {
    const box = document.querySelector("[data-find]");
    const writing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!box || writing || event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  nameAutocompletes();
  new MutationObserver(nameAutocompletes).observe(document.body, { childList: true, subtree: true });
})();
