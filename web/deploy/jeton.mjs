// Signe le jeton d'une personne pour le widget de Jury Blanc ; rien à installer.
//   JURY_SITE=site-… JURY_SECRET=… node jeton.mjs SUB ROLE
import { createHmac } from "node:crypto";
import process from "node:process";
import { fileURLToPath } from "node:url";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

// Rend un jeton de quatre minutes ; sub est un identifiant stable, role est « candidate » ou « tutor ».
export function jeton(site, secret, sub, role) {
  const exp = Math.floor(Date.now() / 1000) + 240;
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ aud: site, sub, role, exp })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [sub, role] = process.argv.slice(2);
  process.stdout.write(JSON.stringify({ token: jeton(process.env.JURY_SITE, process.env.JURY_SECRET, sub, role) }));
}
