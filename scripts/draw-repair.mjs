// Draws docs/images/repair.svg: a repair at a terminal, step by step, from what the command really prints. An image of a
// terminal as text, so that it is small, sharp and can be compared; it moves by style alone and stands still for who
// asked for less motion.
// Usage: node scripts/draw-repair.mjs [CLI.js [FILE.svg]]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const [cli = 'out/cli.js', out = 'docs/images/repair.svg'] = process.argv.slice(2);
const columns = 96;
const rows = 19;
const secondsOf = { read: 4, choose: 5, write: 5, done: 3 };

const workflow = `name: release
on: push
permissions: write-all
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: make publish
`;

/** Runs the command at a terminal of its own and answers each question once it is asked. */
function typed(folder, args, answers = []) {
  return new Promise((done) => {
    const child = spawn('script', ['-qec', `stty cols ${columns} -echo; "${process.execPath}" "${resolve(cli)}" ${args}`, '/dev/null'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm-256color', POSTURE_CACHE: 'off' },
    });
    const left = [...answers];
    let output = '';
    let asked = 0;
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const questions = output.match(/\[[sn]\] /g)?.length ?? 0;
      if (questions <= asked || left.length === 0) return;
      asked = questions;
      child.stdin.write(`${left.shift()}\n`);
    });
    // How long it took differs each time, and is nothing that a picture says.
    // What was drawn on a line before it is erased, as the progress of a slow machine, is not there any more.
    child.on('close', () =>
      done(
        output
          .replace(/[^\n]*\u001b\[2K/g, '')
          .replaceAll('\r', '')
          .replace(/ in [\d.]+ m?s,/, ','),
      ),
    );
  });
}

/** Lines of text with the styles that the terminal gave it. */
function linesOf(text) {
  const lines = [[]];
  let style = new Set();
  for (const part of text.split(/(\u001b\[[0-9;]*[A-Za-z]|\n)/)) {
    if (part === '\n') lines.push([]);
    else if (part.startsWith('\u001b[')) style = part.endsWith('m') ? styled(style, part.slice(2, -1).split(';').map(Number)) : style;
    else if (part !== '') lines.at(-1).push({ text: part, style: [...style].join(' ') });
  }
  return lines;
}

const names = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };
const ends = { 22: ['bold', 'dim'], 39: ['red', 'green', 'yellow', 'cyan'] };

function styled(style, codes) {
  let next = new Set(style);
  for (const code of codes) {
    if (code === 0) next = new Set();
    else if (names[code]) next.add(names[code]);
    for (const name of ends[code] ?? []) next.delete(name);
  }
  return next;
}

/** Lines broken where the terminal would break them. */
const broken = (lines) =>
  lines.flatMap((line) => {
    const made = [[]];
    let width = 0;
    for (const { text, style } of line) {
      for (let rest = text; rest !== '';) {
        const piece = rest.slice(0, columns - width);
        made.at(-1).push({ text: piece, style });
        width += piece.length;
        rest = rest.slice(piece.length);
        if (width === columns && rest !== '') width = made.push([]) * 0;
      }
    }
    return made;
  });

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function svg(steps) {
  const [width, height, line] = [columns * 8.43 + 40, rows * 20 + 70, 20];
  const total = steps.reduce((sum, step) => sum + step.seconds, 0);
  let from = 0;
  const styles = [];
  const frames = steps.map((step, index) => {
    const [begin, end] = [(from / total) * 100, ((from + step.seconds) / total) * 100];
    from += step.seconds;
    const hidden = 'opacity:0',
      shown = 'opacity:1';
    styles.push(
      `@keyframes step-${index}{${index === 0 ? '' : `0%,${(begin - 0.01).toFixed(2)}%{${hidden}}`}${begin.toFixed(2)}%,${(end - 0.01).toFixed(2)}%{${shown}}${index === steps.length - 1 ? '' : `${end.toFixed(2)}%,100%{${hidden}}`}}.step-${index}{animation:step-${index} ${total}s infinite}`,
    );
    const text = broken(linesOf(step.shows))
      .slice(0, rows)
      .map((spans, row) =>
        spans.length === 0
          ? ''
          : `<text x="20" y="${62 + row * line}" xml:space="preserve">${spans.map(({ text: words, style }) => (style ? `<tspan class="${style}">${escaped(words)}</tspan>` : escaped(words))).join('')}</text>`,
      )
      .join('');
    return `<g class="step-${index}"><text class="title" x="${width / 2}" y="24">${index + 1} of ${steps.length}: ${escaped(step.title)}</text>${text}</g>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" width="${width.toFixed(0)}" height="${height}" role="img" aria-label="A repair at the terminal in ${steps.length} steps: ${escaped(steps.map(({ title }) => title).join('; '))}"><style>` +
    '.paper{fill:#fff;stroke:#d0d7de}.bar{fill:#f6f8fa}text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328}.title{font-family:system-ui,sans-serif;text-anchor:middle;fill:#59636e}.bold{font-weight:700}.dim{fill:#59636e}.red{fill:#cf222e}.green{fill:#116329}.yellow{fill:#7d4e00}.cyan{fill:#1b5e8a}' +
    '@media (prefers-color-scheme:dark){.paper{fill:#0d1117;stroke:#3d444d}.bar{fill:#151b23}text{fill:#e6edf3}.title,.dim{fill:#9198a1}.red{fill:#ff7b72}.green{fill:#7ee787}.yellow{fill:#e3b341}.cyan{fill:#79c0ff}}' +
    `${styles.join('')}@media (prefers-reduced-motion:reduce){g{animation:none!important;opacity:0}.step-${steps.findIndex(({ isBest }) => isBest)}{opacity:1}}</style>` +
    `<rect class="paper" x=".5" y=".5" width="${(width - 1).toFixed(1)}" height="${height - 1}" rx="8"/><path class="bar" d="M1 36V9a8 8 0 0 1 8-8h${(width - 18).toFixed(1)}a8 8 0 0 1 8 8v27z"/>${frames.join('')}</svg>\n`
  );
}

const folder = mkdtempSync(join(tmpdir(), 'posture-draw-'));
try {
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  writeFileSync(join(folder, '.github/workflows/release.yml'), workflow);
  const prompt = (command) => `\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m\n`;
  const found = await typed(folder, 'check');
  const repaired = await typed(folder, 'repair', ['1', 'y']);
  const after = await typed(folder, 'check');
  const question = repaired.indexOf('[s] ') + 4;
  const steps = [
    { title: 'the exact token, and what it comes to', seconds: secondsOf.read, shows: prompt('posture check') + found },
    {
      title: 'the repairs that there are',
      seconds: secondsOf.choose,
      shows: prompt('posture repair') + repaired.slice(0, question).trimStart(),
    },
    {
      title: 'the change, proved before it is written',
      seconds: secondsOf.write,
      isBest: true,
      shows: prompt('posture repair') + repaired.trimStart(),
    },
    { title: 'nothing left', seconds: secondsOf.done, shows: prompt('posture check') + after },
  ];
  mkdirSync(dirname(resolve(out)), { recursive: true });
  writeFileSync(out, svg(steps));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
