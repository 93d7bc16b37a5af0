// An AI agent that may call internal tooling: what it may do is approved, a new tool is marked where it is written, and what
// was added since the last release is said together.
import { describe, expect, it } from 'vitest';
import { git, posture, repositoryOf, write } from '../cli/posture.ts';
import { check, commit, marked, pick, run } from './support.ts';

const settings = (...allow: string[]) => `{
  "permissions": {
    "allow": [${allow.map((one) => JSON.stringify(one)).join(', ')}],
    "deny": ["Read(.env)"]
  }
}
`;
const servers = (more = '') => `{
  "mcpServers": {
    "tickets": { "type": "http", "url": "https://tickets.acme.example/mcp" }${more}
  }
}
`;
const before = ['Bash(make test)', 'mcp__tickets__search'];

function approvedAgent(): string {
  const folder = repositoryOf({ '.claude/settings.json': settings(...before), '.mcp.json': servers() });
  git(folder, 'branch', '--move', '--force', 'main');
  run(folder, 'approve', '--all', '--owner', '@acme/web', '--approved-by', '@lead', '--purpose', 'helps with tickets', '--yes');
  commit(folder, 'approve');
  git(folder, 'tag', 'v1.0.0');
  return folder;
}

describe('an agent', () => {
  it('is approved with what it may call', () => {
    const folder = approvedAgent();
    expect(check(folder)).toMatchObject({ code: 0, findings: [] });
    expect(run(folder, 'inventory', '--format', 'json')).toContain('mcp__tickets__search');
  });

  it('that gets a tool is marked at the tool, and the repair lets it ask', () => {
    const folder = approvedAgent();
    write(folder, { '.claude/settings.json': settings(...before, 'Bash(kubectl delete:*)') });
    commit(folder, 'faster');
    const { code, findings } = check(folder);
    expect(code).toBe(1);
    const grew = findings.find(({ rule }) => rule === 'drift/agent-scope-grew')!;
    expect(marked(folder, grew)).toContain('kubectl delete');
    expect(grew.message).toMatch(/got more than @lead approved for @acme\/web/);
    expect(run(folder, 'inventory', '--diff', 'v1.0.0', '--format', 'markdown')).toContain('kubectl delete');
    pick(
      folder,
      findings.find(({ rule }) => rule === 'agent/allow-mints-credential')!,
      /^Move .* to "ask"$/,
    );
    expect(check(folder)).toMatchObject({ code: 0, findings: [] });
  });

  it('that gets a whole server has to be approved anew', () => {
    const folder = approvedAgent();
    write(folder, { '.mcp.json': servers(',\n    "deploys": { "type": "http", "url": "https://deploys.acme.example/mcp" }') });
    expect(check(folder).rules).toContain('drift/agent-scope-grew');
    run(folder, 'approve', '.mcp.json', '--owner', '@acme/web', '--approved-by', '@lead', '--purpose', 'deploys too', '--yes');
    expect(check(folder).code, 'what the change approves for itself only asks').toBe(3);
    commit(folder, 'approve');
    expect(check(folder).code, 'and counts on the target branch').toBe(0);
  });

  it('without a record is compared with the last release', () => {
    const folder = repositoryOf({ '.claude/settings.json': settings(...before) });
    git(folder, 'branch', '--move', '--force', 'main');
    run(folder, 'init', '--owner', '@acme/platform', '--yes');
    commit(folder, 'a baseline');
    git(folder, 'tag', 'v1.0.0');
    write(folder, { '.claude/settings.json': settings(...before, 'mcp__tickets__close') });
    commit(folder, 'close tickets');
    const [found] = check(folder).findings;
    expect(found).toMatchObject({ rule: 'drift/scope-grew-since-release', severity: 'low', message: expect.stringContaining('v1.0.0') });
    expect(marked(folder, found!)).toContain('mcp__tickets__close');
    git(folder, 'tag', 'v1.1.0');
    expect(posture(folder, ['check']).stdout).toContain('No findings.');
  });
});
