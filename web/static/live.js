/* Keeps an interview in this browser, goes on without leaving the page, reads questions aloud; the pages work without it. */
"use strict";

(() => {
  const PREFIX = "jury-blanc.entretien.";
  const HERE = "jury-blanc.entretien";
  const KEPT_DAYS = 7;
  const PATIENCE = 45000;
  const DOWN = "Le service ne répond pas. Ce que vous avez écrit est gardé ici\u00a0: réessayez dans un instant.";
  let arrivedAt = Date.now();
  let busy = false;
  let erased = false;

  const attempt = (work, otherwise = null) => {
    try {
      return work();
    } catch {
      return otherwise; // storage may be refused or full: the interview goes on all the same
    }
  };

  const main = () => document.querySelector("main");
  const stepForm = () => main().querySelector("form[data-step]");
  const status = () => main().querySelector("form[data-step] .status, .kept .status");

  const kept = () => {
    const names = attempt(() => Object.keys(localStorage), []).filter((name) => name.startsWith(PREFIX));
    const found = [];
    for (const name of names) {
      const one = attempt(() => JSON.parse(localStorage.getItem(name)));
      if (!one?.state || Date.now() - one.at > KEPT_DAYS * 86400000) attempt(() => localStorage.removeItem(name));
      else found.push({ name, ...one });
    }
    return found.sort((one, two) => two.at - one.at);
  };

  const ownName = () => {
    let id = attempt(() => sessionStorage.getItem(HERE));
    if (!id) {
      id = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
      attempt(() => sessionStorage.setItem(HERE, id));
    }
    return PREFIX + id;
  };

  const spentNow = (form) => {
    const before = Number(form.elements.spent.value);
    return before + (main().dataset.live === "question" ? Math.round((Date.now() - arrivedAt) / 1000) : 0);
  };

  const save = () => {
    const form = stepForm();
    if (erased || !form || !main().dataset.place) return;
    const one = {
      at: Date.now(),
      title: main().dataset.title,
      place: main().dataset.place,
      state: form.elements.state.value,
      spent: spentNow(form),
      typed: form.elements.answer ? form.elements.answer.value : "",
    };
    attempt(() => localStorage.setItem(ownName(), JSON.stringify(one)));
  };

  const forget = (name) => {
    attempt(() => localStorage.removeItem(name));
    if (name === ownName()) attempt(() => sessionStorage.removeItem(HERE));
  };

  /* Aloud: the voices of the device itself, never those that would send the words elsewhere. */
  const voice = () => (window.speechSynthesis?.getVoices() || []).find((v) => v.localService && /^fr\b/i.test(v.lang));

  const readAloud = (button) => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const words = main().querySelector("h1").lastChild.textContent.replace("[…]", "");
    const said = new SpeechSynthesisUtterance(words);
    said.voice = voice();
    said.lang = said.voice.lang;
    said.onend = said.onerror = () => (button.textContent = "Lire la question à voix haute");
    button.textContent = "Arrêter la lecture";
    speechSynthesis.speak(said);
  };

  const showVoice = () => {
    for (const place of document.querySelectorAll(".aloud")) place.hidden = !voice();
  };

  /* Arriving on a page, loaded or put in place of another. */
  const arrive = () => {
    arrivedAt = Date.now();
    for (const hint of document.querySelectorAll(".scripted")) hint.hidden = false;
    showVoice();
    showKept();
    if (!stepForm()) return;
    history.replaceState(null, "", new URL("seance", location.href));
    save();
    const answer = main().dataset.live === "question" && stepForm().elements.answer;
    (answer || main().querySelector("h1")).focus();
    if (answer) answer.setSelectionRange(answer.value.length, answer.value.length);
  };

  const problemIn = (page) => page.querySelector("[role=alert], .lead")?.textContent.trim() || DOWN;

  const send = async (address, body) => {
    if (busy) return;
    busy = true;
    window.speechSynthesis?.cancel();
    if (status()) status().textContent = "Un instant…";
    try {
      const response = await fetch(address, {
        method: "POST",
        body,
        headers: { accept: "text/html" },
        signal: window.AbortSignal?.timeout?.(PATIENCE),
      });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok) {
        if (status()) status().textContent = problemIn(page);
      } else {
        take(page);
      }
    } catch {
      if (status()) status().textContent = DOWN;
    }
    busy = false;
  };

  const take = (page) => {
    main().replaceWith(document.adoptNode(page.querySelector("main")));
    const footer = page.querySelector("footer");
    if (footer && document.querySelector("footer")) document.querySelector("footer").replaceWith(document.adoptNode(footer));
    document.title = page.title;
    if (!document.querySelector('link[href$="live.css"]')) document.head.append(document.adoptNode(page.querySelector('link[href$="live.css"]')));
    scrollTo(0, 0);
    arrive();
  };

  const takeUp = (one, address) => {
    attempt(() => sessionStorage.setItem(HERE, one.name.slice(PREFIX.length)));
    const body = new FormData();
    body.set("state", one.state);
    body.set("spent", String(one.spent || 0));
    body.set("answer", one.typed || "");
    body.set("action", "resume");
    return send(address, body);
  };

  const button = (words, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  const showKept = () => {
    const place = document.getElementById("kept");
    if (!place) return;
    const found = kept();
    const list = place.querySelector("ul");
    place.hidden = !found.length;
    list.replaceChildren();
    for (const one of found) {
      const item = document.createElement("li");
      const when = new Date(one.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" });
      const told = document.createElement("span");
      told.textContent = `${one.title}, ${one.place}, le ${when}`;
      const erased = () => {
        forget(one.name);
        showKept();
        document.querySelector("h1").focus();
      };
      item.append(told, button("Reprendre", "second", () => takeUp(one, place.dataset.action)), button("Effacer", "plain", erased));
      list.append(item);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const pressed = event.submitter;
    if (!form.matches("[data-step]") || pressed?.hasAttribute("formaction")) return;
    event.preventDefault();
    save();
    const body = new FormData(form);
    if (pressed?.name) body.set(pressed.name, pressed.value);
    send(form.getAttribute("action"), body); // `form.action` is the button of that name
  });

  document.addEventListener("click", (event) => {
    const aloud = event.target.closest("[data-aloud]");
    if (aloud) readAloud(aloud);
    if (event.target.closest("[data-erase]")) {
      forget(ownName());
      erased = true; // leaving the page would keep it again
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "answer") {
      event.preventDefault();
      event.target.form.querySelector("button").click();
    }
  });

  let waiting = 0;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "answer") return;
    clearTimeout(waiting);
    waiting = setTimeout(save, 200);
  });
  addEventListener("pagehide", save);

  setInterval(() => {
    const gone = document.getElementById("gone");
    if (gone && !document.hidden) gone.value = Number(gone.getAttribute("value")) + (Date.now() - arrivedAt) / 1000;
  }, 10000);

  window.speechSynthesis?.addEventListener?.("voiceschanged", showVoice);

  if (main().hasAttribute("data-new")) attempt(() => sessionStorage.removeItem(HERE));
  const own = attempt(() => sessionStorage.getItem(HERE));
  const open = main().dataset.live === "resume" && own && kept().find((one) => one.name === PREFIX + own);
  arrive();
  if (open && !document.querySelector("[role=alert]")) takeUp(open, document.getElementById("kept").dataset.action);
})();
