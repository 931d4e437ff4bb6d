// Gradio sends the whole chat with each question, and gets it back. The server reads the questions
// in it and whether a reply sent somebody to people: of a reply its first tag is sent. The rest is
// put back into what comes, so that a long chat on a slow network is asked as fast as a short one.
(() => {
  const asked = /\/gradio_api\/run\/predict$/;
  const ask = window.fetch;

  // Calls `change(text, message)` for each text of a chat among the values of a request or answer.
  function rewrite(values, change) {
    for (const message of values.flat()) {
      for (const block of Array.isArray(message?.content) ? message.content : []) {
        if (typeof block?.text === "string") block.text = change(block.text, message);
      }
    }
  }

  const ofReplies = (message) => message.role === "assistant";
  // Where even the questions are too much, what is asked now goes without them, but for the last.
  const ofAllButTheLast = (message, last) => message !== last;

  function shortened(body, isCut, kept) {
    const sent = JSON.parse(body);
    if (!Array.isArray(sent.data)) return body;
    const last = sent.data.flat().filter((part) => part?.role === "user").pop();
    rewrite(sent.data, (text, message) => {
      if (!isCut(message, last)) return text;
      const tag = ofReplies(message) ? text.slice(0, text.indexOf(">") + 1) : "";
      const short = `${tag}<!-- ${kept.size} -->`;
      kept.set(short, text);
      return short;
    });
    return JSON.stringify(sent);
  }

  async function restored(response, kept) {
    const said = await response.json();
    rewrite(said.data ?? [], (text) => kept.get(text) ?? text);
    return new Response(JSON.stringify(said), { status: response.status });
  }

  window.fetch = async (...given) => {
    const { pathname } = new URL(given[0]?.url ?? given[0], location.href);
    if (!asked.test(pathname) || typeof given[1]?.body !== "string") return ask(...given);
    let response;
    for (const isCut of [ofReplies, ofAllButTheLast]) {
      const kept = new Map();
      const body = shortened(given[1].body, isCut, kept);
      response = await ask(given[0], { ...given[1], body });
      if (response.ok) return restored(response, kept);
      if (response.status !== 413) break;
    }
    return response;
  };
})();
