// Builds app and modeller, each .css and .js, into src/yimen/sites/static/build, or into the folder given. The same sources, the same bytes.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const front = dirname(fileURLToPath(import.meta.url));
const fixed = join(front, "..", "src", "yimen", "sites", "static");
const target = process.argv[2] ? resolve(process.argv[2]) : join(fixed, "build");

/** Lets app.css import sheets that stand beside their drawings under static/css; one that is not there yet is empty. */
const fromStatic = {
  name: "from-static",
  setup(bundle) {
    bundle.onResolve({ filter: /^static:/ }, ({ path }) => {
      const sheet = join(fixed, "css", path.slice("static:".length));
      return existsSync(sheet) ? { path: sheet } : { path, namespace: "absent" };
    });
    bundle.onLoad({ filter: /.*/, namespace: "absent" }, () => ({ contents: "", loader: "css" }));
  },
};

mkdirSync(target, { recursive: true });
const plain = {
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  legalComments: "none",
  // Town halls still run browsers of 2021.
  target: ["chrome88", "firefox85", "safari15"],
  external: ["../img/*"],
  plugins: [fromStatic],
  logLevel: "warning",
};
await build({ ...plain, entryPoints: [join(front, "app.css"), join(front, "app.js")] });

/** Returns the licences of the packages that a bundle holds, each under its name: they go with every copy. */
function licences({ inputs }) {
  const named = Object.keys(inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const parts = [...new Set(named.filter(Boolean))].sort().map((name) => {
    const folder = join(front, "..", "node_modules", name);
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    return `${name}\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).license}\n`;
  });
  return parts.join(`\n${"-".repeat(72)}\n`);
}

// Loaded by one page only. The licence of bpmn-js asks that its mark stays on the drawing.
const { metafile } = await build({
  ...plain,
  entryPoints: [join(front, "modeller", "modeller.css"), join(front, "modeller", "modeller.js")],
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  banner: { js: "/*! Holds bpmn-js and others: modeller-licences.txt */" },
  metafile: true,
});
writeFileSync(join(target, "modeller-licences.txt"), licences(metafile));
