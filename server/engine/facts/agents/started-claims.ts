// Which files start programs: scripts, images, units, lists of tasks. Workflows and pipelines are none of them; their steps
// are judged with what the job holds.
import type { Document, Format } from '../../document.ts';
import { tellsOfBypass } from './bypass-options.ts';

const script = /child_process|["']execa|node-pty/;
/** Languages whose programs are looked through for processes that they start, and how they start one. */
const starts: ReadonlyMap<Format, RegExp> = new Map([
  ['python', /subprocess|\bos\.(?:system|popen)\b|pexpect/],
  ['javascript', script],
  ['typescript', script],
  ['go', /"os\/exec"/],
]);
/** Whether a format is of such a language. */
export const isProgram = (format: Format): boolean => starts.has(format);
const formats: ReadonlySet<Format> = new Set(['shell', 'powershell', 'dockerfile']);
const container =
  /(?:^|\/)(?:[^/]*\.)?(?:docker|container)file(?:\.[^/]*)?$|(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$|(?:^|\/)\.?devcontainer(?:\/[^/]+)?(?:\/devcontainer)?\.json$/i;
const lists =
  /(?:^|\/)(?:(?:GNU)?[Mm]akefile|crontab|cron\.d\/[^/]+|\.?[Jj]ustfile|Procfile(?:\.\w{1,20})?|package\.json|deno\.jsonc?|composer\.json|[Tt]askfile(?:\.dist)?\.ya?ml|\.?mise\.toml|process-compose\.ya?ml|\.envrc|\.bash_aliases|\.vscode\/tasks\.json)$|\.(?:mk|just|service|tmux|fish|cron(?:tab)?)$/;
const podKind = /^kind:[ \t]*["']?(?:Pod|Job|CronJob|Deployment|StatefulSet|DaemonSet)\b/m;

/** Whether what the file starts runs in a container of its own. */
export const isContainerFile = (document: Document): boolean =>
  document.format === 'dockerfile' || container.test(document.uri) || (document.format === 'yaml' && podKind.test(document.text));

export function claimsStartedAgent(document: Document): boolean {
  const start = starts.get(document.format);
  if (start && !lists.test(document.uri)) return tellsOfBypass(document) && start.test(document.text);
  return (formats.has(document.format) || lists.test(document.uri) || isContainerFile(document)) && tellsOfBypass(document);
}
