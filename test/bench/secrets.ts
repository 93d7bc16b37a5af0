// What the secret scanner costs by itself: megabytes in a second on texts of the shapes that hurt, and a dump that is too
// large to be read. Whole runs beside other scanners are in commands.ts.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocument } from '../../server/engine/document.ts';
import { seededRandom } from '../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../server/engine/secrets/scan.ts';
import { kubernetesText, sourceText } from './corpus.ts';
import { costOf } from './measure.ts';

/** Minified script as a bundler writes it: our own, which speaks of secrets and tokens more than most. */
function minifiedText(out: string): string {
  const chunks = join(out, 'chunks');
  return readdirSync(chunks)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => readFileSync(join(chunks, name), 'utf8'))
    .join('')
    .slice(0, 3_000_000);
}

function jsonText(size: number): string {
  const random = seededRandom(10);
  const rows: unknown[] = [];
  for (let length = 0; length < size; length += 150)
    rows.push({
      id: Math.floor(random() * 1e9),
      name: `item ${rows.length}`,
      tags: ['a', 'b'],
      note: 'nothing to see here, move on please',
      ratio: random(),
    });
  return JSON.stringify(rows);
}

function sqlText(size: number): string {
  const row = "INSERT INTO events VALUES (1,'2026-01-01','page','/orders/list','ok',42,NULL,'a note of a few words');\n";
  return row.repeat(Math.ceil(size / row.length));
}

/** Seconds of processor time: what other programs do at the same time is not in it. */
const worked = (run: () => void): number => {
  const begin = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
};
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** `out` is the folder of the build that is measured. */
export function secretThroughput(out: string, say: (line: string) => void): void {
  const texts: readonly (readonly [string, string, string])[] = [
    ['mixed source', 'src/load.ts', sourceText(40_000)],
    ['YAML', 'deploy/all.yaml', kubernetesText(20_000)],
    ['minified JavaScript', 'dist/app.min.js', minifiedText(out)],
    ['10 MB of JSON on one line', 'data/all.json', jsonText(10_000_000)],
  ];
  for (const [name, uri, text] of texts) {
    const times = Array.from({ length: 5 }, () => worked(() => void scanSecrets(createDocument(uri, text))));
    say(`secrets, ${name}: ${(text.length / 1e6 / median(times)).toFixed(1)} MB/s (${(text.length / 1e6).toFixed(1)} MB)`);
  }
}

/** A dump over the size cap is named and not read. */
export async function oversized(folder: string, cli: string, say: (line: string) => void): Promise<void> {
  mkdirSync(join(folder, 'db'), { recursive: true });
  writeFileSync(join(folder, 'db', 'dump.sql'), sqlText(50_000_000));
  const { cpu, stdout } = await costOf({ command: process.execPath, args: [cli, 'check', '--no-color', '.'], cwd: folder });
  say(
    `secrets, a 50 MB dump: ${cpu.toFixed(2)} s; said: ${
      stdout
        .split('\n')
        .find((line) => line.includes('dump.sql'))
        ?.trim() ?? 'NOTHING'
    }`,
  );
}
