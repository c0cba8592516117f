// Comforts that the pages do without: words that lead to their critère.
"use strict";

const chosen = () => document.querySelector('input[name="only"]:checked')?.id.replace("only-", "of-");

document.querySelector(".manuscript")?.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark || !document.getSelection().isCollapsed) return;
  const codes = [...mark.classList].filter((name) => name.startsWith("of-"));
  const code = codes.includes(chosen()) ? chosen() : codes[0];
  const critere = document.querySelector(`.critere[id$="-${CSS.escape(code.slice(3))}"]`);
  if (critere) location.hash = critere.id;
});

document.querySelector(".reading")?.addEventListener("click", (event) => {
  const place = event.target.closest(".critere .place[href]");
  const radio = place && document.getElementById(`only-${place.closest(".critere").id.split("-").pop()}`);
  if (radio) radio.checked = true;
});
