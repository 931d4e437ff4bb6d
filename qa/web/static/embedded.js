// What the chat says to the page that frames it: that it is there, that somebody wants to leave,
// and which kind of reply was given. Never a word of what was asked or answered.
const host = new URLSearchParams(location.search).get("embedded");
const kinds = ["answer", "abstention", "referral"];
let newest;

function say(type, kind) {
  // The browser delivers it to that site alone, whoever frames us.
  if (parent !== window) parent.postMessage({ citewell: 1, type, kind }, host);
}

function report(log) {
  const replies = log.querySelectorAll(".cw-reply");
  const reply = replies[replies.length - 1];
  if (!reply || reply === newest) return;
  newest = reply;
  const kind = kinds.find((name) => reply.classList.contains(`cw-${name}`));
  if (kind) say("answered", kind);
}

function begin() {
  const log = document.querySelector("#cw-log [role=log]");
  if (!log?.querySelector(".cw-welcome") || !document.querySelector("#cw-question textarea")) {
    return false;
  }
  new MutationObserver(() => report(log)).observe(log, { childList: true, subtree: true });
  report(log);
  document.body.classList.add("cw-ready");
  say("ready");
  return true;
}

addEventListener("message", ({ data, origin, source }) => {
  if (origin !== host || source !== parent || data?.citewell !== 1) return;
  if (data.type === "focus") {
    document.querySelector("#cw-question textarea")?.focus({ preventScroll: true });
  }
});

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) say("escape");
});

say("hello");
if (!begin()) {
  const waiting = new MutationObserver(() => {
    if (begin()) waiting.disconnect();
  });
  waiting.observe(document.body, { childList: true, subtree: true });
}
