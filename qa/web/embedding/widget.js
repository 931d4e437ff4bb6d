// The widget: a button, and the chat in a frame once somebody presses it. Until then nothing is
// requested. Nothing is stored, and no word of a question or an answer reaches the page around it.
// The server fills in texts, fallback and css, and leaves the comments out.
(() => {
  "use strict";
  const texts = {};
  const fallback = "";
  const css = "";
  const kinds = ["answer", "abstention", "referral"];
  // A frame that may not be shown loads an error page instead, and says so to nobody.
  const patience = { afterLoad: 3000, atMost: 20000 };

  const script = document.currentScript;
  const once = Symbol.for("citewell");
  if (!script || window[once]) return;
  window[once] = true;
  const set = script.dataset;
  const origin = new URL(script.src).origin;
  // The chat stands where the script does: on a host of its own, or below a path of another.
  const here = /^(.*?\/)widget(\/[0-9a-f]{16})?\.js([?#]|$)/.exec(script.src);
  const home = here ? here[1] : `${origin}/`;
  const language =
    [set.lang, document.documentElement.lang, ...navigator.languages]
      .map((tag) => (tag || "").toLowerCase().split("-")[0])
      .find((tag) => Object.hasOwn(texts, tag)) || fallback;
  const t = texts[language];
  const title = set.title || t.title;
  const colour = /^#[0-9a-f]{6}$/i.test(set.color) ? set.color : "";
  const phone = matchMedia("(max-width: 640px), (max-height: 480px)");

  const page = `${home}?lang=${language}`;
  const framed =
    `${page}&embedded=${encodeURIComponent(location.origin)}` +
    (colour && `&color=${colour.slice(1)}`);

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  }

  function icon(name, line) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    svg.setAttribute("class", name);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", line);
    svg.append(path);
    return svg;
  }

  // Whichever of black and white stands out more on the colour.
  function inkOn(colour) {
    const [r, g, b] = [1, 3, 5]
      .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  }

  // A shadow tree keeps the page's styles out; a style sheet made by script passes its policy.
  function dress(host, kind) {
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const body = make("section", { class: kind, lang: language, dir: t.dir, "aria-label": title });
    if (colour) {
      body.style.setProperty("--brand", colour);
      body.style.setProperty("--on-brand", inkOn(colour));
    }
    root.append(body);
    return body;
  }

  function tell(host, type, detail) {
    host.dispatchEvent(new CustomEvent(`citewell:${type}`, { bubbles: true, detail }));
  }

  // The chat in a frame, and what stands in its place until it has said that it is there.
  function chat(host, heard) {
    const said = make("p", { role: "status" }, t.loading);
    const link = make("a", { href: page, target: "_blank", rel: "noopener" }, t.tab);
    const frame = make("iframe", {
      title,
      allow: "clipboard-write",
      referrerpolicy: "no-referrer",
      src: framed,
    });
    const stage = make("div", { class: "stage" }, make("div", {}, said, link), frame);
    let silent = true;

    function giveUp() {
      if (stage.dataset.state) return;
      stage.dataset.state = "blocked";
      said.textContent = t.blocked;
    }

    frame.addEventListener("load", () => setTimeout(() => silent && giveUp(), patience.afterLoad));
    setTimeout(giveUp, patience.atMost);
    addEventListener("message", ({ data, origin: from, source }) => {
      if (from !== origin || source !== frame.contentWindow || data?.citewell !== 1) return;
      silent = false;
      if (data.type === "ready") {
        stage.dataset.state = "shown";
        said.textContent = "";
      }
      if (data.type === "answered" && kinds.includes(data.kind)) {
        tell(host, "answered", { kind: data.kind });
      }
      heard[data.type]?.();
    });
    return { stage, frame };
  }

  function inline(place) {
    // A link inside serves those without scripts; behind a shadow tree it isn't shown.
    dress(place, "inline").append(chat(place, {}).stage);
  }

  function launch() {
    const host = make("citewell-widget");
    const body = dress(host, "launched");
    const label = make("span", {}, set.title || t.open);
    const launcher = make(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false" },
      icon("speech", "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z"),
      icon("down", "M6 9l6 6 6-6"),
      label,
    );
    const close = make(
      "button",
      { type: "button", class: "close", "aria-label": t.close },
      icon("cross", "M6 6l12 12M18 6L6 18"),
    );
    const head = make("div", { class: "head" }, make("p", {}, title), close);
    const dialog = make("dialog", { "aria-label": title }, head);
    const side = set.position || (t.dir === "rtl" ? "left" : "right");
    body.dataset.side = side === "left" ? "left" : "right";
    body.append(launcher, dialog);
    document.body.append(host);

    const root = document.documentElement;
    let talk;
    let scrolling;

    // On a phone the page behind must neither take the focus nor scroll.
    function show() {
      if (phone.matches) dialog.showModal();
      else dialog.show();
      lock(phone.matches);
      fit();
    }

    function lock(on) {
      if (on === (scrolling !== undefined)) return;
      if (on) {
        scrolling = root.style.overflow;
        root.style.setProperty("overflow", "hidden", "important");
      } else {
        root.style.overflow = scrolling;
        scrolling = undefined;
      }
    }

    // The keyboard of a phone covers the page: only the visual viewport tells what is left.
    // Somebody who has zoomed in sees a part of the page, and needs the panel as it was.
    function fit() {
      const { height, offsetTop, scale } = visualViewport;
      const fitted = phone.matches && dialog.open && scale < 1.01;
      dialog.style.height = fitted ? `${height}px` : "";
      dialog.style.top = fitted ? `${offsetTop}px` : "";
    }

    function focusChat() {
      if (!dialog.open || talk.stage.dataset.state !== "shown") return;
      talk.frame.focus();
      talk.frame.contentWindow.postMessage({ citewell: 1, type: "focus" }, origin);
    }

    function open() {
      if (!talk) {
        talk = chat(host, {
          // Somebody may have gone on reading the page in the meantime.
          ready: () => host.shadowRoot.activeElement && focusChat(),
          escape: shut,
        });
        dialog.append(talk.stage);
      }
      show();
      launcher.setAttribute("aria-expanded", "true");
      focusChat();
      tell(host, "open");
    }

    function shut() {
      dialog.close();
    }

    launcher.addEventListener("click", () => (dialog.open ? shut() : open()));
    close.addEventListener("click", shut);
    dialog.addEventListener("close", () => {
      // Closed only to be shown again, in the other way.
      if (dialog.open) return;
      lock(false);
      launcher.setAttribute("aria-expanded", "false");
      launcher.focus({ preventScroll: true });
      tell(host, "close");
    });
    document.addEventListener("keydown", (event) => {
      const inside = [host, document.body, null].includes(document.activeElement);
      if (event.key === "Escape" && dialog.open && inside && !event.defaultPrevented) shut();
    });
    phone.addEventListener("change", () => {
      if (!dialog.open) return;
      const held = host.shadowRoot.activeElement;
      dialog.close();
      show();
      held?.focus();
    });
    visualViewport.addEventListener("resize", fit);
    visualViewport.addEventListener("scroll", fit);
  }

  function start() {
    const places = document.querySelectorAll("[data-citewell]");
    if (places.length) places.forEach(inline);
    else launch();
  }

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
