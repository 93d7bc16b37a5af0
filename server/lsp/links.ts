// Document links: from a suppression to the page of its rule, from an action's reference to its repository.
import type { DocumentLink } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import { textOf, type Leaf } from '../engine/facts/value.ts';
import type { Project } from '../engine/project.ts';
import { rangeOf } from './convert.ts';

export function linksIn(document: Document, project: Project, rulePage: (id: string) => string | undefined): DocumentLink[] {
  const entry = project.documents.get(document.uri);
  if (!entry) return [];
  const links: DocumentLink[] = [];
  for (const { rules } of entry.suppressions) {
    for (const { id, at } of rules) {
      const target = rulePage(id);
      if (target) links.push({ range: rangeOf(document, at.span), target, tooltip: `About ${id}` });
    }
  }
  const uses = entry.facts.workflows.flatMap((workflow) => [
    ...workflow.steps.map((step) => step.uses),
    ...workflow.jobs.flatMap((job) => [job.calls?.uses, ...job.steps.map((step) => step.uses)]),
  ]);
  for (const leaf of uses) {
    const target = leaf && repositoryOf(leaf);
    if (target && leaf.at.uri === document.uri)
      links.push({ range: rangeOf(document, leaf.at.span), target, tooltip: 'Open the repository' });
  }
  return links;
}

/** `owner/name/path@ref` on GitHub, at that ref; nothing for local paths and images. */
function repositoryOf(leaf: Leaf): string | undefined {
  const match = /^([\w.-]+)\/([\w.-]+)((?:\/[\w.-]+)*)@([\w./-]+)$/.exec(textOf(leaf) ?? '');
  if (!match) return undefined;
  const [, owner, name, path, ref] = match;
  return `https://github.com/${owner}/${name}/tree/${ref}${path}`;
}
