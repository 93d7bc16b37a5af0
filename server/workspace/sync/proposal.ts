// A commit on top of the team's tip that changes some files, made in the object store: no check-out, no index, so that a
// developer's own work is never touched.
import { createHash } from 'node:crypto';
import { GitError } from '../errors.ts';
import { gitSync } from '../git.ts';

export interface ProposalFile {
  readonly path: string;
  /** Undefined removes the file. */
  readonly text: string | undefined;
}

export interface Proposal {
  readonly commit: string;
  readonly branch: string;
}

/** `parent` is undefined for a team branch that does not exist yet. The branch's name follows from what is proposed. */
export function commitProposal(
  root: string,
  parent: string | undefined,
  files: readonly ProposalFile[],
  handle: string,
  message: string,
): Proposal {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const digest = createHash('sha256')
    .update(JSON.stringify([parent ?? '', sorted]))
    .digest('hex')
    .slice(0, 12);
  const branch = `posture-proposals/${handle.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'someone'}-${digest}`;
  const ref = `refs/posture/proposals/${digest}`;
  const who = committer(root);
  const stream = [
    `commit ${ref}\ncommitter ${who} ${timeOf(root, parent)} +0000\n${data(message)}`,
    ...(parent ? [`from ${parent}\n`] : []),
    ...sorted.map(({ path, text }) => (text === undefined ? `D ${quoted(path)}\n` : `M 100644 inline ${quoted(path)}\n${data(text)}`)),
    '\ndone\n',
  ].join('');
  const imported = gitSync({ cwd: root, command: ['fast-import', '--quiet', '--force', '--done'], input: stream });
  if (!imported.ok) throw new GitError(`the proposal cannot be written: ${imported.message}`);
  const named = gitSync({ cwd: root, command: ['rev-parse', '--verify'], revisions: [ref] });
  // The object stays until git collects it; the ref was only there to name it.
  gitSync({ cwd: root, command: ['update-ref', '-d', ref] });
  if (!named.ok) throw new GitError(`the proposal cannot be read back: ${named.message}`);
  return { commit: named.stdout.toString().trim(), branch };
}

/** The time of the commit below, so that the same proposal made twice is the same commit and pushing it again is nothing. */
function timeOf(root: string, parent: string | undefined): string {
  if (parent === undefined) return '0';
  const asked = gitSync({ cwd: root, command: ['show', '-s', '--format=%ct'], revisions: [parent] });
  return asked.ok && /^\d+$/.test(asked.stdout.toString().trim()) ? asked.stdout.toString().trim() : '0';
}

function committer(root: string): string {
  const name = gitSync({ cwd: root, command: ['config', '--get', 'user.name'] });
  const email = gitSync({ cwd: root, command: ['config', '--get', 'user.email'] });
  const clean = (text: string) => text.replace(/[<>\n\0]/g, '').trim();
  return `${(name.ok && clean(name.stdout.toString())) || 'posture'} <${(email.ok && clean(email.stdout.toString())) || 'posture@localhost'}>`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** A path as fast-import reads it, whatever is in it. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
