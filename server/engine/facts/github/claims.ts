// Which documents are workflows or actions of GitHub, by a look at the name and two words. Imports no parser.
import type { Document } from '../../document.ts';

const workflowFolder = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+$/;
const templateFolder = /(?:^|\/)workflow-templates\/[^/]+$/;
const dependabotFile = /(?:^|\/)\.github\/dependabot\.ya?ml$/;
const needsFile = /(?:^|\/)action-security\.ya?ml$/;
const actionFile = /(?:^|\/)action\.ya?ml$/;

/** True in the folders whose files are workflows whatever they hold. */
export function isWorkflowPath(uri: string): boolean {
  return workflowFolder.test(uri);
}

/** True for templates that an organization offers for new workflows. */
export function isTemplatePath(uri: string): boolean {
  return templateFolder.test(uri);
}

/** The configuration of Dependabot, which starts updates with credentials of its own. */
export function isDependabotPath(uri: string): boolean {
  return dependabotFile.test(uri);
}

/** What the author of an action says that it needs of the token. */
export function isNeedsPath(uri: string): boolean {
  return needsFile.test(uri);
}

/** By name, or by two words for workflows that are kept elsewhere, as collections of starter workflows do. */
export function claimsWorkflow(document: Document): boolean {
  if (document.format !== 'yaml') return false;
  const { uri, text } = document;
  return (
    isWorkflowPath(uri) ||
    isTemplatePath(uri) ||
    isDependabotPath(uri) ||
    isNeedsPath(uri) ||
    actionFile.test(uri) ||
    (text.includes('runs-on:') && text.includes('jobs:'))
  );
}
