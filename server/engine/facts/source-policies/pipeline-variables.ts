// Variables that a pipeline gives to its scripts: `env:` of GitHub, `variables:` of GitLab and Azure, `environment:` of
// CircleCI. One that is given one text in all of the file is known; one that differs between jobs, or that a script sets
// too, is not.
import type { Assigned } from './shell-variables.ts';

const block = /^([ \t]*(?:-[ \t]+)?)(?:env|variables|environment):[ \t]*(?:#[^\n]*)?\r?\n/gm;
const line =
  /([ \t]*)(?:([A-Za-z_]\w{0,60}):[ \t]+(?:"([^"\\\n]{0,2000})"|'([^'\n]{0,4000})'|([^\s"'#&*!|>%@`{[][^#\n]{0,2000})))?[^\n]*(?:\n|$)/y;

/** The variables of the pipeline in `text`, with the place of each text. Linear. */
export function pipelineVariables(text: string, uri: string): ReadonlyMap<string, Assigned> {
  const found = new Map<string, Assigned>();
  const again = new Set([...text.matchAll(/^[ \t]*(?:-[ \t]+(?:run:[ \t]*)?)?(?:export[ \t]+)?(\w{1,60})=/gm)].map((match) => match[1]!));
  block.lastIndex = 0;
  for (let opening = block.exec(text); opening; opening = block.exec(text)) {
    line.lastIndex = block.lastIndex;
    while (line.lastIndex < text.length) {
      const start = line.lastIndex;
      const match = line.exec(text);
      if (!match) break;
      const isBlank = match[0].trim() === '';
      if (!isBlank && match[1]!.length <= opening[1]!.length) {
        line.lastIndex = start;
        break;
      }
      if (match[2] === undefined) continue;
      if (found.has(match[2])) again.add(match[2]);
      const value = match[3] ?? match[4] ?? match[5]!.trimEnd();
      const from = start + match[0].indexOf(value, match[1]!.length + match[2].length + 1);
      found.set(match[2], { value, at: { uri, span: [from, from + value.length] } });
    }
    block.lastIndex = line.lastIndex;
  }
  for (const [name, { value }] of found) if (again.has(name) || value.includes('$')) found.delete(name);
  return found;
}
