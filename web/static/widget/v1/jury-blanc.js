/* Jury Blanc on the pages of an intranet: <jury-blanc site="site-…" mode="bulle|panneau|integre" bloc="B4" lang="fr">.
   One file, no dependency. Every text goes in as text, every style through a constructed sheet: a strict policy holds. */
"use strict";

(() => {
  if (!window.customElements || customElements.get("jury-blanc")) return;

  const SCRIPT = document.currentScript ? document.currentScript.src : "";
  const SILENCE = 60_000; // the service says something every fifteen seconds
  const EARLY = 30_000; // a token is renewed before it is refused
  const NB = "\u00a0";
  const SHAPES = { atteste: "●", partiel: "◐", evoque: "◌", contredit: "✕" };
  const FORMS = ["bulle", "panneau", "integre"];
  const WORDS = {
    name: "Jury Blanc",
    open: "Préparer mon dossier",
    ask: "Poser une question",
    paste: "Coller mon paragraphe",
    notice: "Réponses automatiques, faites pour s’entraîner\u00a0; elles peuvent se tromper. Rien n’est conservé.",
    hello: "Un critère, une épreuve, un mot du métier\u00a0: chaque réponse cite ce sur quoi elle s’appuie.",
    silent: { detail: "Le service ne répond pas.", hint: "Réessayez dans un instant." },
    offline: { detail: "Vous êtes hors ligne.", hint: "Votre texte est gardé ici\u00a0; réessayez une fois la connexion revenue." },
    cut: { detail: "La réponse a été interrompue.", hint: "Posez la question à nouveau." },
    unknown: { detail: "Le site n’a pas pu vous identifier.", hint: "Rechargez la page, ou reconnectez-vous à l’intranet." },
  };

  const CSS = `
:host { all: initial; display: block; font-size: max(1rem, 15px); color-scheme: light dark;
  --accent: var(--jb-accent, #1f4e79); --on-accent: var(--jb-on-accent, #fff); --paper: var(--jb-paper, #fdfcf9);
  --ink: var(--jb-ink, #211f1c); --quiet: var(--jb-quiet, #625d55); --line: var(--jb-line, #8d877c); --tint: var(--jb-tint, #e3ecf5);
  --sans: var(--jb-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  --serif: var(--jb-serif, "Iowan Old Style", Palatino, Charter, Georgia, "Liberation Serif", serif); }
:host([hidden]) { display: none; }
:host([theme="clair"]) { color-scheme: light; }
:host([theme="sombre"]) { color-scheme: dark; }
DARK
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
section { height: 100%; font: 1em/1.5 var(--sans); color: var(--ink); text-align: start; overflow-wrap: break-word; }
h2, h3, p, ul, form, fieldset { margin: 0; padding: 0; border: 0; }
h2 { font: 400 1.25em/1.2 var(--serif); }
h3 { font: 600 1em/1.35 var(--sans); }
a { color: var(--accent); text-underline-offset: 0.2em; }
button, select, textarea, input { font: inherit; color: inherit; }
button, select { min-height: 2.5em; }
button, .file { padding: 0.35em 0.75em; border: 1px solid var(--line); border-radius: 0.4em; background: transparent; cursor: pointer; }
button.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600; }
button.quiet { border-color: transparent; color: var(--accent); text-decoration: underline; text-underline-offset: 0.2em; }
button:focus-visible, a:focus-visible, select:focus-visible, textarea:focus-visible, summary:focus-visible, [tabindex]:focus-visible,
.file:focus-within { outline: 2px solid var(--accent); outline-offset: 2px; }
textarea, select { width: 100%; padding: 0.5em 0.6em; border: 1px solid var(--line); border-radius: 0.4em; background: var(--paper); }
textarea { display: block; resize: vertical; line-height: 1.45; }
label { display: block; margin-bottom: 0.25em; font-weight: 600; }
.launcher { position: fixed; z-index: var(--jb-z, 2147483000); right: var(--jb-offset, 1.25rem); bottom: var(--jb-offset, 1.25rem);
  min-height: 3em; padding: 0.5em 1.2em; border-radius: 1.5em; border: 1px solid var(--on-accent); background: var(--accent);
  color: var(--on-accent); font-weight: 600; box-shadow: 0 2px 10px rgb(0 0 0 / 0.25); }
.panel { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--paper); border: 1px solid var(--line);
  border-radius: var(--jb-radius, 0.6em); overflow: hidden; }
.bulle .panel, .panneau .panel { position: fixed; z-index: var(--jb-z, 2147483000); box-shadow: 0 6px 30px rgb(0 0 0 / 0.25); }
.bulle .panel { right: var(--jb-offset, 1.25rem); bottom: var(--jb-offset, 1.25rem); width: min(var(--jb-width, 26em), calc(100vw - 2.5rem));
  height: min(var(--jb-height, 42em), calc(100vh - 2.5rem)); }
.panneau .panel { inset: 0 0 0 auto; width: min(var(--jb-width, 28em), 100vw); height: auto; border-width: 0 0 0 1px; border-radius: 0; }
.panneau .launcher { right: 0; bottom: 30%; border-radius: 0.5em 0 0 0.5em; }
.integre .panel { height: var(--jb-height, auto); min-height: min(28em, 100vh); }
.integre .scroll { max-height: var(--jb-scroll, 60vh); }
header { display: flex; align-items: baseline; gap: 0.75em; padding: 0.5em 1em 0; }
header h2 { flex: none; }
.bloc { flex: 1 1 auto; min-width: 0; color: var(--quiet); font: 0.875em/1.4 var(--sans); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
header .quiet { padding-inline: 0; }
[role="tablist"] { display: flex; flex-wrap: wrap; gap: 0 1.25em; padding: 0 1em; border-bottom: 1px solid var(--line); }
[role="tab"] { padding: 0.35em 0; border: 0; border-bottom: 3px solid transparent; border-radius: 0; color: var(--quiet); }
[role="tab"][aria-selected="true"] { border-color: var(--accent); color: var(--ink); font-weight: 600; }
[role="tabpanel"] { display: flex; flex-direction: column; flex: 1 1 auto; min-height: 0; }
.scroll { flex: 1 1 auto; min-height: 0; overflow: auto; padding: 1em; overscroll-behavior: contain; }
form { flex: none; padding: 0.75em 1em; border-top: 1px solid var(--line); }
.choose { padding: 0.75em 1em 0; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25em 0.5em; margin-top: 0.5em; font-size: 0.9375em; }
.row label { margin: 0; }
.row select { flex: 1 1 8em; width: auto; min-width: 0; }
.hint, .notice { font-size: 0.8125em; line-height: 1.4; color: var(--quiet); }
.notice { flex: none; padding: 0 1.23em 0.75em; }
.hint + .hint { margin-top: 0.5em; }
.hello { font: 1.0625em/1.5 var(--serif); color: var(--quiet); }
.exchange + .exchange { margin-top: 1.5em; padding-top: 1.25em; border-top: 1px solid var(--line); }
.question { padding-left: 0.75em; border-left: 3px solid var(--accent); font-weight: 600; white-space: pre-line; }
.answer { margin-top: 0.6em; }
.answer > * + *, .critere > * + * { margin-top: 0.55em; }
ul { padding-left: 1.1em; }
li + li { margin-top: 0.35em; }
details { margin-top: 0.6em; font-size: 0.9375em; }
summary { min-height: 1.75em; color: var(--accent); cursor: pointer; }
q { quotes: "«${NB}" "${NB}»"; font-family: var(--serif); white-space: pre-line; }
.critere { margin-top: 0.75em; padding: 0.75em 0; border-top: 1px solid var(--line); }
.critere > ul { padding: 0; list-style: none; }
.wording { font: italic 1em/1.45 var(--serif); }
.state { font-weight: 600; }
.advice { padding-left: 0.75em; border-left: 3px solid var(--accent); }
.warning { padding: 0.5em 0.75em; background: var(--tint); }
.alert { flex: none; padding: 0.75em 1em; border-top: 2px solid var(--accent); background: var(--tint); }
.chip { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.5em; }
.file { display: inline-flex; align-items: center; min-height: 2.5em; margin: 0; font-weight: 400; }
.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.file .away { opacity: 0; }
[aria-busy="true"] .answer:last-child::after { content: "…"; color: var(--quiet); }
@media (max-width: 30em) {
  .bulle .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; }
  .panneau .panel { width: auto; left: 0; border: 0; }
  [role="tablist"] { gap: 0 1em; }
  [role="tab"] { font-size: 0.875em; }
}
@media (max-height: 30em) {
  .bulle .panel, .panneau .panel { inset: 0; width: auto; height: auto; overflow: auto; border-radius: 0; }
  .bulle [role="tabpanel"], .panneau [role="tabpanel"], .bulle .scroll, .panneau .scroll { flex: none; overflow: visible; }
}
@media (prefers-reduced-motion: no-preference) {
  .bulle .panel, .panneau .panel { animation: come 0.15s ease-out; }
  @keyframes come { from { opacity: 0; transform: translateY(0.5em); } }
}
@media (forced-colors: active) {
  button.main, .launcher { border: 2px solid ButtonText; }
  [role="tab"] { border-bottom-color: Canvas; }
  [role="tab"][aria-selected="true"] { border-bottom-color: Highlight; }
  button:focus-visible, a:focus-visible, select:focus-visible, textarea:focus-visible, summary:focus-visible, .file:focus-within { outline-color: Highlight; }
}
@media print { .bulle, .panneau { display: none; } }`;

  const NIGHT = `--accent: var(--jb-accent-dark, #93bfe8); --on-accent: var(--jb-on-accent-dark, #10202f); --paper: var(--jb-paper-dark, #191a1c);
  --ink: var(--jb-ink-dark, #e6e2da); --quiet: var(--jb-quiet-dark, #a7a198); --line: var(--jb-line-dark, #77736c); --tint: var(--jb-tint-dark, #24364a);`;

  let sheet = null;
  const style = () => {
    if (!sheet) {
      const dark = `:host([theme="sombre"]) { ${NIGHT} } @media (prefers-color-scheme: dark) { :host(:not([theme="clair"])) { ${NIGHT} } }`;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS.replace("DARK", dark));
    }
    return sheet;
  };

  /* Makes an element; children that are strings become text, never markup. */
  const h = (name, given = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child != null && child !== false));
    return made;
  };

  const layOut = (place, text) => {
    const made = [];
    let list = null;
    for (const line of text.split("\n")) {
      if (!line.trim()) list = null;
      else if (line.startsWith("– ")) {
        if (!list) made.push((list = h("ul")));
        list.append(h("li", {}, line.slice(2)));
      } else {
        list = null;
        made.push(h("p", {}, line));
      }
    }
    place.replaceChildren(...made);
  };

  const nameOf = (source) =>
    source.kind === "draft" && source.start != null ? `votre texte, signe${NB}${source.start + 1}` : source.code || "votre texte";

  const sourcesOf = (citations) => {
    if (!citations.length) return null;
    const names = citations.slice(0, 4).map(nameOf).join(" · ") + (citations.length > 4 ? " …" : "");
    const items = citations.map((one) => h("li", {}, h("b", {}, nameOf(one)), " ", h("q", {}, one.quote)));
    return h("details", { part: "sources" }, h("summary", {}, `Sources${NB}: ${names}`), h("ul", {}, ...items));
  };

  const critereOf = (read) => {
    const items = read.elements.map((element) => {
      const quotes = element.quotes.flatMap((one) => [" ", h("q", {}, one.quote)]);
      const shape = h("span", { "aria-hidden": "true" }, `${SHAPES[element.etat] || "·"} `);
      return h("li", {}, shape, h("span", { class: "state" }, element.word), `, ${element.label}${NB}:`, ...quotes);
    });
    const missing = read.missing.map((one) => h("li", {}, one));
    return h(
      "article",
      { class: "critere", part: "critere" },
      h("h3", {}, read.code),
      h("p", { class: "wording" }, read.texte),
      items.length ? h("ul", {}, ...items) : h("p", {}, read.explanation),
      read.advice && h("p", { class: "advice" }, h("b", {}, `Prochain pas${NB}: `), read.advice),
      read.question && h("p", {}, h("b", {}, `Le jury peut demander${NB}: `), read.question),
      missing.length ? h("details", {}, h("summary", {}, "Ce qu’un jury chercherait encore"), h("ul", {}, ...missing)) : null,
    );
  };

  const endOf = (token) => {
    try {
      return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).exp * 1000 || 0;
    } catch {
      return 0;
    }
  };

  const problemOf = async (response) => {
    const found = await response.json().catch(() => null);
    return found && found.detail ? { ...found, status: response.status } : { ...WORDS.silent, status: response.status };
  };

  /* Talks to the service, with a token of the host page's server when there is an address to ask for one. */
  class Service {
    constructor(element) {
      this.element = element;
      this.token = "";
      this.renewing = null;
    }

    get base() {
      const given = this.element.getAttribute("service");
      return given ? new URL(given.replace(/\/*$/, "/"), document.baseURI) : new URL("../../", SCRIPT || document.baseURI);
    }

    /* Requests that start together wait for one and the same token. */
    async proof(renewed) {
      const address = this.element.getAttribute("token-url");
      if (!address) return "";
      if (renewed || endOf(this.token) - Date.now() < EARLY) {
        this.renewing = this.renewing || this.renew(address).finally(() => (this.renewing = null));
        await this.renewing;
      }
      return this.token;
    }

    async renew(address) {
      const response = await fetch(new URL(address, document.baseURI), { credentials: "include", cache: "no-store" });
      const body = response.ok ? (await response.text()).trim() : "";
      try {
        this.token = body.startsWith("{") ? JSON.parse(body).token : body;
      } catch {
        this.token = "";
      }
      if (typeof this.token !== "string" || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(this.token)) {
        this.token = "";
        throw WORDS.unknown;
      }
    }

    async post(name, body, signal) {
      const address = new URL(`widget/v1/${name}`, this.base);
      address.searchParams.set("site", this.element.getAttribute("site") || "");
      const plain = body instanceof FormData;
      for (let renewed = false; ; renewed = true) {
        const token = await this.proof(renewed);
        const headers = plain ? {} : { "content-type": "application/json" };
        if (token) headers.authorization = `Bearer ${token}`;
        const response = await fetch(address, {
          method: "POST",
          headers,
          body: plain ? body : JSON.stringify(body),
          signal,
          credentials: "omit",
          cache: "no-store",
        });
        if (response.ok) return response;
        if (response.status !== 401 || !token || renewed) throw await problemOf(response);
      }
    }

    /* Gives each event of an answer to `take`; an answer without its end is no answer. */
    async stream(body, control, take) {
      let late = setTimeout(() => control.abort(WORDS.silent), SILENCE);
      try {
        const response = await this.post("chat", body, control.signal);
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let waiting = "";
        for (;;) {
          const { value, done } = await reader.read();
          if (done) throw WORDS.cut;
          clearTimeout(late);
          late = setTimeout(() => control.abort(WORDS.silent), SILENCE);
          const blocks = (waiting + value).replace(/\r\n/g, "\n").split("\n\n");
          waiting = blocks.pop();
          for (const block of blocks) {
            const fields = Object.fromEntries(block.split("\n").map((line) => [line.split(":", 1)[0], line.slice(line.indexOf(":") + 2)]));
            if (!fields.event) continue;
            const data = JSON.parse(fields.data);
            if (fields.event === "error") throw data;
            take(fields.event, data);
            if (fields.event === "done") return data;
          }
        }
      } finally {
        clearTimeout(late);
      }
    }
  }

  class JuryBlanc extends HTMLElement {
    static get observedAttributes() {
      return ["mode", "bloc"];
    }

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
      this.service = new Service(this);
      this.conversation = { questions: [] };
      this.draft = null;
      this.control = null;
      this.blocs = null;
      this.online = () => this.failed && this.say("La connexion est revenue\u00a0: vous pouvez réessayer.");
    }

    connectedCallback() {
      if (!this.root) {
        this.shadowRoot.adoptedStyleSheets = [style()];
        this.build();
        this.shadowRoot.append(this.root);
      }
      window.addEventListener("online", this.online);
      this.shape();
      if (this.form === "integre") this.prepare();
      this.tell("ready", { mode: this.form, bloc: this.bloc });
    }

    disconnectedCallback() {
      window.removeEventListener("online", this.online);
      if (this.control) this.control.abort();
    }

    attributeChangedCallback() {
      if (!this.root) return;
      this.shape();
      this.fill();
      if (this.form === "integre") this.prepare();
    }

    get form() {
      const asked = this.getAttribute("mode");
      return FORMS.includes(asked) ? asked : "bulle";
    }

    get bloc() {
      const number = /^\s*b?(\d+)\s*$/i.exec(this.getAttribute("bloc") || "");
      return number ? `B${number[1]}` : "auto";
    }

    get chosen() {
      return this.bloc === "auto" ? this.blocField.value || "auto" : this.bloc;
    }

    tell(kind, detail) {
      this.dispatchEvent(new CustomEvent(`jb:${kind}`, { detail, bubbles: true, composed: true }));
    }

    /* What a reader of screens says, once. */
    say(text) {
      this.live.textContent = text;
    }

    // ---- What is on the screen

    build() {
      this.launcher = h(
        "button",
        { class: "launcher", part: "launcher", type: "button", "aria-expanded": "false", "aria-controls": "panel", onclick: () => this.open() },
        WORDS.open,
      );
      this.closer = h("button", { class: "quiet", part: "close", type: "button", onclick: () => this.close() }, "Fermer");
      this.heading = h("span", { class: "bloc" });
      this.live = h("p", { class: "away", role: "status" });
      this.alert = h("div", { class: "alert", part: "alert", role: "alert", hidden: true });
      this.blocField = h("select", { id: "bloc", onchange: () => this.fill() }, h("option", { value: "auto" }, "Tous les blocs"));
      this.chooser = h("p", { class: "choose" }, h("label", { for: "bloc" }, "Bloc"), this.blocField);
      const views = [this.buildAsk(), this.buildPaste()];
      this.tabs = views.map((view, at) =>
        h(
          "button",
          { role: "tab", part: "tab", type: "button", id: `tab-${view.id}`, "aria-controls": view.id, onclick: () => this.show(at) },
          at ? WORDS.paste : WORDS.ask,
        ),
      );
      this.views = views;
      this.panel = h(
        "div",
        { class: "panel", part: "panel", id: "panel", "aria-labelledby": "title", onkeydown: (event) => this.keys(event) },
        h(
          "header",
          { part: "header" },
          h("h2", { id: "title" }, WORDS.name),
          this.heading,
          this.closer,
        ),
        h("div", { role: "tablist", part: "tabs", "aria-label": "Que voulez-vous faire", onkeydown: (event) => this.move(event) }, ...this.tabs),
        this.chooser,
        ...views,
        this.alert,
        this.live,
        h(
          "p",
          { class: "notice", part: "notice" },
          `${WORDS.notice} `,
          h("a", { part: "link", href: this.service.base.href, target: "_blank", rel: "noopener" }, "Ouvrir l’espace complet"),
        ),
      );
      this.root = h("section", { lang: "fr", part: "root", "aria-label": WORDS.name }, this.launcher, this.panel);
      this.show(0);
    }

    buildAsk() {
      this.log = h(
        "div",
        { class: "scroll", part: "transcript", role: "log", "aria-live": "off", "aria-label": "Questions et réponses", tabindex: "0" },
        h("p", { class: "hello" }, WORDS.hello),
      );
      this.field = h("textarea", {
        id: "question",
        part: "field",
        rows: "2",
        maxlength: "4000",
        "aria-describedby": "question-hint",
        onkeydown: (event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          this.send();
        },
      });
      this.sender = h("button", { class: "main", part: "send", type: "submit" }, "Demander");
      this.file = h("input", {
        class: "away",
        type: "file",
        accept: ".docx,.odt,.pdf,.md,.txt,.html",
        onchange: () => this.file.files[0] && this.attach(this.file.files[0]),
      });
      this.chip = h("p", { class: "chip hint", hidden: true });
      const submit = (event) => {
        event.preventDefault();
        if (this.control) this.control.abort(null);
        else this.send();
      };
      return h(
        "div",
        { id: "view-ask", role: "tabpanel", "aria-labelledby": "tab-view-ask" },
        this.log,
        h(
          "form",
          { part: "form", onsubmit: submit },
          h("label", { for: "question" }, "Votre question"),
          this.field,
          h("p", { class: "away", id: "question-hint" }, "Entrée pour envoyer, Maj + Entrée pour aller à la ligne."),
          this.chip,
          h(
            "div",
            { class: "row" },
            this.sender,
            h("label", { class: "file" }, this.file, "Joindre mon texte"),
            h("button", { class: "quiet", type: "button", onclick: () => this.clear() }, "Effacer"),
          ),
        ),
      );
    }

    buildPaste() {
      this.result = h("div", { class: "scroll", part: "reading", role: "region", "aria-label": "Lecture de mon paragraphe", tabindex: "0" },
        h("p", { class: "hello" }, "Collez un paragraphe de votre dossier\u00a0: vous verrez ce qu’il montre, mot pour mot, et ce qui manque."));
      this.paragraph = h("textarea", {
        id: "paragraph",
        part: "field",
        rows: "5",
        onkeydown: (event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.read();
        },
      });
      this.critereField = h("select", { id: "critere" }, h("option", { value: "" }, "tout le bloc"));
      this.reader = h("button", { class: "main", part: "send", type: "submit" }, "Lire");
      const submit = (event) => {
        event.preventDefault();
        if (this.control) this.control.abort(null);
        else this.read();
      };
      return h(
        "div",
        { id: "view-paste", role: "tabpanel", "aria-labelledby": "tab-view-paste" },
        this.result,
        h(
          "form",
          { part: "form", onsubmit: submit },
          h("label", { for: "paragraph" }, "Votre paragraphe"),
          this.paragraph,
          h("div", { class: "row" }, h("label", { for: "critere" }, "Le lire pour"), this.critereField, this.reader),
        ),
      );
    }

    /* Gives the widget the form that its attributes ask for. */
    shape() {
      const apart = this.form !== "integre";
      this.root.className = this.form;
      this.panel.setAttribute("role", apart ? "dialog" : "group");
      this.launcher.hidden = !apart || this.opened === true;
      this.panel.hidden = apart && !this.opened;
      this.closer.hidden = !apart;
      this.chooser.hidden = this.bloc !== "auto";
      this.heading.textContent = this.bloc === "auto" ? "" : `bloc ${this.bloc.slice(1)}`;
    }

    /* Lists the critères of the bloc that is chosen. */
    fill() {
      if (!this.blocs) return;
      if (this.blocField.options.length === 1) {
        this.blocField.append(...this.blocs.map((bloc) => h("option", { value: bloc.code }, `${bloc.code} · ${bloc.intitule}`)));
      }
      const bloc = this.blocs.find((one) => one.code === this.chosen);
      const criteres = bloc ? bloc.criteres : [];
      this.critereField.replaceChildren(
        h("option", { value: "" }, bloc ? `tout le bloc ${bloc.code.slice(1)}` : "le bloc reconnu dans le texte"),
        ...criteres.map((one) => h("option", { value: one.code }, `${one.code.split("-")[1]} · ${one.texte}`)),
      );
      this.heading.textContent = this.bloc === "auto" || !bloc ? this.heading.textContent : `bloc ${bloc.code.slice(1)} · ${bloc.intitule}`;
    }

    show(at) {
      this.tabs.forEach((tab, n) => {
        tab.setAttribute("aria-selected", String(n === at));
        tab.tabIndex = n === at ? 0 : -1;
        this.views[n].hidden = n !== at;
      });
    }

    move(event) {
      const at = this.tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
      const steps = { ArrowRight: 1 - at, ArrowLeft: 1 - at, Home: 0, End: 1 };
      if (!(event.key in steps)) return;
      event.preventDefault();
      this.show(steps[event.key]);
      this.tabs[steps[event.key]].focus();
    }

    keys(event) {
      if (event.key !== "Escape" || this.form === "integre") return;
      event.stopPropagation();
      this.close();
    }

    // ---- What a page may ask of it

    open() {
      if (this.form !== "integre") {
        this.opened = true;
        this.launcher.setAttribute("aria-expanded", "true");
        this.shape();
      }
      this.prepare();
      (this.views[0].hidden ? this.paragraph : this.field).focus();
    }

    close() {
      if (this.form === "integre" || !this.opened) return;
      const inside = this.shadowRoot.activeElement;
      this.opened = false;
      this.launcher.setAttribute("aria-expanded", "false");
      this.shape();
      if (inside) this.launcher.focus();
    }

    ask(text) {
      this.show(0);
      this.open();
      this.field.value = String(text);
      return this.send();
    }

    async attach(file) {
      if (this.control) return null;
      this.show(0);
      if (this.form !== "integre" && !this.opened) this.open();
      const body = new FormData();
      body.append("file", file, file.name);
      const done = await this.work(`Ouverture de ${file.name}…`, this.sender, async (control) =>
        (await this.service.post("textes", body, control.signal)).json(),
        () => this.attach(file),
      );
      this.file.value = "";
      if (done) this.join(done);
      return done;
    }

    // ---- What it does

    /* Learns the names of blocs and critères, once. */
    async prepare() {
      if (this.blocs || this.preparing) return;
      this.preparing = true;
      try {
        this.blocs = (await (await this.service.post("reglages", {})).json()).blocs;
        this.fill();
      } catch (problem) {
        this.fail(problem, () => this.prepare());
      }
      this.preparing = false;
    }

    /* Does one thing at a time; what fails is told with a way to try again. Returns null when it did not work out. */
    async work(doing, button, task, again) {
      const words = button.textContent;
      this.control = new AbortController();
      this.calm();
      button.textContent = "Arrêter";
      this.say(doing);
      try {
        return await task(this.control);
      } catch (problem) {
        if (this.control.signal.aborted && this.control.signal.reason === null) this.say("Arrêté.");
        else this.fail(this.control.signal.aborted ? this.control.signal.reason : problem, again);
        return null;
      } finally {
        this.control = null;
        button.textContent = words;
      }
    }

    fail(problem, again) {
      const known = problem && problem.detail ? problem : navigator.onLine ? WORDS.silent : WORDS.offline;
      this.failed = true;
      const retry = () => {
        this.calm();
        (this.views[0].hidden ? this.paragraph : this.field).focus();
        again();
      };
      this.alert.replaceChildren(
        h("p", {}, [known.detail, known.hint].filter(Boolean).join(" ")),
        h("div", { class: "row" }, h("button", { type: "button", part: "retry", onclick: retry }, "Réessayer")),
      );
      this.alert.hidden = false;
      this.say("");
      this.tell("error", { status: known.status || 0, code: known.code || "", detail: known.detail, hint: known.hint || "" });
    }

    calm() {
      this.failed = false;
      this.alert.hidden = true;
      this.alert.replaceChildren();
    }

    async send() {
      const message = this.field.value.trim();
      if (!message || this.control) return null;
      if (!this.blocs) this.prepare();
      const answer = h("div", { class: "answer", part: "answer" });
      const asked = h("p", { class: "question", part: "question" }, h("span", { class: "away" }, `Vous${NB}: `), message);
      const exchange = h("article", { class: "exchange" }, asked, h("span", { class: "away" }, `Jury Blanc${NB}: `), answer);
      const first = this.log.querySelector(".hello");
      if (first) first.hidden = true;
      this.log.append(exchange);
      this.log.setAttribute("aria-busy", "true");
      this.log.scrollTop = exchange.offsetTop - this.log.offsetTop;
      this.field.value = "";
      let text = "";
      const body = { message, conversation: this.conversation, bloc: this.chosen };
      if (this.draft) body.draft = this.draft.text;
      const take = (kind, data) => kind === "delta" && layOut(answer, (text += data.text));
      const done = await this.work(
        this.draft ? "Lecture de votre texte…" : "Recherche…",
        this.sender,
        (control) => this.service.stream(body, control, take),
        () => {
          this.field.value = message;
          this.send();
        },
      );
      this.log.removeAttribute("aria-busy");
      if (done) this.finish(exchange, answer, done);
      else {
        exchange.remove();
        if (first && !this.log.querySelector(".exchange")) first.hidden = false;
        if (!this.field.value) this.field.value = message;
      }
      return done;
    }

    finish(exchange, answer, done) {
      layOut(answer, done.answer);
      const sources = sourcesOf(done.citations);
      if (sources) exchange.append(sources);
      this.conversation = done.conversation;
      this.say(`Jury Blanc${NB}: ${done.answer}`);
      this.tell("feedback", { kind: "answer", document: done });
    }

    async read() {
      const text = this.paragraph.value.trim();
      if (!text || this.control) return null;
      const body = { text, bloc: this.chosen, critere: this.critereField.value || null };
      const task = async (control) => (await this.service.post("passages", body, control.signal)).json();
      const done = await this.work("Lecture de votre paragraphe…", this.reader, task, () => this.read());
      if (!done) return null;
      const number = done.criteres.length;
      const found = number ? `Votre paragraphe parle de ${number} critère${number > 1 ? "s" : ""} du bloc ${done.bloc.slice(1)}.` : "Je n’y ai rien trouvé qui réponde à un critère de ce bloc.";
      this.result.replaceChildren(
        h("p", {}, h("b", {}, found)),
        ...done.warnings.map((one) => h("p", { class: "warning" }, one)),
        ...done.criteres.map(critereOf),
        done.silent.length && number ? h("p", { class: "hint" }, `Il ne parle pas de${NB}: ${done.silent.map((code) => code.split("-")[1]).join(", ")}.`) : "",
        h("p", { class: "hint" }, done.notice),
      );
      this.result.scrollTop = 0;
      this.paragraph.rows = 2;
      this.say(`${found} ${done.criteres.map((one) => `${one.code}. ${one.explanation} ${one.advice}`).join(" ")}`);
      this.tell("feedback", { kind: "passage", document: done });
      return done;
    }

    join(draft) {
      this.draft = draft;
      const size = draft.text.length.toLocaleString("fr-FR");
      const remove = () => {
        this.draft = null;
        this.chip.hidden = true;
        this.say("Texte retiré.");
        this.field.focus();
      };
      this.chip.replaceChildren(`${draft.name} (${size} signes) est lu à chaque question.`, h("button", { class: "quiet", type: "button", onclick: remove }, "Retirer"));
      this.chip.hidden = false;
      this.say(`${draft.name} est joint.`);
    }

    clear() {
      if (this.control) this.control.abort(null);
      this.conversation = { questions: [] };
      this.draft = null;
      this.chip.hidden = true;
      for (const exchange of this.log.querySelectorAll(".exchange")) exchange.remove();
      this.log.querySelector(".hello").hidden = false;
      this.calm();
      this.say("Tout est effacé.");
      this.field.focus();
    }
  }

  customElements.define("jury-blanc", JuryBlanc);
})();
