// Whether an answer was what a person looked for: sent once, with nothing about the person.
const said = document.body.dataset;
const address = new URL("../api/v1/feedback", document.currentScript.src);

async function send(asked, body) {
  const reply_id = asked.id.slice("cw-about-".length);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ reply_id, ...body }),
    });
    return response.ok;
  } catch {
    return false;
  }
}

// Focus stays here: what was pressed is gone, and the chat's log reads the new words out.
function close(asked, words) {
  const thanks = Object.assign(document.createElement("p"), {
    className: "cw-thanks",
    tabIndex: -1,
    textContent: words,
  });
  asked.classList.remove("cw-asks-why");
  asked.replaceChildren(thanks);
  thanks.focus({ preventScroll: true });
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest(".cw-feedback button");
  if (!button) return;
  const asked = button.closest(".cw-feedback");
  const helped = button.matches(".cw-yes");
  const name = [...button.classList].find((c) => c.startsWith("cw-because-"));
  const body = name ? { helped, reason: name.slice("cw-because-".length) } : { helped };
  if (button.matches(".cw-no")) {
    asked.classList.add("cw-asks-why");
    asked.querySelector(".cw-because").focus();
    send(asked, body);
    return;
  }
  close(asked, (await send(asked, body)) ? said.answerHelpedThanks : said.chatOffline);
});
