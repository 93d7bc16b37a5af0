// Signatures of commits, checked by git itself against the keys that a policy names and nothing else: not the keys of this
// machine's user, not a list in the repository's own configuration, no program that the repository could name.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitError } from './errors.ts';
import { gitSync } from './git.ts';

export interface CommitSignature {
  readonly commit: string;
  readonly signers: readonly string[];
  readonly doubt?: string;
  /** Of author and committer, in lower case. */
  readonly emails: readonly string[];
}

/** `keys` are the policy's, by handle. Throws GitError where git cannot answer. */
export function signaturesOf(
  root: string,
  commits: readonly string[],
  keys: Readonly<Record<string, readonly string[]>>,
): Map<string, CommitSignature> {
  const found = new Map<string, CommitSignature>();
  if (commits.length === 0) return found;
  const folder = mkdtempSync(join(tmpdir(), 'posture-signers-'));
  try {
    const allowed = join(folder, 'allowed-signers');
    const lines = Object.entries(keys).flatMap(([handle, all]) =>
      all.filter((key) => !key.startsWith('openpgp:')).map((key) => `${handle} namespaces="git" ${key}`),
    );
    writeFileSync(allowed, `${lines.join('\n')}\n`);
    // With no key at all ssh-keygen would refuse the file; there is nothing to compare with then.
    const config = [
      'gpg.program=gpg',
      'gpg.openpgp.program=gpg',
      'gpg.x509.program=false',
      'gpg.ssh.program=ssh-keygen',
      'gpg.minTrustLevel=undefined',
      `gpg.ssh.allowedSignersFile=${allowed}`,
      'gpg.ssh.revocationFile=',
      'gpg.ssh.defaultKeyCommand=',
    ];
    const log = gitSync({
      cwd: root,
      config,
      command: [
        'log',
        '--no-walk=unsorted',
        '--stdin',
        '--no-show-signature',
        '--format=%H%x02%G?%x02%GS%x02%GF%x02%GP%x02%ae%x02%ce%x02%GK',
      ],
      input: `${commits.join('\n')}\n`,
    });
    if (!log.ok) throw new GitError(`signatures cannot be checked: ${log.message}`);
    for (const line of log.stdout.toString('utf8').split('\n')) {
      const [commit, state, signer = '', fingerprint = '', primary = '', author = '', committer = ''] = line.split('\u0002');
      if (!commit) continue;
      const emails = [...new Set([author.toLowerCase(), committer.toLowerCase()])];
      found.set(commit, { commit, emails, ...judged(state ?? 'N', signer, [fingerprint, primary], keys) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
}

function judged(
  state: string,
  signer: string,
  fingerprints: readonly string[],
  keys: Readonly<Record<string, readonly string[]>>,
): Pick<CommitSignature, 'signers' | 'doubt'> {
  if (state === 'N') return { signers: [] };
  if (state === 'B') return { signers: [], doubt: 'a signature that does not fit it' };
  if (state === 'X' || state === 'Y' || state === 'R')
    return { signers: [], doubt: state === 'R' ? 'a signature of a key that was revoked' : 'a signature of a key that has expired' };
  // Git names the line of the allowed signers that fitted; a key of OpenPGP is known by its fingerprint.
  if (state === 'G' && Object.hasOwn(keys, signer)) return { signers: [signer] };
  const wanted = fingerprints.filter((one) => /^[0-9A-F]{40,64}$/i.test(one)).map((one) => `openpgp:${one.toUpperCase()}`);
  const signers =
    state === 'G' || state === 'U'
      ? Object.entries(keys)
          .filter(([, all]) =>
            all.some((key) => key.startsWith('openpgp:') && wanted.includes(`openpgp:${key.slice('openpgp:'.length).toUpperCase()}`)),
          )
          .map(([handle]) => handle)
      : [];
  return signers.length > 0 ? { signers } : { signers: [], doubt: 'a signature of a key that the policy does not name' };
}
