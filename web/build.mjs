// Bundles every src/*.ts into one classic script of the same name, for the pages to load, and
// writes beside them the licences of the packages that the bundles carry.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const OUT = join("..", "kg", "pages", "static", "built");
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
// node_modules/@codemirror/view/dist/index.js
const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;

const entries = readdirSync("src").filter((name) => name.endsWith(".ts"));
const { metafile, outputFiles } = await build({
  entryPoints: entries.sort().map((name) => join("src", name)),
  outdir: OUT,
  bundle: true,
  format: "iife",
  // Offices in China run Chromium as old as 78, under many names.
  target: "es2019",
  charset: "utf8",
  minify: true,
  legalComments: "none",
  metafile: true,
  write: false,
  logLevel: "warning",
});

mkdirSync(OUT, { recursive: true });
const wanted = new Set(outputFiles.map(({ path }) => basename(path)));
for (const name of readdirSync(OUT)) if (!wanted.has(name)) rmSync(join(OUT, name));
for (const { path, contents } of outputFiles) {
  writeFileSync(path, contents);
  console.log(`${basename(path)}  ${Math.ceil(contents.length / 1024)} kB`);
}
// Written last: make takes its time for that of the whole.
writeFileSync(join(OUT, "LICENSES.txt"), licences(metafile));

function licences({ outputs }) {
  const inputs = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const names = new Set(inputs.map((path) => PACKAGE.exec(path)?.[1]).filter(Boolean));
  return [...names].sort().map(licence).join("\n");
}

function licence(name) {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  const rule = "=".repeat(80);
  return [`${rule}\n${name} ${version} (${license})\n${rule}`]
    .concat(texts.sort().map((file) => readFileSync(join(folder, file), "utf8").trim()))
    .concat("")
    .join("\n\n");
}
