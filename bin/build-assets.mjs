// Compiles assets/app.scss and gathers the scripts the pages load, all into static/build/.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { compile } from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const assets = join(root, "assets");
const built = join(root, "static", "build");

const copied = [
  join(assets, "app.js"),
  join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"),
  join(modules, "htmx.org/dist/htmx.min.js"),
  join(modules, "accessible-autocomplete/dist/accessible-autocomplete.min.js"),
  join(modules, "accessible-autocomplete/dist/accessible-autocomplete.min.css"),
];

// Hashed file names are refused when a file points at a source map that is not there.
const sourceMapLine = /\/[/*]# sourceMappingURL=.*$/gm;

// Compiled before anything is removed, so that a mistake in the styles keeps the last good build.
const { css } = compile(join(assets, "app.scss"), {
  loadPaths: [modules],
  style: "compressed",
  quietDeps: true,
});

rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
writeFileSync(join(built, "app.css"), css);
for (const file of copied) {
  writeFileSync(join(built, basename(file)), readFileSync(file, "utf8").replace(sourceMapLine, ""));
}

const images = join(assets, "images");
if (existsSync(images)) {
  cpSync(images, join(built, "images"), { recursive: true });
}

console.log(`Styles and scripts built: app.css is ${Math.round(css.length / 1024)} KiB`);
