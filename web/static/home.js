// On the home page: drops files, follows a reading step by step, then shows it. Without it, the form works all the same.
import { readEvents } from "./events.js";

const form = document.forms[0];
const files = form.elements.file;
const steps = form.querySelector(".steps");
const state = form.querySelector(".waiting");
const refusal = form.querySelector(".refusal");
const buttons = [...form.querySelectorAll("button")];

const element = (name, text) => {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
};

const draft = (data) => {
  let item = steps.children[data.n - 1];
  if (!item) {
    item = document.createElement("li");
    item.append(element("b", data.of > 1 ? `${data.name} (${data.n} sur ${data.of})` : data.name), document.createElement("ul"));
    steps.append(item);
  }
  return item;
};

const take = (kind, data) => {
  if (kind === "file") state.textContent = `Lecture de «\u00a0${data.name}\u00a0»…`;
  if (kind === "file") draft(data);
  if (kind === "step") draft(data).querySelector("ul").append(element("li", data.words));
  if (kind === "refused") {
    const told = element("p", `${data.detail} ${data.hint}`.trim());
    told.className = "refusal";
    draft(data).append(told);
  }
  if (kind === "error") throw data;
};

const follow = async () => {
  const response = await fetch("lecture/suivie", { method: "POST", headers: { accept: "text/event-stream" }, body: new FormData(form) });
  if (!response.ok) throw await response.json();
  let href = "";
  await readEvents(response, (kind, data) => (kind === "done" ? (href = data.href) : take(kind, data)));
  if (!href) throw { detail: "La lecture a été interrompue.", hint: "Relancez-la." };
  state.textContent = "La lecture est prête.";
  location.assign(href);
};

const begin = async () => {
  steps.replaceChildren();
  refusal.textContent = "";
  state.textContent = "Envoi de votre texte…";
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
  try {
    await follow();
  } catch (problem) {
    state.textContent = "";
    refusal.textContent = [problem.detail || "Le service ne répond pas.", problem.hint].filter(Boolean).join(" ");
  }
  for (const button of buttons) button.removeAttribute("aria-disabled");
};

form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("formaction") || !window.TextDecoderStream) return;
  event.preventDefault();
  if (!event.submitter?.hasAttribute("aria-disabled")) begin();
});

// Dropping is only another way to choose: the field itself stays the way in for keyboards and readers of screens.
const zone = files.closest(".field");
const dropped = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!dropped(event)) return;
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind === "drop") files.files = event.dataTransfer.files;
  });
}

window.addEventListener("pageshow", () => {
  steps.replaceChildren();
  state.textContent = "";
});
