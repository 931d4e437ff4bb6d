// When a question gets no answer: said in the reader's language, with the question still in its box.
// Gradio would say it in English, wait for the server, and then load the page anew: the chat is lost.
(() => {
  const words = document.body.dataset;
  const asked = /\/gradio_api\/run\/predict$/;
  const ask = window.fetch;

  function tell(text) {
    document.querySelector("#cw-trouble")?.remove();
    if (!text) return;
    const note = Object.assign(document.createElement("p"), { id: "cw-trouble", role: "alert" });
    document.querySelector("#cw-ask")?.prepend(note);
    // A screen reader announces what changes in an alert that is there already.
    note.textContent = text;
  }

  // What Gradio takes for one question that failed, and nothing more.
  function failed() {
    const headers = { "Content-Type": "application/json" };
    return new Response('{"error": null}', { status: 500, headers });
  }

  window.fetch = async (...given) => {
    const { pathname } = new URL(given[0]?.url ?? given[0], location.href);
    if (!asked.test(pathname)) return ask(...given);
    try {
      const response = await ask(...given);
      tell(response.ok ? "" : words.chatFailed);
      return response.ok ? response : failed();
    } catch {
      tell(words.chatOffline);
      return failed();
    }
  };
})();
