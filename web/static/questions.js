/* Streams the answers on the page of questions; without it, the form works all the same. */
import { readEvents } from "./events.js";

(() => {
  const form = document.getElementById("ask");
  const talk = document.getElementById("talk");
  const message = document.getElementById("message");
  const memory = document.getElementById("conversation");
  const state = document.getElementById("status");
  const button = form.querySelector("button");
  if (!window.ReadableStream || !window.fetch) return;

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const layOut = (place, text) => {
    const made = [];
    for (const paragraph of text.split("\n\n")) {
      let list = null;
      for (const line of paragraph.split("\n")) {
        if (!line.trim()) continue;
        if (line.startsWith("– ")) {
          if (!list) made.push((list = element("ul")));
          list.append(element("li", line.slice(2)));
        } else {
          list = null;
          made.push(element("p", line));
        }
      }
    }
    place.replaceChildren(...made);
  };

  const nameOf = (citation) =>
    citation.kind === "draft" ? `votre texte, signe\u00a0${citation.start + 1}` : citation.code || "votre texte";

  const showSources = (exchange, citations) => {
    if (!citations.length) return;
    const box = element("details", "", "sources");
    const names = citations.slice(0, 6).map(nameOf).join(" · ");
    box.append(element("summary", `Sources\u00a0: ${names}${citations.length > 6 ? " …" : ""}`));
    const list = element("ul");
    for (const citation of citations) {
      const item = element("li");
      item.append(element("b", nameOf(citation)), " ", element("q", citation.quote.replace(/\s+/g, " ")));
      list.append(item);
    }
    box.append(list);
    exchange.append(box);
  };

  const startExchange = (question) => {
    const exchange = element("article", "", "exchange");
    const answer = element("div", "", "answer");
    exchange.append(element("h2", question), answer);
    talk.append(exchange);
    exchange.scrollIntoView({ block: "start" });
    return { exchange, answer, text: "", citations: [] };
  };

  const take = (shown, kind, data) => {
    if (kind === "delta") layOut(shown.answer, (shown.text += data.text));
    if (kind === "citation") shown.citations.push(data);
    if (kind === "error") throw data;
    if (kind === "done") {
      layOut(shown.answer, data.answer);
      showSources(shown.exchange, shown.citations);
      memory.value = JSON.stringify(data.conversation);
      document.getElementById("notice").textContent = data.notice;
      return true;
    }
    return false;
  };

  const follow = async (response, shown) => {
    let finished = false;
    await readEvents(response, (kind, data) => {
      finished = take(shown, kind, data) || finished;
    });
    if (!finished) throw { detail: "La réponse a été interrompue.", hint: "Posez la question à nouveau." };
  };

  const ask = async () => {
    const question = message.value.trim();
    const sent = { message: question, conversation: JSON.parse(memory.value), bloc: form.elements.bloc.value };
    if (form.elements.draft.value.trim()) sent.draft = form.elements.draft.value;
    const response = await fetch("api/v1/chat", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify(sent),
    });
    if (!response.ok) throw await response.json();
    const shown = startExchange(question);
    try {
      await follow(response, shown);
    } catch (problem) {
      shown.exchange.remove();
      throw problem;
    }
    message.value = "";
    document.getElementById("first-hint").hidden = true;
    document.getElementById("next-hint").hidden = false;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!message.value.trim() || button.disabled) return;
    button.disabled = true;
    state.textContent = form.elements.draft.value.trim() ? "Lecture de votre texte…" : "Recherche…";
    try {
      await ask();
      state.textContent = "";
    } catch (problem) {
      state.textContent = [problem.detail || "Le service ne répond pas.", problem.hint].filter(Boolean).join(" ");
    }
    button.disabled = false;
    message.focus({ preventScroll: true });
  });

  message.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  talk.setAttribute("aria-live", "polite");
})();
