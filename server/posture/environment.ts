// Which environment a path belongs to, as far as its folders and its name say: a grant that was approved for staging is not
// approved for production because somebody moved the file.

/** Names that a folder of environments has nearly everywhere; a policy adds its own for production. */
const others = new Set([
  'dev',
  'development',
  'test',
  'testing',
  'qa',
  'uat',
  'int',
  'integration',
  'stage',
  'staging',
  'preprod',
  'preview',
  'sandbox',
  'demo',
  'shared',
  'nonprod',
  'dr',
]);

/** `production`, another well-known name, or undefined. The last folder that names one counts, the file's own name first. */
export function environmentOf(uri: string, production: readonly string[]): string | undefined {
  const wanted = new Set(production.map((name) => name.toLowerCase()));
  for (const part of uri.toLowerCase().split('/').reverse()) {
    const words = [part, part.replace(/\.[a-z0-9]+$/, ''), ...part.split(/[-_.]/)];
    if (words.some((word) => wanted.has(word))) return 'production';
    const other = words.find((word) => others.has(word));
    if (other !== undefined) return other;
  }
  return undefined;
}
