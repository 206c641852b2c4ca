// Builds app.css and app.js into src/yimen/sites/static/build, or into the folder given. The same sources, the same bytes.
import { existsSync, mkdirSync } from "node:fs";
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
await build({
  entryPoints: [join(front, "app.css"), join(front, "app.js")],
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
});
