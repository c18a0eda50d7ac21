// Copies what we keep of others out of the npm packages and writes assets.lock.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const UI = "rumbo/ui/static/ui";
// [our file, npm package, path in the package; none where the file is built or comes from elsewhere]
const KEPT = [
  [`${UI}/uswds.css`, "@uswds/uswds", null],
  [`${UI}/uswds-LICENSE.md`, "@uswds/uswds", "LICENSE.md"],
  [`${UI}/fonts/public-sans-latin-400-normal.woff2`, "@fontsource/public-sans", "files/public-sans-latin-400-normal.woff2"],
  [`${UI}/fonts/public-sans-latin-700-normal.woff2`, "@fontsource/public-sans", "files/public-sans-latin-700-normal.woff2"],
  [`${UI}/fonts/PublicSans-OFL.txt`, "@fontsource/public-sans", null],
  [`${UI}/fonts/source-serif-4-latin-600-normal.woff2`, "@fontsource/source-serif-4", "files/source-serif-4-latin-600-normal.woff2"],
  [`${UI}/fonts/SourceSerif4-OFL.txt`, "@fontsource/source-serif-4", null],
  ["rumbo/ui/fonts/PublicSans-Regular.ttf", "@uswds/uswds", "dist/fonts/public-sans/PublicSans-Regular.ttf"],
  ["rumbo/ui/fonts/PublicSans-Bold.ttf", "@uswds/uswds", "dist/fonts/public-sans/PublicSans-Bold.ttf"],
  ["rumbo/ui/fonts/PublicSans-Italic.ttf", "@uswds/uswds", "dist/fonts/public-sans/PublicSans-Italic.ttf"],
  ["rumbo/ui/fonts/SourceSerif4-Semibold.ttf", "Source Serif 4 (Adobe)", "4.004"],
  ["tests/vendor/axe.min.js", "axe-core", "axe.min.js"],
  ["tests/vendor/axe-core.licences-of-parts.txt", "axe-core", null],
  ["tests/vendor/ical.min.js", "ical.js", "dist/ical.min.js"],
];

/** Write assets.lock: package, version, sha256 and file of all that is not ours. */
export function writeLock(root, here) {
  const lines = KEPT.map(([file, name, from]) => {
    const isPackage = !name.includes(" ");
    const folder = join(here, "node_modules", name);
    const version = isPackage ? JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version : from;
    if (isPackage && from) copyFileSync(join(folder, from), join(root, file));
    const sum = createHash("sha256").update(readFileSync(join(root, file))).digest("hex");
    return [name, version, sum, file].join("\t");
  });
  const head = "# Files of others that we keep: package, version, sha256, file. Written by `make assets`.";
  writeFileSync(join(root, "assets.lock"), `${[head, ...lines].join("\n")}\n`);
}
