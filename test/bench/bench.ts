// `npm run bench`: figures beside other programs in the same run, because machines are noisy. Nothing here fails: a
// measurement is read, not asserted. `npm run bench -- --write` writes test/bench/RESULTS.md; `--quick` takes two rounds
// and a small tree, `--rounds 3` as many; `--only tree,staged,editor,engine,memory` measures a part. POSTURE_BENCH_OUT names another build.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { alternate, stagedContenders, treeContenders, warmUp } from './commands.ts';
import { documentNames, serversFor, typeInto, type Typed } from './editor.ts';
import { typeWhileReading } from './editor-workspace.ts';
import { keystroke, parsing, relink, throughput } from './engine.ts';
import { costOf } from './measure.ts';
import { findPeers } from './peers.ts';
import { commandTable, editorTable, inMilliseconds, loadInWords, machineInWords } from './results.ts';
import { oversized, secretThroughput } from './secrets.ts';
import { makeTree } from './tree.ts';

const args = process.argv.slice(2);
const quick = args.includes('--quick');
/** Rounds of whole trees; staged files and editors take more and fewer, as long as they last. */
const rounds = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : quick ? 2 : 7;
const only = args.includes('--only') ? args[args.indexOf('--only') + 1]!.split(',') : undefined;
const wanted = (part: string): boolean => only === undefined || only.includes(part);
const out = resolve(process.env['POSTURE_BENCH_OUT'] ?? 'out');
const cli = join(out, 'cli.js');
const scratch = mkdtempSync(join(tmpdir(), 'posture-bench-'));
const page: string[] = [];

const progress = (text: string): void => void process.stderr.write(`  ${text}\n`);
const add = (...lines: readonly string[]): void => {
  page.push(...lines);
  console.log(lines.join('\n'));
};
/** Figures of one line each, as a list. */
const item = (line: string): void => add(`- ${line}`);

/** A change of the commit that is measured is a change of the figures, so it is named. */
function commitInWords(): string {
  const head = spawnSync('git', ['log', '-1', '--format=%cs, commit %h'], { encoding: 'utf8' });
  return head.status === 0 ? head.stdout.trim() : 'not in a repository';
}

try {
  const peers = findPeers();
  add(
    '# What it costs',
    '',
    `Written by \`npm run bench -- --write\` (${commitInWords()}). ${machineInWords()}. ${loadInWords(loadavg()[0]!)}${quick ? ' This was a short run (`--quick`): a small tree, few rounds.' : ''}`,
    '',
  );
  add(
    'Programs run in turn, round by round; times are medians, and a ratio is of two runs in one round, with the least and the most of all rounds. Processor time is of the program and all that it started. Files lie in the cache of the system; *first run* is with an empty cache folder of our own, *second run* over an unchanged tree. Programs that are put side by side do not look for the same things: secretlint looks for secrets only, and finds fewer kinds; ripgrep counts lines with the literals that our scanner looks for first, and is what any search would cost at least.',
    '',
  );
  for (const missing of peers.missing) item(`Left out: ${missing}`);
  if (wanted('tree')) {
    const tree = makeTree(join(scratch, 'tree'), quick ? 300 : 3000, 3);
    const contenders = treeContenders(tree, cli, peers, scratch);
    await warmUp(contenders);
    const measured = await alternate(contenders, rounds, progress);
    add(
      `## A whole tree`,
      '',
      `${tree.inWords}; a token is planted in 1 % of the files, every second one of a kind that any scanner knows.`,
      '',
      commandTable(measured, ['secretlint']),
      '',
    );
  }
  if (wanted('staged')) {
    const contenders = stagedContenders(mkdtempSync(join(scratch, 'staged-')), cli, peers);
    await warmUp(contenders);
    const measured = await alternate(contenders, 3 * rounds, progress);
    add(
      '## Five staged files',
      '',
      'A workflow, a Kubernetes manifest, Terraform, an IAM policy and TypeScript, about 40 lines each, staged in a repository of 305 files. Our compile cache is there, as it is from the second commit on.',
      '',
      commandTable(measured, ['node -e 0', 'secretlint'], inMilliseconds),
      '',
    );
  }
  if (wanted('editor')) {
    const typed: Typed[] = [];
    const cache = mkdtempSync(join(scratch, 'cache-'));
    for (let round = 0; round < Math.ceil(rounds / 2); round++) {
      for (const document of documentNames) {
        for (const server of serversFor(document, join(out, 'server.js'), peers, cache)) {
          const one = await typeInto(document, server, mkdtempSync(join(scratch, 'editor-')));
          progress(
            `${one.server}, ${document}: started in ${one.start.toFixed(0)} ms, ${one.cpu?.toFixed(1) ?? '?'} ms of processor time a keystroke`,
          );
          typed.push(one);
        }
      }
    }
    add(
      '## In an editor',
      '',
      "Over the protocol, one keystroke after the other, each when the diagnostics of the one before have come. On the clock, each server's own pause is in it: ours gathers for 2 ms what an editor sends together, yaml-language-server waits 200 ms. yaml-language-server has no schema here (it would fetch one) and only parses; @actions/languageserver checks workflows by their schema and expressions.",
      '',
      editorTable(typed),
      '',
    );
    await typeWhileReading(makeTree(join(scratch, 'workspace'), quick ? 500 : 5000, 3), join(out, 'server.js'), cache, item);
    add('');
  }
  if (wanted('memory')) {
    add('## Memory', '');
    for (const infrastructure of [3, 10]) {
      const tree = makeTree(join(scratch, `memory-${infrastructure}`), quick ? 500 : 5000, infrastructure);
      const { wall, cpu, memory } = await costOf({
        command: process.execPath,
        args: [cli, 'check', '--quiet', '.'],
        cwd: tree.folder,
        env: { POSTURE_CACHE: 'off' },
      });
      item(
        `${tree.inWords}: peak memory ${memory?.toFixed(0) ?? 'not known'} MB, ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processor time, without a cache`,
      );
    }
    add('');
  }
  if (wanted('engine')) {
    add('## The engine alone', '', 'In one process, without start, disk and protocol; milliseconds and seconds of processor time.', '');
    parsing(item);
    await throughput(item);
    await keystroke(item);
    await relink(item);
    secretThroughput(out, item);
    await oversized(join(scratch, 'oversized'), cli, item);
  }
  if (args.includes('--write')) {
    writeFileSync('test/bench/RESULTS.md', `${page.join('\n').trimEnd()}\n`);
    console.log('\nWritten to test/bench/RESULTS.md');
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
