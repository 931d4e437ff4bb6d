// Copying, the one thing on the desk that a form can't do.
const shown = new Map();

// Both forms go to the clipboard, so that a mail takes the one and a text field the other.
function copyHtml(html, text) {
  const hand = (event) => {
    event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", hand, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", hand);
  return done;
}

// Works without https as well, where a page isn't given the clipboard.
function copyText(text) {
  const area = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

function copy(button) {
  const group = button.closest(".copies");
  const held = (form) => group.querySelector(`[data-copy="${form}"]`).value;
  const form = button.dataset.form;
  const done = form === "html" ? copyHtml(held("html"), held("text")) : copyText(held(form));
  button.focus();
  const said = group.querySelector(".copied");
  said.textContent = done ? "Copied" : "Not copied";
  clearTimeout(shown.get(said));
  shown.set(said, setTimeout(() => (said.textContent = ""), 3000));
}

for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", () => copy(button));
}
