// Printing is the one thing on a source page that a link can't do.
for (const button of document.querySelectorAll(".cw-print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
