// The engine in this process, without start, disk and protocol: how fast it reads what, and what an edit costs it, in processor time.
import { parseAllDocuments } from 'yaml';
import { rulesOf } from '../../rules/registry.ts';
import { createDocument, folderOf, type Document } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import { parseHcl } from '../../server/engine/syntax/hcl/parse.ts';
import { parseYaml } from '../../server/engine/syntax/yaml.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { kubernetesText, policyText, sourceText, terraformText, workflowText } from './corpus.ts';
import { percentile } from './measure.ts';

/** Milliseconds of processor time since `begin`: what other programs do at the same time is not in it. */
const worked = (begin: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
};
const median = (values: readonly number[]): number => percentile(values, 0.5);

function engineOver(documents: Map<string, Document>) {
  return createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => defaultSettings,
    source: {
      document: (uri) => documents.get(uri),
      siblings: (folder) => [...documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
  });
}

/** Megabytes a second, each text read and judged from nothing. */
export async function throughput(say: (line: string) => void): Promise<void> {
  const texts: Record<string, [string, string]> = {
    workflow: ['.github/workflows/ci.yml', workflowText(4000)],
    kubernetes: ['deploy/all.yaml', kubernetesText(20000)],
    terraform: ['infra/main.tf', terraformText(20000)],
    'policy JSON': ['policy.json', policyText(3000)],
    'TypeScript source': ['src/load.ts', sourceText(20000)],
  };
  for (const [name, [uri, text]] of Object.entries(texts)) {
    const times: number[] = [];
    for (let n = 0; n < 5; n++) {
      const document = createDocument(uri, text);
      const engine = engineOver(new Map([[uri, document]]));
      const begin = process.cpuUsage();
      await engine.read([document]);
      await engine.analyze();
      times.push(worked(begin));
    }
    const mb = text.length / 1e6;
    say(
      `engine, ${name}: ${(mb / (median(times) / 1000)).toFixed(1)} MB/s (${(median(times) / mb).toFixed(0)} ms/MB, ${mb.toFixed(2)} MB)`,
    );
  }
}

/** What the trees alone cost, before anything is made of them. */
export function parsing(say: (line: string) => void): void {
  // Documents of an ordinary size, whose trees go when the next one comes, as in a run.
  const texts = (make: (lines: number, seed: number) => string): string[] => Array.from({ length: 20 }, (_, seed) => make(1000, seed + 1));
  const [hcl, yaml] = [texts(terraformText), texts(kubernetesText)];
  for (const [name, documents, parse] of [
    ['HCL', hcl, parseHcl],
    ['YAML', yaml, parseYaml],
    ['YAML, by the `yaml` package alone', yaml, (one: string) => parseAllDocuments(one)],
  ] as const) {
    const times = Array.from({ length: 9 }, () => {
      const begin = process.cpuUsage();
      for (const text of documents) parse(text);
      return worked(begin);
    });
    say(`trees of ${name}, 20 documents of 1,000 lines: ${(median(times.slice(2)) / (documents.join('').length / 1e6)).toFixed(0)} ms/MB`);
  }
}

/** One keystroke after another in one document that stands alone. */
export async function keystroke(say: (line: string) => void): Promise<void> {
  for (const [name, uri, text, lines] of [
    ['workflow', '.github/workflows/ci.yml', workflowText(1000), '1,000'],
    ['Kubernetes', 'deploy/all.yaml', kubernetesText(1000), '1,000'],
    ['Terraform', 'infra/main.tf', terraformText(1000), '1,000'],
    ['workflow', '.github/workflows/ci.yml', workflowText(5000), '5,000'],
    ['Kubernetes', 'deploy/all.yaml', kubernetesText(5000), '5,000'],
    ['Terraform', 'infra/main.tf', terraformText(5000), '5,000'],
  ] as const) {
    const documents = new Map<string, Document>();
    const engine = engineOver(documents);
    const times: number[] = [];
    let current = text;
    const middle = text.indexOf('\n', text.length >> 1);
    for (let n = 0; n < 120; n++) {
      current = `${current.slice(0, middle)}${n % 2 === 0 ? ' #' : 'x'}${current.slice(middle)}`;
      const begin = process.cpuUsage();
      const document = createDocument(uri, current);
      documents.set(uri, document);
      await engine.read(engine.withSiblings([document]));
      await engine.analyze();
      if (n >= 20) times.push(worked(begin));
    }
    say(
      `keystroke to findings, ${name} of ${lines} lines: median ${median(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`,
    );
  }
}

/** One file of a tree of 2,000 is edited: its folder is read again, and only what can differ is judged again. */
export async function relink(say: (line: string) => void): Promise<void> {
  const documents = new Map<string, Document>();
  for (let n = 0; n < 2000; n++)
    documents.set(`team-${n % 250}/part-${n}.tf`, createDocument(`team-${n % 250}/part-${n}.tf`, terraformText(120, n)));
  const folders = new Map<string, string[]>();
  for (const uri of documents.keys()) (folders.get(folderOf(uri)) ?? folders.set(folderOf(uri), []).get(folderOf(uri))!).push(uri);
  const engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => defaultSettings,
    source: { document: (uri) => documents.get(uri), siblings: (folder) => folders.get(folder) ?? [] },
  });
  await engine.read([...documents.values()]);
  await engine.analyze();
  const uri = 'team-7/part-7.tf';
  const { text } = documents.get(uri)!;
  const times: number[] = [];
  for (let n = 0; n < 60; n++) {
    const begin = process.cpuUsage();
    const document = createDocument(uri, `${text}# ${n}\n`);
    documents.set(uri, document);
    await engine.read(engine.withSiblings([document]));
    await engine.analyze();
    if (n >= 10) times.push(worked(begin));
  }
  say(`one edit in a Terraform tree of 2,000 files: median ${median(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`);
}
