// Answers about places: the outline, where something is defined and used, and the one rename that is offered. What was read
// may not be enough for them, because editors open few files; files that mention the names in question are then read
// first, found by git and never for a keystroke.
import type { DocumentSymbol, Location, Position, Range, WorkspaceEdit } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import { textOf, type Leaf } from '../engine/facts/value.ts';
import type { Project } from '../engine/project.ts';
import type { Place } from '../engine/text/text.ts';
import { readDecision } from '../posture/record.ts';
import { findingId } from '../posture/reconcile.ts';
import { filesHolding } from '../workspace/grep.ts';
import { locationOf, offsetOf, rangeOf, workspaceEditOf, type EditAbilities } from './convert.ts';
import { blockNamedAt, declarationsOf, identityNamedAt, mentionAt, workflowUses } from './mentions.ts';
import { definitionsAt, holds, referencesAt, touches } from './navigation.ts';
import { Refusal, refusedAs } from './refusal.ts';
import { accountAt, accountUsesAt, foreignMentions, isAccountName, useAt, type Account } from './service-accounts.ts';
import { symbolsIn } from './symbols.ts';
import type { Workplace } from './workplace.ts';

/** More files than these are not read for one question. */
const mostFiles = 200;

export interface Asked {
  readonly workplace: Workplace;
  readonly document: Document;
}

export function createNavigationRequests(mayRunGit: () => boolean) {
  /** Reads the files that mention one of the names. False where nobody can say which these are. */
  async function readMentions({ root, checks, open, source }: Workplace, names: readonly string[]): Promise<boolean> {
    if (root.path === undefined || !mayRunGit() || names.length === 0) return false;
    const files = await filesHolding({ root: root.path, inHook: false }, names);
    if (files.length > mostFiles) return false;
    const fresh = files.filter((uri) => !open.has(uri) && source.document(uri));
    if (fresh.length > 0) {
      await checks.readMore(fresh);
      checks.again();
      await checks.settled();
    }
    return true;
  }

  function locations(places: readonly Place[], { targets }: Workplace): Location[] {
    const seen = new Set<string>();
    return places
      .flatMap((place) => locationOf(place, targets) ?? [])
      .filter(({ uri, range: { start } }) => {
        const key = `${uri} ${start.line} ${start.character}`;
        return !seen.has(key) && seen.add(key);
      });
  }

  /** From a record of a decision to the line that it covers. */
  function coveredBy({ document, workplace }: Asked): Place[] | undefined {
    if (!/(?:^|\/)\.posture\/decisions\/.+\.yaml$/.test(document.uri)) return undefined;
    const { decision } = readDecision(document.text);
    if (!decision) return [];
    const { findings, accepted } = workplace.checks.last();
    const covered = [...[...findings.values()].flat(), ...accepted].filter(
      (finding) => finding.category !== 'drift' && findingId(finding) === decision.id,
    );
    return covered.map(({ at }) => at);
  }

  function pathOfRecord(document: Document): string | undefined {
    return readDecision(document.text).decision?.anchor.split('|')[1];
  }

  const find = (project: Project, { document }: Asked, offset: number): Place[] => {
    const named = identityNamedAt(document, offset);
    const account = accountUsesAt(project, document.uri, offset);
    const found = [
      ...definitionsAt(project, document.uri, offset),
      ...(named === undefined ? [] : declarationsOf(project, named)),
      ...(account?.uses.some((use) => holds(use, document.uri, offset)) ? [account.declared] : []),
    ];
    return found.length > 0 ? found : blockNamedAt(project, document, offset);
  };

  /** Asked of the declaration or of a place that names it, the same. */
  const uses = (project: Project, { document }: Asked, offset: number): Place[] => {
    const named = mentionAt(project, document, offset)?.identity;
    const here = named ? [named] : project.all('identities').filter(({ at }) => holds(at, document.uri, offset));
    return [
      ...referencesAt(project, document.uri, offset),
      ...(named ? referencesAt(project, named.at.uri, named.at.span[0]) : []),
      ...(accountUsesAt(project, document.uri, offset)?.uses ?? []),
      ...workflowUses(project, here),
    ];
  };

  /** The account with everything that names it, after all files that mention it were read. */
  async function accountFor(asked: Asked, position: Position): Promise<Account | undefined> {
    const { workplace, document } = asked;
    const offset = offsetOf(document, position);
    const first = accountAt(await workplace.checks.project(), document.uri, offset);
    const names = first && !('why' in first) ? [first.name] : [...namesAt(await workplace.checks.project(), asked, offset)];
    if (!first) return undefined;
    if (!(await readMentions(workplace, names))) throw refusal('git cannot say here which files mention it');
    const account = accountAt(await workplace.checks.project(), document.uri, offset);
    if (!account) return undefined;
    if ('why' in account) throw refusal(account.why);
    for (const use of account.uses) {
      const there = workplace.source.document(use.at.uri);
      const place = there ? `${use.at.uri}:${rangeOf(there, use.at.span).start.line + 1}` : use.at.uri;
      if (use.fixed !== undefined) throw refusal(`${place} cannot be changed: ${use.fixed}`);
      if (there?.text.slice(...use.at.span) !== account.name) throw refusal(`${place} names it in another way`);
    }
    const project = await workplace.checks.project();
    const documents = [...project.documents.keys()].flatMap((uri) => workplace.source.document(uri) ?? []);
    const [foreign, ...more] = foreignMentions(account, documents, project);
    if (foreign !== undefined)
      throw refusal(`${foreign} names it for another system${more.length > 0 ? `, and ${more.length} more do` : ''}; change that first`);
    return account;
  }

  return {
    /** Reads the files that declare the identity that is named at the position, where none that was read does. */
    async readNamed({ workplace, document }: Asked, position: Position): Promise<void> {
      const named = identityNamedAt(document, offsetOf(document, position));
      if (named === undefined || declarationsOf(await workplace.checks.project(), named).length > 0) return;
      await readMentions(workplace, [named.slice(named.lastIndexOf(':') + 1)]);
    },

    async symbols({ document, workplace }: Asked): Promise<DocumentSymbol[]> {
      return symbolsIn(document, await workplace.checks.project());
    },

    async definitions(asked: Asked, position: Position): Promise<Location[]> {
      const { workplace, document } = asked;
      const offset = offsetOf(document, position);
      const covered = coveredBy(asked);
      if (covered) {
        const path = pathOfRecord(document);
        if (covered.length > 0 || path === undefined || !workplace.source.document(path)) return locations(covered, workplace);
        await workplace.checks.readMore([path]);
        workplace.checks.again();
        await workplace.checks.settled();
        const now = coveredBy(asked) ?? [];
        return locations(now.length > 0 ? now : [{ uri: path, span: [0, 0] }], workplace);
      }
      const found = find(await workplace.checks.project(), asked, offset);
      if (found.length > 0) return locations(found, workplace);
      const names = namesAt(await workplace.checks.project(), asked, offset);
      return (await readMentions(workplace, names)) ? locations(find(await workplace.checks.project(), asked, offset), workplace) : [];
    },

    async references(asked: Asked, position: Position): Promise<Location[]> {
      const { workplace, document } = asked;
      const offset = offsetOf(document, position);
      await readMentions(workplace, namesAt(await workplace.checks.project(), asked, offset));
      const found = uses(await workplace.checks.project(), asked, offset);
      const { findings, accepted } = workplace.checks.last();
      const decided = [...(findings.get(document.uri) ?? []), ...accepted].filter(
        ({ at, category }) => category !== 'drift' && at.uri === document.uri && at.span[0] <= offset && offset <= at.span[1],
      );
      return locations([...found, ...decided.flatMap((finding) => workplace.decisions.on(finding)?.at ?? [])], workplace);
    },

    /** The name to be typed over; null where nothing stands that is renamed here. */
    async prepareRename(asked: Asked, position: Position): Promise<{ range: Range; placeholder: string } | null> {
      const account = await accountFor(asked, position);
      const span = account && useAt(account, asked.document.uri, offsetOf(asked.document, position));
      return span ? { range: rangeOf(asked.document, span), placeholder: account.name } : null;
    },

    async rename(asked: Asked, position: Position, newName: string, abilities: EditAbilities): Promise<WorkspaceEdit | null> {
      const account = await accountFor(asked, position);
      if (!account) return null;
      if (!isAccountName(newName))
        throw refusal(`"${newName.slice(0, 60)}" is no name of a service account: small letters, digits, dots and hyphens`);
      const project = await asked.workplace.checks.project();
      const taken = project
        .all('identities')
        .some(
          ({ platform, kind, name, traits }) =>
            platform === 'k8s' &&
            kind === 'service-account' &&
            name === newName &&
            traits['namespace'] &&
            textOf(traits['namespace']) === account.namespace,
        );
      if (taken) throw refusal(`${account.namespace}/${newName} is there already: both would become one`);
      return (
        workspaceEditOf(
          { edits: account.uses.map(({ at }) => ({ uri: at.uri, span: at.span, text: newName })) },
          asked.workplace.targets,
          abilities,
        ) ?? null
      );
    },
  };
}

/** Names at the offset under which other files may know what stands there. */
function namesAt(project: Project, { document }: Asked, offset: number): string[] {
  const names = new Set<string>();
  const take = (leaf: Leaf): void => {
    const text = textOf(leaf);
    if (text !== undefined && touches(leaf, document.uri, offset))
      names.add(text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1));
  };
  const entry = project.documents.get(document.uri);
  for (const grant of [...(entry?.facts.grants ?? []), ...(entry?.facts.trusts ?? [])]) {
    if (grant.entitlement) take(grant.entitlement);
    for (const { id } of grant.principals) take(id);
    const { head, address } = grant.carrier;
    if (head.uri === document.uri && head.span[0] <= offset && offset <= head.span[1])
      names.add(address.slice(address.lastIndexOf('/') + 1));
  }
  for (const { at, name, traits } of entry?.facts.identities ?? []) {
    if (at.span[0] <= offset && offset <= at.span[1]) names.add(name);
    if (traits['serviceAccount']) take(traits['serviceAccount']);
  }
  const named = identityNamedAt(document, offset);
  if (named !== undefined) names.add(named.slice(named.lastIndexOf(':') + 1));
  // A name of a letter or two stands everywhere.
  return [...names].filter((name) => name.length > 2);
}

function refusal(why: string): Refusal {
  return new Refusal(refusedAs.requestFailed, `Not renamed: ${why}.`);
}
