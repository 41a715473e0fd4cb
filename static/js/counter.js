// The print button is only there where it can do something; without JavaScript the browser's own print key serves.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
