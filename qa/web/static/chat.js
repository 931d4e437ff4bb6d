// What Gradio leaves open for people who use a keyboard, a screen reader or the clipboard.
// Nothing here sends or stores anything.
const texts = document.body.dataset;
const spoken = { lang: document.documentElement.lang, dir: document.documentElement.dir };
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let questions = 0;
let newest = "";

function tidy(log) {
  if (log.ariaLabel !== texts.chatLog) log.ariaLabel = texts.chatLog;
  // Its label holds the button as well: the box would be called "Your question Ask".
  const box = document.querySelector("#cw-question textarea");
  if (box) box.ariaLabel = texts.chatQuestion;
  // Gradio names each message with its raw markup, which a screen reader would read out.
  for (const message of log.querySelectorAll("[data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
}

// Only the newest question can be asked again.
function offerLast(log) {
  const replies = [...log.querySelectorAll(".cw-reply")];
  const newest = replies.pop();
  for (const button of log.querySelectorAll(".cw-as-typed")) {
    button.hidden = !newest.contains(button);
  }
}

// The question at the top, unless what is said to it would then be out of sight.
function restAt(log, asked) {
  const gap = 16;
  const question = asked[asked.length - 1].getBoundingClientRect();
  const replies = log.querySelectorAll(".cw-reply");
  // A card that names people is never scrolled past for a quote below it.
  const newest = replies[replies.length - 1];
  const said = newest.matches(".cw-answer") ? "mark" : ".cw-care, .cw-message";
  const seen = newest.querySelector(said)?.getBoundingClientRect();
  let top = question.top - gap;
  if (seen) {
    const composer = document.querySelector("#cw-ask");
    const sticks = getComputedStyle(composer).position === "sticky";
    const room = innerHeight - (sticks ? composer.offsetHeight : 0) - 2 * gap;
    top = Math.max(top, Math.min(seen.bottom - room, seen.top - gap));
  }
  return scrollY + top;
}

function follow(log) {
  const asked = log.querySelectorAll(".cw-question");
  const last = asked.length ? asked[asked.length - 1].textContent : "";
  // The count stays where it is once the oldest turn leaves for each new one.
  if (asked.length > questions || (asked.length === questions && last !== newest)) {
    scrollTo({ top: restAt(log, asked), behavior: calm.matches ? "auto" : "smooth" });
  } else if (asked.length < questions) {
    scrollTo({ top: 0 });
  }
  questions = asked.length;
  newest = last;
}

// Gradio writes the browser's language here, though the texts are in the server's.
function keepLanguage() {
  const { documentElement: root } = document;
  if (root.lang !== spoken.lang) root.lang = spoken.lang;
  if (root.dir !== spoken.dir) root.dir = spoken.dir;
}

new MutationObserver(keepLanguage).observe(document.documentElement, {
  attributeFilter: ["lang", "dir"],
});

// The parts of the chat come one by one: on a slow network its frame is there long before its words.
function giveWay() {
  const there = Boolean(document.querySelector("#cw-head h1")?.textContent.trim());
  if (there) document.querySelector("#cw-opening")?.remove();
  return there;
}

function watch() {
  const log = document.querySelector("#cw-log [role=log]");
  if (!log) return false;
  const update = () => {
    tidy(log);
    offerLast(log);
    follow(log);
  };
  new MutationObserver(update).observe(log, {
    attributeFilter: ["aria-label"],
    childList: true,
    subtree: true,
  });
  update();
  setTimeout(goFree, 1000);
  return true;
}

function citedText(reply) {
  const quote = reply.querySelector(".cw-quote").textContent;
  const cited = reply.querySelector(".cw-citation");
  const source = cited.querySelector(".cw-source");
  const facts = [...cited.querySelectorAll(".cw-publisher, .cw-reviewed, .cw-overdue")];
  const stated = facts.map((fact) => fact.textContent.trim()).join(" · ");
  // The publisher's own address goes further than ours.
  const address = cited.querySelector(".cw-address")?.textContent.trim() ?? source.href;
  return `“${quote}”\n\n${texts.answerSource}: ${source.textContent}\n${stated}\n${address}\n`;
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
  else if (button.matches(".cw-as-typed")) {
    document.querySelector("#cw-ask-as-typed").click();
    document.querySelector("#cw-question textarea").focus({ preventScroll: true });
  }
  else if (button.id === "cw-larger") {
    const larger = document.documentElement.classList.toggle("cw-larger");
    button.setAttribute("aria-pressed", larger);
  } else if (button.closest("#cw-offer") || button.id === "cw-clear") {
    // The offers change with the answer: focus goes where the next question is typed.
    document.querySelector("#cw-question textarea").focus({ preventScroll: true });
  }
});

// On a low screen the box is below the fold: its focus takes nobody past the welcome.
function stayAtTop() {
  scrollTo(0, 0);
}

function goFree() {
  removeEventListener("scroll", stayAtTop);
}

addEventListener("scroll", stayAtTop);
for (const act of ["keydown", "pointerdown", "wheel", "touchstart"]) {
  addEventListener(act, goFree, { capture: true, once: true, passive: true });
}

let toCome = [watch, giveWay].filter((step) => !step());
if (toCome.length) {
  const waiting = new MutationObserver(() => {
    toCome = toCome.filter((step) => !step());
    if (!toCome.length) waiting.disconnect();
  });
  waiting.observe(document.body, { childList: true, subtree: true });
}
