// A report as one HTML file: readable on a screen, in the dark, and printed; no script, nothing from elsewhere.
import { pictureOf, escape, type Pictured, type PicturedItem } from '../posture/identity-picture.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import { stateInWords } from './oscal.ts';
import type { Cell, Report, Tone } from './report.ts';

/** More pictures make no one wiser; the table has every identity. */
const mostPictures = 60;

/** `where` names a place for people. */
export function htmlOf(report: Report, where: (at: JudgedIdentity['entry']['at']) => string): string {
  const pictures = report.pictured.slice(0, mostPictures);
  const parts = [
    `<header><p class="kind">Identity Posture</p><h1>${escape(report.title)}</h1><p class="about">${escape(report.about)}</p>`,
    `<dl class="frame"><div><dt>Repository</dt><dd>${escape(report.repository)}</dd></div><div><dt>As of</dt><dd>${escape(report.asOf)}</dd></div><div><dt>Commit</dt><dd><code>${escape(report.commit)}</code></dd></div><div><dt>Made by</dt><dd>${escape(`${report.tool.name} ${report.tool.version}`)}</dd></div></dl></header>`,
    `<ul class="figures">${report.figures.map(({ label, value, tone }) => `<li${toneClass(value > 0 ? tone : tone === 'bad' ? 'good' : undefined)}><b>${value}</b> ${escape(label)}</li>`).join('')}</ul>`,
    report.notEvidenced.length > 0
      ? `<section class="unknown"><h2>Not evidenced</h2><p>What follows is not known from what this report was made of. It is not a pass.</p><ul>${report.notEvidenced.map((one) => `<li>${escape(one)}</li>`).join('')}</ul></section>`
      : '',
    `<section><h2>${escape(report.title)}</h2>${table(report)}</section>`,
    pictures.length > 0
      ? `<section class="pictures"><h2>Reach</h2><p>Who may become each identity, what it may do, and where.${report.pictured.length > pictures.length ? ` The first ${pictures.length} of ${report.pictured.length}; the table has all.` : ''}</p>${arrow}${pictures.map((one) => figure(one, where)).join('')}</section>`
      : '',
    `<section><h2>Controls</h2>${controlsTable(report)}</section>`,
    `<section><h2>Sources</h2>${sources(report)}</section>`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(`${report.title}, ${report.repository}, ${report.asOf}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
${parts.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

function table({ title, columns, rows }: Report): string {
  if (rows.length === 0) return '<p>There is nothing to list.</p>';
  const head = columns
    .map((column) => `<th scope="col"${column.about ? ` title="${escape(column.about)}"` : ''}>${escape(column.title)}</th>`)
    .join('');
  const body = rows
    .map(({ cells }) => `<tr>${columns.map(({ key }, index) => cellOf(cells[key] ?? { text: '' }, index === 0)).join('')}</tr>`)
    .join('\n');
  return `${wide(title)}<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** What may be wider than the page is scrolled by keys, too, and says what it is. */
const wide = (name: string): string => `<div class="wide" role="region" tabindex="0" aria-label="${escape(name)}">`;

function cellOf({ text, tone, items }: Cell, first: boolean): string {
  const listed = items && items.join('; ') !== text;
  const inner =
    items && (listed || items.length > 1)
      ? `${listed ? breakable(text) : ''}<ul>${items.map((item) => `<li>${breakable(item)}</li>`).join('')}</ul>`
      : breakable(text);
  return first ? `<th scope="row"${toneClass(tone)}>${inner}</th>` : `<td${toneClass(tone)}>${inner}</td>`;
}

function controlsTable({ controls }: Report): string {
  const tones: Readonly<Record<string, Tone>> = { satisfied: 'good', 'not satisfied': 'bad', 'not evidenced': 'unknown' };
  const rows = controls
    .map(
      (control) =>
        `<tr><td>${escape(control.framework)}</td><th scope="row">${escape(control.id)}</th><td>${escape(control.title)}</td><td${toneClass(tones[control.state])}>${escape(control.state)}</td><td>${escape(stateInWords(control))}</td></tr>`,
    )
    .join('\n');
  return `${wide('Controls')}<table><thead><tr><th scope="col">Framework</th><th scope="col">Id</th><th scope="col">Control</th><th scope="col">State</th><th scope="col">Because</th></tr></thead><tbody>\n${rows}\n</tbody></table></div><p class="note">Satisfied means that no finding of the rules that look at it stands in the code. It is a part of the evidence for a control, not the whole.</p>`;
}

function sources({ sources: all }: Report): string {
  if (all.length === 0) return '<p>The code and the records of the team at this commit. Nothing was observed.</p>';
  const rows = all
    .map(
      (one) =>
        `<tr><th scope="row">${escape(one.source)}</th><td>${escape(one.place)}</td><td>${escape(one.taken)}</td><td${toneClass(one.old ? 'unknown' : undefined)}>${one.days}${one.old ? ', too old to count' : ''}</td><td>${one.files.map(({ name, sha256 }) => `${escape(name)} <code>${escape(sha256)}</code>`).join('<br>')}</td></tr>`,
    )
    .join('\n');
  return `<p>The code and the records of the team at this commit, and these exports:</p>${wide('Sources')}<table><thead><tr><th scope="col">Export</th><th scope="col">About</th><th scope="col">Taken</th><th scope="col">Days old</th><th scope="col">Files and their SHA-256</th></tr></thead><tbody>\n${rows}\n</tbody></table></div>`;
}

function figure(judged: JudgedIdentity, where: (at: JudgedIdentity['entry']['at']) => string): string {
  const { entry, record, beyond } = judged;
  const outside = new Set(beyond.map(({ item, of }) => of ?? item));
  const item = ({ text, at }: { readonly text: string; readonly at: typeof entry.at }): PicturedItem<typeof entry.at> => ({
    text,
    location: at,
  });
  const drawn: Pictured<typeof entry.at> = {
    name: entry.name,
    kind: entry.kind,
    declared: entry.declared,
    location: entry.at,
    scope: entry.scope,
    ...((record?.approved?.owner ?? entry.owner) === undefined ? {} : { owner: record?.approved?.owner ?? entry.owner }),
    trustedBy: entry.trusts.map(item),
    credentials: entry.credentials.map(item),
    grantsGiven: entry.grants.map((grant) => ({
      ...item(grant),
      effect: grant.text.startsWith('deny ') ? ('deny' as const) : ('allow' as const),
      actions: [grant.text.replace(/^(?:allow|deny) /, '')],
      scope: [],
      conditions: [],
      lifetime: '',
      ...(judged.state === 'unapproved' || grant.item === undefined
        ? {}
        : { standing: outside.has(grant.item) ? ('changed' as const) : ('accepted' as const) }),
    })),
  };
  const { svg, words } = pictureOf(drawn, `${entry.grants.length} grants`, where);
  // A report is not clicked: boxes are no links here.
  const still = svg.replaceAll(/ role="link" tabindex="0" data-place="\d+"/g, ' role="img"').replaceAll(' Press Enter to open.', '');
  const lines = words
    .map(({ heading, lines: all }) => `<dt>${escape(heading)}</dt>${all.map((one) => `<dd>${escape(one)}</dd>`).join('')}`)
    .join('');
  return `<figure><figcaption><b>${escape(entry.name)}</b> <span>${escape(entry.kind.replaceAll('-', ' '))}</span></figcaption>${still}<details><summary>The same in words</summary><dl>${lines}</dl></details></figure>`;
}

/** Paths and ARNs may be broken behind their marks, words and days never. */
const breakable = (text: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(text)
    ? `<span class="day">${text}</span>`
    : text
        .split(/(?<=[/._:#*-])(?=[^\s/._:#*-])/)
        .map(escape)
        .join('<wbr>');

const toneClass = (tone: Tone | undefined): string => (tone === undefined ? '' : ` class="${tone}"`);

const arrow =
  '<svg width="0" height="0" aria-hidden="true" class="defs"><defs><marker id="arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs></svg>';

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --band: #f6f8fa; --good: #1a7f37; --bad: #b42318; --unknown: #8a5a00; --unknown-band: #fff8e1; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --line: #3a424b; --paper: #14181d; --band: #1c2229; --good: #4cc26a; --bad: #ff8a7a; --unknown: #e3b341; --unknown-band: #2b2410; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 84rem; background: var(--paper); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: .1rem 0 .3rem; font-size: 1.7rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
.kind, .note, figcaption span { color: var(--soft); } .kind { margin: 0; } .about { max-width: 52rem; margin: 0 0 1rem; }
.frame { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: 0; } .frame div { display: flex; gap: .5rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none; margin: 1.2rem 0 0; }
.figures li { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem; min-width: 8rem; color: var(--ink); } .figures b { display: block; font-size: 1.5rem; line-height: 1.2; }
.figures .good b, td.good, th.good { color: var(--good); } .figures .bad b, td.bad, th.bad { color: var(--bad); } .figures .unknown b, td.unknown, th.unknown { color: var(--unknown); font-style: italic; }
section.unknown { border-left: 4px solid var(--unknown); background: var(--unknown-band); padding: .2rem 1rem .6rem; margin-top: 1.5rem; } section.unknown h2 { margin: .6rem 0 .2rem; } section.unknown p { margin: 0; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 12.5px; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 22rem; }
tbody th { overflow-wrap: anywhere; min-width: 9rem; } thead th { background: var(--band); position: sticky; top: 0; vertical-align: bottom; } .day { white-space: nowrap; } td ul { margin: 0; padding-left: 1rem; } code { font-size: .92em; overflow-wrap: anywhere; }
figure { margin: 0 0 1.5rem; overflow-x: auto; } figcaption { margin-bottom: .3rem; } summary { color: var(--soft); cursor: pointer; }
figure svg { max-width: 100%; height: auto; font: 11.5px/1 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; } .defs { position: absolute; }
svg text { fill: var(--ink); } svg .note, svg .heading { fill: var(--soft); font-family: system-ui, sans-serif; } svg .heading { font-weight: 600; } svg rect { fill: var(--band); stroke: var(--line); } svg .line { fill: none; stroke: var(--soft); } svg .open rect { stroke: var(--bad); stroke-dasharray: 4 3; } svg .stripe { stroke: none; fill: var(--bad); } marker path { fill: var(--soft); }
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --band: #f2f2f2; --good: #14602a; --bad: #9b1c12; --unknown: #6d4700; --unknown-band: #fbf6e6; color-scheme: light; }
  @page { size: A4 landscape; margin: 12mm; }
  body { padding: 0; max-width: none; font-size: 10pt; } table { font-size: 7.4pt; table-layout: auto; } th, td { padding: 2pt 3pt; } .wide, figure { overflow: visible; } thead { display: table-header-group; } thead th { position: static; white-space: normal; } tr, figure { break-inside: avoid; } h2 { break-after: avoid; } details { display: none; } .pictures { break-before: page; }
}
`;
