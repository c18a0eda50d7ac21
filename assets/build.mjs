// Builds rumbo/ui/static/ui/uswds.css from the Sass sources of the U.S. Web Design System, copies what
// else we keep of others, and writes assets.lock. Run by `make assets`; nobody needs it to serve or test.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { transform } from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import * as sass from "sass";
import { asSass, mapColours, readTokens } from "./colours.mjs";
import { writeLock } from "./lock.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const USWDS = join(HERE, "node_modules", "@uswds", "uswds");
const STATIC = join(ROOT, "rumbo", "ui", "static", "ui");
const FONTS = [
  [/^Source Serif/, "var(--r-font-head)"],
  [/^Public Sans/, "var(--r-font-text)"],
  [/^Roboto Mono/, "var(--r-font-code)"],
];

/** Compiled CSS of one of our Sass files, without comments and fonts. */
function compile(name, folder) {
  const { css } = sass.compile(join(HERE, `${name}.scss`), {
    loadPaths: [folder, join(USWDS, "packages")],
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  const sheet = postcss.parse(css);
  sheet.walkComments((comment) => comment.remove());
  sheet.walkAtRules(/^(font-face|charset)$/, (rule) => rule.remove());
  sheet.walkAtRules("supports", (rule) => {
    // Every browser that knows cascade layers knows masks.
    if (rule.params.includes("mask:")) rule.replaceWith(rule.nodes);
  });
  return sheet.toString();
}

/** The sheet with our custom properties in the place of fixed fonts and colours. */
function asOurs(css, owner) {
  const sheet = postcss.parse(css);
  sheet.walkDecls((declaration) => {
    if (declaration.prop === "font-family") {
      const found = FONTS.find(([words]) => words.test(declaration.value));
      if (found) declaration.value = found[1];
    }
    mapColours(declaration, owner);
  });
  return sheet;
}

/** Words in our templates, Python files and scripts that may be class names. */
function content() {
  const wanted = /\.(html|py|js)$/;
  const left = /(^|\/)(tests|migrations|locale|__pycache__)(\/|$)/;
  return readdirSync(join(ROOT, "rumbo"), { recursive: true })
    .filter((path) => wanted.test(path) && !left.test(path))
    .sort()
    .map((path) => ({ raw: readFileSync(join(ROOT, "rumbo", path), "utf8"), extension: "html" }));
}

function safelist() {
  const lines = readFileSync(join(HERE, "safelist.txt"), "utf8").split("\n");
  return lines.map((line) => line.split("#")[0].trim()).filter(Boolean);
}

// States and helpers that need USWDS's script, or that no page of ours has.
const NEVER = /:disabled|\[aria-disabled|(aria|data)-sort|\.usa-nav__primary button|(type|role)=search/;

async function purge(css) {
  const sheet = postcss.parse(css);
  sheet.walkRules((rule) => {
    if (rule.parent.name === "keyframes") return;
    rule.selectors = rule.selectors.filter((one) => !NEVER.test(one.replace(/:not\([^)]*\)/g, "")));
    if (!rule.selector) rule.remove();
  });
  const [done] = await new PurgeCSS().purge({
    content: content(),
    css: [{ raw: sheet.toString() }],
    defaultExtractor: (words) => words.match(/[\w:-]*[\w]/g) ?? [],
    safelist: safelist(),
    keyframes: true,
  });
  return done.css;
}

/** The sheet with each drawn sign written once, as a custom property that holds the drawing. */
function inlineIcons(sheet) {
  const icons = new Map();
  sheet.walkDecls((declaration) => {
    declaration.value = declaration.value.replace(/url\("\.\.\/img\/([^"]+)"\)/g, (_, path) => {
      const name = `--r-sign-${basename(path, ".svg").replaceAll("_", "-")}`;
      icons.set(name, join(USWDS, "dist", "img", path));
      return `var(${name})`;
    });
  });
  // Signs that only our own sheet uses, by name.
  const own = readFileSync(join(STATIC, "site.css"), "utf8").matchAll(/var\(--r-sign-([\w-]+)\)/g);
  for (const [, name] of own) {
    icons.set(`--r-sign-${name}`, join(USWDS, "dist", "img", "usa-icons", `${name.replaceAll("-", "_")}.svg`));
  }
  const root = postcss.rule({ selector: ":root" });
  for (const [name, path] of [...icons].sort()) {
    const drawing = readFileSync(path, "utf8").trim().replace(/\s*\n\s*/g, " ").replaceAll('"', "'");
    const coded = drawing.replace(/[#%<>]/g, encodeURIComponent);
    root.append({ prop: name, value: `url("data:image/svg+xml,${coded}")` });
  }
  return root;
}

async function build() {
  const tokens = readTokens(readFileSync(join(STATIC, "site.css"), "utf8"));
  const theme = readFileSync(join(HERE, "uswds-theme.scss"), "utf8");
  const used = new Set([...theme.matchAll(/\bt\.\$([\w-]+)/g)].map((found) => found[1]));
  const { owner, sass: module } = asSass(tokens, used);
  const folder = mkdtempSync(join(tmpdir(), "rumbo-assets-"));
  try {
    writeFileSync(join(folder, "_tokens.scss"), module);
    const elements = asOurs(compile("elements", folder), owner);
    const parts = asOurs(await purge(compile("uswds", folder)), owner);
    const icons = inlineIcons(parts);
    const css = `@layer reset,base,uswds;${icons}@layer reset{${elements}}@layer uswds{${parts}}`;
    const { code, warnings } = await transform(css, { loader: "css", minify: true, legalComments: "none" });
    if (warnings.length) throw new Error(warnings.map((one) => one.text).join("\n"));
    const version = JSON.parse(readFileSync(join(USWDS, "package.json"), "utf8")).version;
    const notice = `/* U.S. Web Design System ${version}, the parts we use. Made by \`make assets\`; see uswds-LICENSE.md. */\n`;
    writeFileSync(join(STATIC, "uswds.css"), notice + code);
    console.log(`uswds.css: ${code.length} bytes, ${brotliCompressSync(code).length} with brotli`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

try {
  await build();
  writeLock(ROOT, HERE);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
