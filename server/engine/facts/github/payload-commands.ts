// What a script gets of the author of a change without an expression: the branch in a variable of the runner's own, texts in the
// file of the event, and what git and GitHub's command line print of the change.
import { picks, pipeOf } from './picked-words.ts';
import type { Workflow } from '../workflow.ts';

/** Set for pull requests; a branch takes `$`, backticks and brackets into its name. */
const branch = /\$(?:env:|\{)?GITHUB_HEAD_REF\b/;
const texts = String.raw`\.(?:title|body|ref|label|message|display_title|head_branch)\b`;
const eventFile = new RegExp(String.raw`^jq\s[^\n]*${texts}[^\n]*(?:\$\{?GITHUB_EVENT_PATH\b|/github/workflow/event\.json)`);
const eventFilter = new RegExp(String.raw`^jq\s[^\n]*${texts}`);
/** Of the change itself, which only a run for a pull request has checked out. */
const ofChange =
  /^git\s+(?:diff|diff-tree|show)\s[^\n]*--name-only\b|^git\s+(?:log|show)\s[^\n]*(?:--pretty|--format)[= ]["']?(?:t?format:)?%(?:s|B|b|an|ae)\b/;
const asked = /^gh\s+pr\s+(?:diff\s[^\n]*--name-only\b|view\s[^\n]*(?:--jq|-q)[= ]["']?\.(?:title|body|headRefName)\b)/;
/** What puts a list of names onto one line, sorts it or leaves some of it out. */
const listed =
  /^(?:sort|uniq|xargs|paste\s+-s\S*(?:\s+-d\S+)?|tr\s+'\\n'\s+'[ ,]'|tr\s+"\\n"\s+"[ ,]"|grep\s+(?:-[Eiv]{1,3}\s+)?\S{1,200})(?:\s+-\w)?$/;

/** True for the value of an assignment that is text which the author of the event wrote, as a command prints it. */
export function printsPayload(value: string, workflow: Workflow): boolean {
  const inside = /^"?\$\(([^\n]{1,500})\)"?$/.exec(value.trim())?.[1];
  if (inside === undefined) return branch.test(value) && !/\$\(|`|\|/.test(value);
  const [first, ...rest] = pipeOf(inside);
  if (first === undefined) return false;
  const pull = workflow.triggers.some((one) => one.name === 'pull_request');
  const reads = /^cat\s+["']?\$\{?GITHUB_EVENT_PATH\b/.test(first) && eventFilter.test(rest[0] ?? '');
  if (!reads && !eventFile.test(first) && !asked.test(first) && !(pull && ofChange.test(first))) return false;
  return rest.slice(reads ? 1 : 0).every((one) => picks(one) || listed.test(one.trim()));
}
