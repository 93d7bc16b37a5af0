// One identity as a picture: who may become it → the identity → what it may do → where. Plain SVG as text, in the colours
// of the theme; every box with a place can be reached by keyboard and says in words what it shows. Drawn for the editor's
// panel and for reports.
import type { FindingState } from '../engine/decision.ts';
import type { Severity } from '../engine/finding.ts';

/** What is drawn. `Where` is what a place is to the caller. */
export interface Pictured<Where> {
  readonly name: string;
  readonly kind: string;
  readonly declared: boolean;
  readonly owner?: string;
  readonly worst?: Severity;
  readonly location?: Where;
  readonly trustedBy: readonly PicturedItem<Where>[];
  readonly grantsGiven: readonly PicturedGrant<Where>[];
  readonly credentials: readonly PicturedItem<Where>[];
  /** What it may do where no grants describe it. */
  readonly scope: readonly string[];
}

export interface PicturedItem<Where> {
  readonly text: string;
  readonly location?: Where;
  readonly severity?: Severity;
}

export interface PicturedGrant<Where> extends PicturedItem<Where> {
  readonly effect: 'allow' | 'deny';
  readonly role?: string;
  readonly actions: readonly string[];
  readonly scope: readonly string[];
  readonly conditions: readonly string[];
  readonly lifetime: string;
  readonly definition?: Where;
  readonly standing?: FindingState;
}

export interface Picture<Where> {
  readonly svg: string;
  /** What the boxes with `data-place` open, by number. */
  readonly places: readonly Where[];
  /** Everything once more, a line each and complete, for reading aloud and for what does not fit. */
  readonly words: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}

const columns = {
  who: { x: 12, width: 190 },
  identity: { x: 238, width: 170 },
  grant: { x: 444, width: 240 },
  scope: { x: 720, width: 196 },
} as const;
const width = 928;
const lineHeight = 16;
const padding = 8;
const gap = 10;
const top = 34;
/** Widest letters that fit; narrower ones leave room. */
const letter = 6.9;
/** The same for notes, which are not in the editor's letters of one width. */
const noteLetter = 6.2;
/** More rows make no picture; the words have all of them. */
export const mostRows = 24;
const mostLines = 6;

interface Box<Where> {
  readonly lines: readonly string[];
  readonly note?: string;
  readonly label: string;
  readonly severity?: string;
  readonly approved?: boolean;
  readonly place?: Where;
}

/** `where` names a place for people: `infra/main.tf, line 4`. `summary` says the whole in a line. */
export function pictureOf<Where>(identity: Pictured<Where>, summary: string, where: (place: Where) => string): Picture<Where> {
  const places: Where[] = [];
  const out: string[] = [];
  const draw = (box: Box<Where>, column: { x: number; width: number }, y: number): { height: number; middle: number } => {
    const rows = box.lines.length + (box.note ? 1 : 0);
    const height = rows * lineHeight + 2 * padding;
    const index = box.place ? places.push(box.place) - 1 : undefined;
    const label = `${box.label}${box.place ? `. ${where(box.place)}. Press Enter to open.` : ''}`;
    const classes = ['box', box.severity ? `severity-${box.severity}` : '', box.approved === false ? 'open' : '']
      .filter((name) => name !== '')
      .join(' ');
    out.push(
      `<g class="${classes}" ${index === undefined ? 'role="img"' : `role="link" tabindex="0" data-place="${index}"`} aria-label="${escape(label)}"><title>${escape(box.place ? `${box.label}\n${where(box.place)}` : box.label)}</title>`,
      `<rect x="${column.x}" y="${y}" width="${column.width}" height="${height}" rx="4"/>`,
      ...(box.severity ? [`<rect class="stripe" x="${column.x}" y="${y}" width="4" height="${height}" rx="2"/>`] : []),
      ...box.lines.map((line, row) => `<text x="${column.x + 14}" y="${y + padding + row * lineHeight + 12}">${escape(line)}</text>`),
      ...(box.note
        ? [
            `<text class="note" x="${column.x + 14}" y="${y + padding + box.lines.length * lineHeight + 12}">${escape(cut(box.note, column.width, noteLetter))}</text>`,
          ]
        : []),
      '</g>',
    );
    return { height, middle: y + height / 2 };
  };

  const ways = [
    ...identity.trustedBy.map((item) => box(item, 'May become it')),
    ...identity.credentials.map((item) => box(item, 'Signs in with')),
  ];
  const grants = [...identity.grantsGiven.map(grantBoxes), ...scopeRows(identity)];
  // The right half decides how high the picture is; the identity stands in its middle.
  let y = top;
  const rightEnds: number[] = [];
  for (const { grant, scope } of grants.slice(0, mostRows)) {
    const drawn = draw(grant, columns.grant, y);
    const other = scope ? draw(scope, columns.scope, y) : drawn;
    if (scope) out.push(line(columns.grant.x + columns.grant.width, drawn.middle, columns.scope.x, other.middle));
    rightEnds.push(drawn.middle);
    y += Math.max(drawn.height, other.height) + gap;
  }
  const right = y;
  y = top;
  const leftEnds: number[] = [];
  for (const one of ways.slice(0, mostRows)) {
    const drawn = draw(one, columns.who, y);
    leftEnds.push(drawn.middle);
    y += drawn.height + gap;
  }
  const bodyEnd = Math.max(right, y, top + 80);
  const own = identityBox(identity);
  const ownHeight = (own.lines.length + 1) * lineHeight + 2 * padding;
  const middle = draw(own, columns.identity, Math.max(top, (top + bodyEnd - gap - ownHeight) / 2)).middle;
  for (const end of leftEnds) out.push(line(columns.who.x + columns.who.width, end, columns.identity.x, middle));
  for (const end of rightEnds) out.push(line(columns.identity.x + columns.identity.width, middle, columns.grant.x, end));
  const more = Math.max(0, grants.length - mostRows) + Math.max(0, ways.length - mostRows);
  const height = bodyEnd + (more > 0 ? 24 : 4);
  const headings = [
    heading(columns.who.x, 'Who'),
    heading(columns.identity.x, 'Identity'),
    heading(columns.grant.x, 'May do'),
    heading(columns.scope.x, 'Where'),
    ...(ways.length === 0 ? [empty(columns.who.x, 'Nobody is named')] : []),
    ...(grants.length === 0 ? [empty(columns.grant.x, 'Nothing is granted here')] : []),
    ...(more > 0 ? [`<text class="note" x="${columns.grant.x}" y="${height - 8}">and ${more} more, in words below</text>`] : []),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${escape(`${identity.name}: ${summary}`)}">${[...headings, ...out.filter((one) => one.startsWith('<path')), ...out.filter((one) => !one.startsWith('<path'))].join('')}</svg>`;
  return { svg, places, words: wordsOf(identity, where) };
}

function identityBox<Where>(identity: Pictured<Where>): Box<Where> {
  const lines = wrapped(identity.name, columns.identity.width);
  return {
    lines,
    note: kindInWords(identity.kind),
    place: identity.location,
    severity: identity.worst,
    label: `${kindInWords(identity.kind)} ${identity.name}${identity.owner ? `, owner ${identity.owner}` : ', no owner'}${identity.declared ? '' : ', named here and declared elsewhere'}`,
  };
}

function box<Where>(item: PicturedItem<Where>, what: string): Box<Where> {
  return {
    lines: wrapped(item.text, columns.who.width),
    note: what.toLowerCase(),
    label: `${what}: ${item.text}${item.severity ? ` (${item.severity})` : ''}`,
    severity: item.severity,
    place: item.location,
  };
}

function grantBoxes<Where>(grant: PicturedGrant<Where>): { grant: Box<Where>; scope?: Box<Where> } {
  const what = grant.role ?? grant.actions.join(', ');
  const standing = standingOf(grant);
  const note = [grant.effect === 'deny' ? 'denied' : '', grant.lifetime, grant.severity ?? '', standing ?? '']
    .filter((part) => part !== '')
    .join(' · ');
  const conditions = grant.conditions.length > 0 ? `if ${grant.conditions.join(', ')}` : '';
  const scope = [grant.scope.join(', '), conditions].filter((part) => part !== '');
  return {
    grant: {
      lines: wrapped(what || grant.text, columns.grant.width),
      note,
      label: `${grant.effect === 'deny' ? 'May not' : 'May'}: ${grant.text}${standing ? `, ${standing}` : ''}${grant.severity ? ` (${grant.severity})` : ''}`,
      severity: grant.severity,
      approved: standing !== 'not approved' && standing !== 'changed since the approval',
      place: grant.location ?? grant.definition,
    },
    ...(scope.length > 0
      ? {
          scope: {
            lines: scope.flatMap((text) => wrapped(text, columns.scope.width)).slice(0, mostLines + 1),
            label: `On ${scope.join(', ')}`,
            ...(grant.definition && grant.location ? { place: grant.definition } : {}),
          },
        }
      : {}),
  };
}

/** What a decision says about a grant; nothing where no finding asks for one. */
function standingOf({ standing, severity }: Pick<PicturedGrant<unknown>, 'standing' | 'severity'>): string | undefined {
  if (standing === 'accepted' || standing === 'moved') return 'approved';
  if (standing === 'pending') return 'asks for approval';
  if (standing === 'expired') return 'approval expired';
  if (standing === 'changed') return 'changed since the approval';
  return severity === undefined ? undefined : 'not approved';
}

function scopeRows<Where>({ scope }: Pictured<Where>): { grant: Box<Where>; scope?: Box<Where> }[] {
  return scope.map((item) => ({ grant: { lines: wrapped(item, columns.grant.width), label: `May: ${item}` } }));
}

function wordsOf<Where>(identity: Pictured<Where>, where: (place: Where) => string): Picture<Where>['words'] {
  const at = (place: Where | undefined): string => (place ? ` (${where(place)})` : '');
  const items = (list: readonly PicturedItem<Where>[]): string[] =>
    list.map((item) => `${item.text}${item.severity ? `, ${item.severity}` : ''}${at(item.location)}`);
  return [
    { heading: 'May become it', lines: items(identity.trustedBy) },
    { heading: 'Signs in with', lines: items(identity.credentials) },
    {
      heading: 'May do',
      lines: [
        ...identity.grantsGiven.map(
          (grant) =>
            `${grant.text}${standingOf(grant) ? `, ${standingOf(grant)}` : ''}${grant.severity ? `, ${grant.severity}` : ''}${at(grant.location)}${grant.definition ? `, defined in ${where(grant.definition)}` : ''}`,
        ),
        ...identity.scope,
      ],
    },
  ].filter(({ lines }) => lines.length > 0);
}

const kindInWords = (kind: string): string => kind.replaceAll('-', ' ');

function heading(x: number, text: string): string {
  return `<text class="heading" x="${x}" y="20">${text}</text>`;
}

function empty(x: number, text: string): string {
  return `<text class="note" x="${x}" y="${top + 20}">${text}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  const half = (x1 + x2) / 2;
  return `<path class="line" aria-hidden="true" d="M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2 - 5} ${y2}" marker-end="url(#arrow)"/>`;
}

/** Lines that fit into a box, broken at blanks, else behind commas, slashes, colons, dashes and dots. */
function wrapped(text: string, boxWidth: number): string[] {
  const most = Math.floor((boxWidth - 22) / letter);
  const lines: string[] = [];
  let rest = text.trim();
  while (rest.length > most && lines.length < mostLines - 1) {
    const piece = rest.slice(0, most);
    // Between two things where that is not too soon, else inside of one.
    const between = piece.lastIndexOf(' ');
    const inside = Math.max(...[',', '/', ':', '-', '.'].map((mark) => piece.lastIndexOf(mark)));
    const end = between > most / 3 ? between + 1 : inside > most / 3 ? inside + 1 : most;
    lines.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return [...lines, cut(rest, boxWidth)].filter((one) => one !== '');
}

function cut(text: string, boxWidth: number, widest = letter): string {
  const most = Math.floor((boxWidth - 22) / widest);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** For text and for attributes of XML. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '\ufffd');
}
