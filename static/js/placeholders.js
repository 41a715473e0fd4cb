// A click on a placeholder puts it where the cursor last was. Typing it does the same, so the page works without this.
"use strict";
(() => {
  const fields = document.querySelectorAll(".ask input[type=text], .ask textarea");
  let last = document.querySelector(".ask textarea");
  for (const field of fields) field.addEventListener("focus", () => { last = field; });
  for (const button of document.querySelectorAll("[data-insert]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, "end");
      last.focus();
    });
  }
})();
