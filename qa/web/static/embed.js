// The configurator without a press of a button: the server renders each choice, this swaps it in.
const form = document.querySelector("form");
const lines = document.querySelector("#snippet");
const copy = document.querySelector("#copy");
const copied = document.querySelector("#copied");
let waiting;
let newest = 0;

async function update() {
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const number = ++newest;
  const response = await fetch(address);
  const made = new DOMParser().parseFromString(await response.text(), "text/html");
  // Answers may overtake each other.
  if (!response.ok || number !== newest) return;
  lines.value = made.querySelector("#snippet").value;
  document.querySelector("#contrast").replaceChildren(...made.querySelector("#contrast").children);
  const shown = made.querySelector("#preview").getAttribute("src");
  document.querySelector("#demo").href = shown;
  document.querySelector("#preview").src = shown;
  copied.textContent = "";
  history.replaceState(null, "", address);
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(update, 250);
});
form.addEventListener("submit", (event) => event.preventDefault());

copy.hidden = false;
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(lines.value);
    copied.textContent = "Copied";
  } catch {
    // No clipboard without https: the lines are marked, ready for the keyboard.
    lines.focus();
    lines.select();
    copied.textContent = "Marked: now copy with Ctrl+C or ⌘C";
  }
});
