// Copies the pinned front-end files into static/vendor (and axe into tests/browser) with licences and a hash manifest.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { basename } from "node:path";

const served = "static/vendor";
const tested = "tests/browser";

const copies = [
  ["htmx.org", "dist/htmx.min.js", served],
  ["htmx.org", "LICENSE", served],
  ["@fontsource-variable/golos-text", "files/golos-text-cyrillic-wght-normal.woff2", served],
  ["@fontsource-variable/golos-text", "files/golos-text-latin-wght-normal.woff2", served],
  ["@fontsource-variable/golos-text", "LICENSE", served],
  ["lucide-static", "LICENSE", served],
  ["axe-core", "axe.min.js", tested],
  ["axe-core", "LICENSE", tested],
];

// Every name here is used by a template or named in docs/design/components.md.
const icons = `
  house users user user-plus sprout book-open message-circle calendar-days bell search check clock circle-alert
  circle-check info triangle-alert file-text download upload paperclip printer pencil trash-2 eye eye-off flag pin
  quote reply lock log-in log-out settings circle-question-mark chevron-down chevron-right chevron-left arrow-left
  arrow-right arrow-up arrow-down plus x funnel list-checks award link copy qr-code mail phone map-pin
  chart-column building-2 clipboard-list handshake star history shield-check refresh-cw
`.trim().split(/\s+/);

const manifest = {};

function packageOf(name) {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
}

function record(path, name, bytes) {
  const { version, license } = packageOf(name);
  manifest[path] = { package: name, version, license, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function copy(name, file, folder) {
  const target = file === "LICENSE" ? `LICENSE.${name.replace(/^@/, "").replace(/\W+/g, "_")}.txt` : basename(file);
  const source = `node_modules/${name}/${file}`;
  copyFileSync(source, `${folder}/${target}`);
  record(`${folder}/${target}`, name, readFileSync(source));
}

function symbol(name) {
  const drawing = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const inner = drawing.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
    `stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
}

rmSync(served, { recursive: true, force: true });
for (const folder of [served, tested]) mkdirSync(folder, { recursive: true });
for (const [name, file, folder] of copies) copy(name, file, folder);

const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${icons.map(symbol).join("\n")}\n</svg>\n`;
writeFileSync(`${served}/icons.svg`, sprite);
record(`${served}/icons.svg`, "lucide-static", sprite);
writeFileSync(`${served}/manifest.json`, JSON.stringify(manifest, null, 1) + "\n");
