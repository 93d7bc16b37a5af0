// Baselines of other tools, as a list of what they excuse. Formats as their tools document them: gitleaks reports used as
// a baseline and `.gitleaksignore`, what `zizmor.yml` ignores, detect-secrets' `.secrets.baseline`, Checkov's `.checkov.baseline`, Trivy's `.trivyignore` and
// `.trivyignore.yaml`, Kingfisher's baseline. Nothing of a secret is read from them, hashed or not.
import { resolved, type DataMap, type DataNode } from '../engine/syntax/data.ts';
import { parseJson } from '../engine/syntax/json.ts';
import { parseYaml } from '../engine/syntax/yaml.ts';

const foreignTools = ['gitleaks', 'detect-secrets', 'checkov', 'trivy', 'kingfisher', 'zizmor'] as const;
export type ForeignTool = (typeof foreignTools)[number];

/** One thing that a baseline excuses. */
export interface ForeignEntry {
  /** Path relative to the root; undefined where the entry holds for every file. */
  readonly file?: string;
  /** One-based; undefined where the tool does not say. */
  readonly line?: number;
  /** The tool's own id of the check, where it is one that rules name among their peers. */
  readonly check?: string;
  /** Address of the resource, as Checkov writes it. */
  readonly resource?: string;
  /** Last day it holds, where the tool has one. */
  readonly until?: string;
  readonly reason?: string;
}

export interface ForeignBaseline {
  readonly tool: ForeignTool;
  readonly entries: readonly ForeignEntry[];
  /** Entries of a form that is not known: counted, never dropped in silence. */
  readonly unread: number;
}

/** Recognises the tool by what the text holds; undefined for a text that is none of these. Never throws. */
export function readForeignBaseline(path: string, text: string): ForeignBaseline | undefined {
  if (/(?:^|\/)\.trivyignore$/.test(path)) return trivyList(text);
  if (/(?:^|\/)\.gitleaksignore$/.test(path)) return gitleaksList(text);
  const root = resolved((/\.ya?ml$/.test(path) ? parseYaml(text) : parseJson(text)).roots[0]);
  if (root?.kind === 'list') return gitleaks(root.items);
  if (root?.kind !== 'map') return undefined;
  if (child(root, 'results')?.kind === 'map' && child(root, 'plugins_used')) return detectSecrets(child(root, 'results') as DataMap);
  if (child(root, 'failed_checks')?.kind === 'list') return checkov(itemsOf(child(root, 'failed_checks')));
  if (child(root, 'ExactFindings')?.kind === 'map') return kingfisher(itemsOf(child(child(root, 'ExactFindings'), 'matches')));
  if (['misconfigurations', 'secrets', 'vulnerabilities', 'licenses'].some((key) => child(root, key))) return trivyFile(root);
  if (/(?:^|\/)zizmor\.ya?ml$/.test(path) && child(root, 'rules')?.kind === 'map') return zizmor(child(root, 'rules') as DataMap);
  return undefined;
}

/** One fingerprint a line: `FILE:RULE:LINE`, with the commit in front where the history was searched; `#` begins a comment. */
function gitleaksList(text: string): ForeignBaseline {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  const entries = lines.flatMap((line): ForeignEntry[] => {
    const parts = line.split(':');
    const number = Number(parts.pop());
    parts.pop();
    if (/^[0-9a-f]{40}$/.test(parts[0] ?? '')) parts.shift();
    return parts.length > 0 && Number.isInteger(number) && number > 0 ? [{ file: cleaned(parts.join(':')), line: number }] : [];
  });
  return { tool: 'gitleaks', entries, unread: lines.length - entries.length };
}

/** `ignore` of a rule names workflows by their file names, `ci.yml`, `ci.yml:12` or `ci.yml:12:3`; `disable` excuses all. */
function zizmor(rules: DataMap): ForeignBaseline {
  const entries: ForeignEntry[] = [];
  let unread = 0;
  for (const { key, value } of rules.entries) {
    const check = `zizmor ${textOf(key)}`;
    const off = child(value, 'disable');
    if (off?.kind === 'scalar' && off.value === true) entries.push({ check });
    for (const item of itemsOf(child(value, 'ignore'))) {
      const [, name, line] = /^([^:]+\.ya?ml)(?::(\d+))?(?::\d+)?$/.exec(textOf(item) ?? '') ?? [];
      if (name === undefined) unread++;
      else entries.push({ check, file: `.github/workflows/${name}`, ...(line === undefined ? {} : { line: Number(line) }) });
    }
  }
  return { tool: 'zizmor', entries, unread };
}

function gitleaks(items: readonly DataNode[]): ForeignBaseline {
  const entries = items.flatMap((item): ForeignEntry[] => {
    const file = textOf(child(item, 'File'));
    const line = numberOf(child(item, 'StartLine'));
    return file === undefined || line === undefined ? [] : [{ file: cleaned(file), line }];
  });
  return { tool: 'gitleaks', entries, unread: items.length - entries.length };
}

function detectSecrets(results: DataMap): ForeignBaseline {
  const entries: ForeignEntry[] = [];
  let all = 0;
  for (const { key, value } of results.entries) {
    for (const item of itemsOf(value)) {
      all++;
      const file = textOf(child(item, 'filename')) ?? textOf(key);
      const line = numberOf(child(item, 'line_number'));
      // What a person marked as a real secret is no excuse.
      const real = child(item, 'is_secret');
      if (file !== undefined && line !== undefined && !(real?.kind === 'scalar' && real.value === true))
        entries.push({ file: cleaned(file), line });
    }
  }
  return { tool: 'detect-secrets', entries, unread: all - entries.length };
}

function checkov(files: readonly DataNode[]): ForeignBaseline {
  const entries: ForeignEntry[] = [];
  let all = 0;
  for (const one of files) {
    const file = textOf(child(one, 'file'));
    for (const finding of itemsOf(child(one, 'findings'))) {
      const resource = textOf(child(finding, 'resource'));
      for (const id of itemsOf(child(finding, 'check_ids'))) {
        all++;
        const check = textOf(id);
        if (file !== undefined && check !== undefined) entries.push({ file: cleaned(file), check, ...(resource ? { resource } : {}) });
      }
    }
  }
  return { tool: 'checkov', entries, unread: all - entries.length };
}

function kingfisher(items: readonly DataNode[]): ForeignBaseline {
  const entries = items.flatMap((item): ForeignEntry[] => {
    const file = textOf(child(item, 'filepath'));
    const line = numberOf(child(item, 'linenum'));
    return file === undefined || line === undefined ? [] : [{ file: cleaned(file), line }];
  });
  return { tool: 'kingfisher', entries, unread: items.length - entries.length };
}

/** One id a line, with `exp:2027-01-31` behind it; `#` begins a comment. */
function trivyList(text: string): ForeignBaseline {
  const entries = text.split(/\r?\n/).flatMap((line): ForeignEntry[] => {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!words[0]) return [];
    const until = words.find((word) => /^exp:\d{4}-\d{2}-\d{2}$/.test(word))?.slice(4);
    return [{ check: words[0], ...(until ? { until } : {}) }];
  });
  return { tool: 'trivy', entries, unread: 0 };
}

function trivyFile(root: DataMap): ForeignBaseline {
  const entries: ForeignEntry[] = [];
  let unread = 0;
  for (const kind of ['misconfigurations', 'secrets']) {
    for (const item of itemsOf(child(root, kind))) {
      const check = textOf(child(item, 'id'));
      if (check === undefined) {
        unread++;
        continue;
      }
      const until = textOf(child(item, 'expired_at'))?.slice(0, 10);
      const reason = textOf(child(item, 'statement'));
      const common = { check, ...(until ? { until } : {}), ...(reason ? { reason } : {}) };
      const paths = itemsOf(child(item, 'paths'))
        .map(textOf)
        .filter((path) => path !== undefined);
      if (paths.length === 0) entries.push(common);
      else for (const path of paths) entries.push({ ...common, file: cleaned(path) });
    }
  }
  return { tool: 'trivy', entries, unread };
}

function child(node: DataNode | undefined, key: string): DataNode | undefined {
  const map = resolved(node);
  return map?.kind === 'map' ? resolved(map.entries.find((entry) => textOf(entry.key) === key)?.value) : undefined;
}

function itemsOf(node: DataNode | undefined): readonly DataNode[] {
  const list = resolved(node);
  return list?.kind === 'list' ? list.items : [];
}

function textOf(node: DataNode | undefined): string | undefined {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && (typeof scalar.value === 'string' || typeof scalar.value === 'number')
    ? String(scalar.value)
    : undefined;
}

function numberOf(node: DataNode | undefined): number | undefined {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'number' && Number.isInteger(scalar.value) && scalar.value > 0
    ? scalar.value
    : undefined;
}

function cleaned(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
}
