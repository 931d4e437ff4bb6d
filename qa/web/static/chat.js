// What Gradio leaves open for people who use a keyboard, a screen reader or the clipboard.
// Nothing here sends or stores anything.
const texts = document.body.dataset;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let questions = 0;

function tidy(log) {
  if (log.ariaLabel !== texts.chatLog) log.ariaLabel = texts.chatLog;
  // Gradio names each message with its raw markup, which a screen reader would read out.
  for (const message of log.querySelectorAll("[data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
}

function follow(log) {
  const asked = log.querySelectorAll(".cw-question");
  if (asked.length > questions) {
    const newest = asked[asked.length - 1];
    newest.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  } else if (asked.length < questions) {
    scrollTo({ top: 0 });
  }
  questions = asked.length;
}

function watch() {
  const log = document.querySelector("#cw-log [role=log]");
  if (!log) return false;
  const update = () => {
    tidy(log);
    follow(log);
  };
  new MutationObserver(update).observe(log, {
    attributeFilter: ["aria-label"],
    childList: true,
    subtree: true,
  });
  update();
  return true;
}

function citedText(reply) {
  const quote = reply.querySelector(".cw-quote").textContent;
  const source = reply.querySelector(".cw-source");
  const facts = reply.querySelector(".cw-facts").textContent.trim();
  return `“${quote}”\n\n${texts.answerSource}: ${source.textContent}\n${facts}\n${source.href}\n`;
}

async function copy(button) {
  const text = citedText(button.closest(".cw-reply"));
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard without https, or in a frame that wasn't given it: the old way still works.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = texts.answerCopied;
  setTimeout(() => {
    button.textContent = texts.answerCopy;
  }, 3000);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.matches(".cw-copy")) copy(button);
  else if (button.matches(".cw-print")) print();
  else if (button.id === "cw-larger") {
    const larger = document.documentElement.classList.toggle("cw-larger");
    button.setAttribute("aria-pressed", larger);
  } else if (button.closest("#cw-offer") || button.id === "cw-clear") {
    // The offers change with the answer: focus goes where the next question is typed.
    document.querySelector("#cw-question textarea").focus({ preventScroll: true });
  }
});

if (!watch()) {
  const waiting = new MutationObserver(() => {
    if (watch()) waiting.disconnect();
  });
  waiting.observe(document.body, { childList: true, subtree: true });
}
