// Colours: USWDS compiles fixed ones; ours are custom properties that follow the reader's scheme.

// In parts that stand on the deep ground, white words are words on that ground, not on the accent.
const ON_DEEP = [".usa-identifier"];
// Colours that USWDS takes from its own palette, whatever the theme says.
const SYSTEM = { "#757575": "ink-soft", "#c9c9c9": "line", "#e6e6e6": "line" };
const COLOUR = /#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|\b(?:white|black)\b/gi;

/** The light scheme's tokens of our stylesheet, by name. */
export function readTokens(css) {
  const light = css.split("prefers-color-scheme:dark")[0];
  return new Map([...light.matchAll(/--r-([\w-]+):(#[0-9a-f]{6}|#[0-9a-f]{3})\b/g)].map((m) => [m[1], m[2]]));
}

/** The tokens as a Sass module. A colour that two tokens share could not be led back, so it is refused. */
export function asSass(tokens, used) {
  const owner = new Map();
  for (const name of used) {
    const colour = long(tokens.get(name) ?? fail(`no token --r-${name} in site.css`));
    if (owner.has(colour)) fail(`--r-${name} and --r-${owner.get(colour)} are the same ${colour}`);
    owner.set(colour, name);
  }
  return { owner, sass: [...used].map((name) => `$${name}: ${long(tokens.get(name))};`).join("\n") };
}

/** One declaration with custom properties in the place of its colours. */
export function mapColours(declaration, owner) {
  if (/^(content|font|src|mask|background-image$)/.test(declaration.prop)) return;
  declaration.value = declaration.value.replace(COLOUR, (found) => variable(found.toLowerCase(), declaration, owner));
}

function variable(found, declaration, owner) {
  if (found === "white" || found === "#fff" || found === "#ffffff") {
    if (!["color", "fill"].includes(declaration.prop)) return "var(--r-surface)";
    const isOnDeep = ON_DEEP.some((part) => declaration.parent.selector.includes(part));
    return isOnDeep ? "var(--r-deep-ink)" : "var(--r-accent-ink)";
  }
  if (found === "black") return "var(--r-ink)";
  if (found.startsWith("rgb")) {
    const [red, green, blue, alpha = 1] = found.match(/[\d.]+/g).map(Number);
    if (red + green + blue === 0) return found; // a shadow
    const name = owner.get(hex(red, green, blue));
    if (name) return `color-mix(in srgb,var(--r-${name}) ${Math.round(alpha * 100)}%,transparent)`;
  }
  const name = owner.get(long(found)) ?? SYSTEM[long(found)];
  if (!name) fail(`${declaration.parent.selector} { ${declaration.prop}: ${found} } is none of our colours`);
  return `var(--r-${name})`;
}

const hex = (...parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
const long = (colour) => (colour.length === 4 ? `#${[...colour.slice(1)].map((one) => one + one).join("")}` : colour);

function fail(words) {
  throw new Error(words);
}
