// The trees that are measured: real files of this repository and of the packages that it is developed with, and beside them
// generated infrastructure, since neither holds much of it. Sorted and thinned by rule, so that each run on one commit has
// the same files; a token of a provider is planted in every hundredth.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formats } from '../../server/engine/secrets/formats/table.ts';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { kubernetesText, policyText, terraformText, workflowText } from './corpus.ts';

export interface Tree {
  readonly folder: string;
  readonly files: number;
  readonly megabytes: number;
  readonly inWords: string;
}

const own = ['server', 'client', 'scripts', 'docs'];
const text = /\.(?:[cm]?[jt]sx?|json|ya?ml|md|toml|sh|html|css)$/;
const largest = 400_000;
/** Every second token is of a kind that any scanner knows. */
const wellKnown = [
  'github-pat',
  'npm-token',
  'slack-bot-token',
  'sendgrid-key',
  'anthropic-key',
  'openai-key',
  'google-api-key',
  'stripe-live-key',
];

/** `infrastructure` of every ten files declare identities, the others are real source. */
export function makeTree(folder: string, count: number, infrastructure: number): Tree {
  const real = realFiles();
  const random = seededRandom(11);
  const generated: readonly ((n: number) => readonly [string, string])[] = [
    (n) => [`deploy/app-${n}.yaml`, kubernetesText(100, n)],
    (n) => [`infra/part-${n}/main.tf`, terraformText(100, n)],
    (n) => [`services/s${n}/.github/workflows/ci.yml`, workflowText(100, n)],
    (n) => [`policies/p-${n}.json`, policyText(6)],
  ];
  let bytes = 0;
  for (let n = 0; n < count; n++) {
    const isGenerated = n % 10 < infrastructure;
    // Spread over all there is, so that no package is there as a whole and another not at all.
    const { path: from, name: under } = real[Math.floor((n / count) * real.length)]!;
    const [name, made] = isGenerated ? generated[n % generated.length]!(n) : [`source/${n % 40}/${under}`, undefined];
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (made === undefined) copyFileSync(from, path);
    else
      writeFileSync(
        path,
        `${made}${n % 100 === 1 ? `\n# token: ${makeToken(n % 200 === 1 ? wellKnown[((n / 200) % wellKnown.length) | 0]! : formats[Math.floor(random() * 300)]!.id, random)}\n` : ''}`,
      );
    bytes += statSync(path).size;
  }
  return {
    folder,
    files: count,
    megabytes: bytes / 1e6,
    inWords: `${count.toLocaleString('en')} files, ${(bytes / 1e6).toFixed(0)} MB, ${infrastructure === 10 ? 'all of them infrastructure' : `${infrastructure * 10} % of them infrastructure and the others source of this repository and of its development packages`}`,
  };
}

/** Text files of this repository and of the packages in its manifest, each under a name of its own. */
function realFiles(): readonly { readonly path: string; readonly name: string }[] {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> };
  const found = [
    ...own,
    ...Object.keys(manifest.devDependencies)
      .sort()
      .map((name) => join('node_modules', name)),
  ].flatMap((folder) => filesBelow(folder));
  return found.map((path) => ({ path, name: path.replaceAll('node_modules', 'packages') }));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path);
      return entry.isFile() && text.test(entry.name) && statSync(path).size <= largest ? [path] : [];
    });
}
