import { describe, expect, it } from 'vitest';
import { picksWords } from '../../../../server/engine/facts/github/picked-words.ts';

describe('a part of a text that a substitution picks', () => {
  it.each([
    `$(echo "$BODY" | awk '{print $2}')`,
    `"$(echo "$BODY" | cut -d' ' -f2 | head -1)"`,
    `$(echo "$BODY" | grep -oP '/bench\\s+.*-f\\s+\\K\\S+' || echo "")`,
    `$(printf '%s' "$BODY" | grep -o -E 'ref=[^ ]+' | xargs)`,
    `$(echo "$BODY" | sed -n 's/.*reason:[[:space:]]*//p' | xargs)`,
    `$(sed 's|^/deploy ||' <<< "$BODY")`,
    `$(echo "$BODY" | jq -r .team)`,
    `$(jq -r '.request.team // empty' <<< "$BODY")`,
    `$(echo "$BODY" | grep -i '^team:' | cut -d: -f2)`,
    `$(echo "$BODY" | tr -d '\\r\\n' | tr '[:upper:]' '[:lower:]' | head -n1)`,
  ])('%s', (value) => expect(picksWords(value)).toBe(true));

  it.each([
    '$(echo "$BODY")',
    `$(echo "$BODY" | grep -oE '[0-9]+')`,
    `$(echo "$BODY" | grep -oP '\\d+\\.\\d+')`,
    `$(echo "$BODY" | grep -oE 'staging|production')`,
    `$(echo "$BODY" | tr -cd 'a-z0-9')`,
    `$(echo "$BODY" | sed 's/[^a-z]//g')`,
    `$(echo "$BODY" | jq -Rr @sh)`,
    `$(echo "$BODY" | jq '.team | length')`,
    `$(echo "$BODY" | jq -r '.team | test("^[a-z]+$")')`,
    `$(echo "$BODY" | grep '^[a-z]*$')`,
    `$(echo "$BODY" | base64 -w0)`,
    `$(gh pr view 1 | head -1)`,
    `$(echo "$BODY" | head -1; id)`,
    `$(echo "$BODY" | head -1 || ./other)`,
    `$(echo "unclosed | head -1)`,
    '',
    '$(',
  ])('is none in %s', (value) => expect(picksWords(value)).toBe(false));
});
