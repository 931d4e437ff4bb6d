// What Gradio leaves open for people who use a keyboard, a screen reader or the clipboard; and the
// token that whatever is sent must carry. Nothing here stores anything.
(() => {
  const { token } = document.body.dataset;
  const ask = window.fetch;
  const desk = new URL("../desk", document.currentScript.src);
  const main = () => document.querySelector("#main");

  // What went wrong on the way, above everything. A screen reader announces what changes in it.
  function tell(text, link) {
    document.querySelector("#desk-trouble")?.remove();
    if (!text) return;
    const note = Object.assign(document.createElement("p"), { id: "desk-trouble" });
    note.className = "problem";
    note.setAttribute("role", "alert");
    document.querySelector(".bar").after(note);
    note.append(text);
    if (!link) return;
    note.append(" ", Object.assign(document.createElement("a"), link));
    note.lastChild.focus();
  }

  // What Gradio takes for one act that failed, and nothing more: it would load the page anew.
  function failed() {
    const headers = { "Content-Type": "application/json" };
    return new Response('{"error": null}', { status: 500, headers });
  }

  function explain(status) {
    if (status === 401 || status === 403) {
      const link = { href: `${desk}/sign-in?ended=1`, textContent: "Sign in again" };
      tell("Your session has ended. What you typed is still here until you leave.", link);
    } else if (status === 413) tell("That is more than can be sent at once.");
    else tell("Something went wrong on the server. Nothing was changed, as far as is known.");
  }

  window.fetch = async (...given) => {
    const { pathname } = new URL(given[0]?.url ?? given[0], location.href);
    if (!pathname.startsWith(`${desk.pathname}/gradio_api/run/`)) return ask(...given);
    const headers = new Headers(given[1]?.headers);
    headers.set("X-Desk-Token", token);
    try {
      const response = await ask(given[0], { ...given[1], headers });
      if (response.ok) tell("");
      else explain(response.status);
      return response.ok ? response : failed();
    } catch {
      tell("The server can't be reached. Nothing you typed is lost.");
      return failed();
    }
  };

  // Both forms go to the clipboard, so that a mail takes the one and a text field the other.
  function copyHtml(html, text) {
    const hand = (event) => {
      event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener("copy", hand, { once: true, capture: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", hand, { capture: true });
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

  const shown = new Map();

  function copy(button) {
    const group = button.closest(".copies");
    const held = (form) => group.querySelector(`.copy-${form}`).textContent;
    const done =
      button.value === "html" ? copyHtml(held("html"), held("text")) : copyText(held(button.value));
    button.focus();
    const said = group.querySelector(".copied");
    said.textContent = done ? "Copied" : "Not copied";
    clearTimeout(shown.get(said));
    shown.set(said, setTimeout(() => (said.textContent = ""), 3000));
  }

  // A button that closes what it stands in gives the focus to what has taken its place.
  let opener = null;
  const next = {
    "pin-cancel": () => opener,
    "pin-change": () => document.querySelector("#pin-check"),
    "version-stay": () => document.querySelector("#version-choice input"),
  };

  async function handOn(find) {
    for (let frame = 0; frame < 300; frame++) {
      await new Promise(requestAnimationFrame);
      const there = document.activeElement === document.body && find();
      if (there && there.offsetParent) return there.focus();
    }
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.matches(".copy")) copy(button);
    else if (button.matches(".open-pin")) opener = button;
    else if (next[button.id]) handOn(next[button.id]);
  });

  function set(element, name, value) {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  // Names, states and relations that a screen reader needs, where Gradio writes none.
  function name() {
    const nav = document.querySelector(".nav-holder nav");
    set(nav, "aria-label", "Areas of the desk");
    for (const link of nav?.querySelectorAll("a") ?? []) {
      if (link.matches(".active")) set(link, "aria-current", "page");
    }
    for (const button of document.querySelectorAll("button.label-wrap")) {
      set(button, "aria-expanded", String(button.matches(".open")));
    }
    for (const group of document.querySelectorAll("fieldset")) {
      const label = group.querySelector("[data-testid=block-info]");
      if (label) set(group, "aria-label", label.textContent.trim());
      // One name for all: else the arrow keys don't lead from one choice to the next.
      for (const choice of group.querySelectorAll("input[type=radio]")) {
        set(choice, "name", group.id);
      }
    }
    set(document.querySelector("#desk-documents input"), "list", "pages");
    // A list of candidates as long as there are any: an empty one would be announced, too.
    const cards = document.querySelectorAll("#desk-cards > .card");
    for (const card of cards) set(card, "role", "listitem");
    const list = document.querySelector("#desk-cards");
    if (cards.length) {
      set(list, "role", "list");
      set(list, "aria-label", "Candidates, the best first");
    } else {
      list?.removeAttribute("role");
      list?.removeAttribute("aria-label");
    }
  }

  // What has come is read out once: by the focus that goes there, or by the place that is for it.
  function announce(part) {
    const told = part.querySelector(".told");
    if (told) document.querySelector("#desk-told").textContent = told.textContent;
    part.querySelector(".lead")?.focus();
  }

  new MutationObserver((changes) => {
    name();
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node.matches?.(".part")) announce(node);
      }
    }
  }).observe(document.querySelector("gradio-app"), {
    attributeFilter: ["class", "name"],
    childList: true,
    subtree: true,
  });

  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    const heading = main()?.querySelector("h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  });
})();
