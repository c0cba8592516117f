// On the page of a reading under way: tells each step, waits for a service that restarts, then leads to what the reading became.
import { readEvents } from "./events.js";

const place = document.querySelector(".follow");
const state = place.querySelector(".waiting");
const steps = place.querySelector(".steps ul");
const refusal = place.querySelector(".refusal");
const address = `${place.dataset.root}espace/lectures/${place.dataset.code}`;
const pause = () => new Promise((resolve) => setTimeout(resolve, 2000));
let over = false;

const take = (kind, data) => {
  if (kind === "file") steps.replaceChildren();
  if (kind === "state" && state.textContent !== data.words) state.textContent = data.words;
  if (kind === "step") steps.append(Object.assign(document.createElement("li"), { textContent: data.words }));
  if (kind === "done" || kind === "error") {
    over = true;
    state.textContent = kind === "done" ? "La lecture est prête." : "";
    location.replace(kind === "done" ? place.dataset.root + data.href : address);
  }
};

const follow = async () => {
  const response = await fetch(`${address}/suivi`, { headers: { accept: "text/event-stream" } });
  if (response.status >= 500) throw new Error("not now");
  if (!response.ok || !response.headers.get("content-type").startsWith("text/event-stream")) {
    over = true; // signed out meanwhile, or erased: the page says which
    location.replace(address);
    return;
  }
  refusal.textContent = "";
  await readEvents(response, take);
};

while (!over) {
  try {
    await follow();
  } catch {
    refusal.textContent = "Le service ne répond pas pour l’instant. Votre texte est gardé\u00a0: la lecture reprendra.";
    await pause();
  }
}
