// Scripts that take others in: what one file writes and another hands to a command, and that each file alone is said once.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { withTakenIn } from '../../server/engine/facts/commands/sourced.ts';
import { createDocument } from '../../server/engine/document.ts';
import { analyzeTexts, type Texts } from '../support/analyze-text.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const attach = 'attach() {\n  local user=$1 arn=$2\n  aws iam attach-user-policy --user-name "$user" --policy-arn "$arn"\n}\n';

/** `file: token` of each finding of rules about administration. */
async function found(texts: Texts): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts(texts);
  expect(failures).toEqual([]);
  return findings
    .filter(({ rule }) => /^aws\/managed-(?:admin|poweruser)|^gcp\/basic-role-owner/.test(rule))
    .map(({ at: { uri, span } }) => `${uri}: ${documents.get(uri)!.text.slice(...span)}`);
}

describe('scripts that take others in', () => {
  it.each([
    ['beside it', 'source ./lib.sh', 'ops/lib.sh'],
    ['by the folder of the script', '. "$(dirname "$0")/lib/iam.sh"', 'ops/lib/iam.sh'],
    ['by a variable', 'source "${SCRIPT_DIR}/../common/iam.bash" || exit 1', 'common/iam.bash'],
    ['by a folder that is worked out', 'source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/iam.sh"', 'ops/iam.sh'],
    ['from the root', '[[ -f ops/lib.sh ]] && . ops/lib.sh # ours', 'ops/lib.sh'],
  ])('call its functions, %s', async (_, line, lib) => {
    const script = `#!/bin/bash\n${line}\nattach viewer arn:aws:iam::aws:policy/ReadOnlyAccess\nattach ci ${admin}\n`;
    expect(await found({ 'ops/setup.sh': script, [lib]: attach })).toEqual([`ops/setup.sh: ${admin}`]);
  });

  it('use its variables, through a further file', async () => {
    const texts = {
      'a.sh': '. ./b.sh\naws iam attach-role-policy --role-name ci --policy-arn "$ADMIN"\n',
      'b.sh': 'source ./c.env\n',
      'c.env': `ADMIN=${admin}\n`,
    };
    expect(await found(texts)).toEqual(['a.sh: $ADMIN']);
  });

  it('say what one file does alone only there', async () => {
    const texts = {
      'a.sh': `source ./b.sh\naws iam attach-role-policy --role-name a --policy-arn ${admin}\n`,
      'b.sh': `aws iam attach-role-policy --role-name b --policy-arn ${admin}\n`,
    };
    expect((await found(texts)).sort()).toEqual([`a.sh: ${admin}`, `b.sh: ${admin}`]);
  });

  it('are read so for every program', async () => {
    const texts = {
      'a.sh': 'source lib.sh\nbind roles/owner\nbind roles/viewer\n',
      'lib.sh': 'bind() { gcloud projects add-iam-policy-binding shop --member=group:ops@b.example --role="$1"; }\n',
    };
    expect(await found(texts)).toEqual(['a.sh: roles/owner']);
  });

  it.each([
    ['a file that is not there', { 'a.sh': `source lib.sh\nattach ci ${admin}\n` }],
    ['a path that is not known', { 'a.sh': `source "lib-$STAGE.sh"\nattach ci ${admin}\n`, 'lib-.sh': attach }],
    ['what is only printed', { 'a.sh': `cat <<'EOF'\nattach ci ${admin}\nEOF\nsource lib.sh\n`, 'lib.sh': attach }],
    ['what takes itself in', { 'a.sh': `source b.sh\n. a.sh\nattach ci ReadOnlyAccess\n`, 'b.sh': `. a.sh\n${attach}` }],
  ])('say nothing of %s', async (_, texts) => {
    expect(await found(texts as Texts)).toEqual([]);
  });

  it('have the text of all, whatever it is, each part from where it is', () => {
    const line = fc.constantFrom('source b.sh', '. ./c.sh', '[ -f b.sh ] && . b.sh', '. "$(x', 'source "$D/c.sh"', 'A=1', '}', "'", '');
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const documents = new Map(Object.entries({ 'a.sh': a, 'b.sh': b, 'c.sh': c }).map(([uri, one]) => [uri, createDocument(uri, one)]));
        const whole = withTakenIn(documents.get('a.sh')!, { neighbour: (uri) => documents.get(uri) });
        for (const { start, uri, span } of whole?.parts ?? [])
          expect(whole!.document.text.slice(start, start + span[1] - span[0])).toBe(documents.get(uri)!.text.slice(...span));
      }),
    );
  });
});
