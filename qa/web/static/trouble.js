// While a question is looked up, and when it gets no answer: said in the reader's language.
// Gradio would say it in English, wait for the server, and then load the page anew: the chat is lost.
(() => {
  const words = document.body.dataset;
  const asked = /\/gradio_api\/run\/predict$/;
  const ask = window.fetch;
  // The server takes no such form where a newer one was started behind an open page.
  const because = { 413: words.chatTooLong, 422: words.chatRenewed };
  // Answers come sooner than this; where the network is slow, waiting is said to be waiting.
  const patience = 600;

  function say(id, role, text) {
    document.querySelector(`#${id}`)?.remove();
    if (!text) return;
    const note = Object.assign(document.createElement("p"), { id });
    note.setAttribute("role", role);
    document.querySelector("#cw-ask")?.prepend(note);
    // A screen reader announces what changes in a note that is there already.
    note.textContent = text;
  }

  function tell(text) {
    say("cw-trouble", "alert", text);
  }

  // What is typed while an answer is on its way stays: Gradio empties the box when it comes.
  let typed = "";
  document.addEventListener("input", ({ isTrusted, target }) => {
    if (isTrusted && target.matches("#cw-question textarea")) typed = target.value;
  });

  // Nothing typed is no question: Enter pressed twice, say, once the box is empty again.
  function withoutQuestion(event) {
    const box = document.querySelector("#cw-question textarea");
    const sends =
      event.type === "click"
        ? event.target.closest?.("#cw-question .submit-button")
        : event.target === box && event.key === "Enter" && !event.shiftKey;
    if (!sends || box.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    box.focus({ preventScroll: true });
  }

  for (const act of ["keydown", "keypress", "click"]) {
    document.addEventListener(act, withoutQuestion, { capture: true });
  }

  async function restore() {
    for (let frame = 0; frame < 20; frame++) {
      await new Promise(requestAnimationFrame);
      const box = document.querySelector("#cw-question textarea");
      if (!typed || box?.value === typed) continue;
      box.value = typed;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // What Gradio takes for one question that failed, and nothing more.
  function failed() {
    const headers = { "Content-Type": "application/json" };
    return new Response('{"error": null}', { status: 500, headers });
  }

  window.fetch = async (...given) => {
    const { pathname } = new URL(given[0]?.url ?? given[0], location.href);
    if (!asked.test(pathname)) return ask(...given);
    typed = "";
    const looking = setTimeout(() => say("cw-looking", "status", words.chatLooking), patience);
    try {
      const response = await ask(...given);
      tell(response.ok ? "" : (because[response.status] ?? words.chatFailed));
      return response.ok ? response : failed();
    } catch {
      tell(words.chatOffline);
      return failed();
    } finally {
      clearTimeout(looking);
      say("cw-looking");
      restore();
    }
  };
})();
