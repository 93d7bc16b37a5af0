// What a job needs of its token, from the table of actions and the commands; and what makes it unknown.
import { describe, expect, it } from 'vitest';
import { actionFacts, knownActions } from '../../../../server/engine/catalog/actions.ts';
import { createDocument } from '../../../../server/engine/document.ts';
import { jobNeed } from '../../../../server/engine/facts/github/job-need.ts';
import { githubActionsReader } from '../../../../server/engine/facts/github/reader.ts';
import { tokenScopes } from '../../../../server/engine/facts/github/token.ts';
import type { Workflow } from '../../../../server/engine/facts/workflow.ts';

const read = (text: string, uri = '.github/workflows/ci.yml'): Workflow =>
  githubActionsReader.read([createDocument(uri, text)], { neighbour: () => undefined }).get(uri)!.workflows[0]!;
const need = (steps: string, local: Readonly<Record<string, string>> = {}, extra = '') => {
  const workflow = read(`on: push\njobs:\n  a:\n${extra}    steps:\n${steps.replace(/^(?=.)/gm, '      ')}\n`);
  const found = jobNeed(workflow.jobs[0]!, workflow, (path) =>
    local[path] === undefined ? undefined : read(local[path], path.endsWith('.yml') ? path : `${path}/action.yml`),
  );
  return {
    scopes: Object.fromEntries([...found.scopes].map(([scope, { access }]) => [scope, access])),
    unknown: found.unknown.length,
    mayPush: found.mayPush,
  };
};

describe('the table of actions', () => {
  it('knows at least 120 actions, each once, with scopes that exist, a source and a day', () => {
    const names = knownActions();
    expect(names.length).toBeGreaterThanOrEqual(120);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const name of names) {
      const facts = actionFacts(name)!;
      expect(name).toBe(name.toLowerCase());
      expect(facts.source, name).toMatch(/^https:\/\/github\.com\/[^/]+\/[^/]+\/blob\/(?:[0-9a-f]{7}|main)\/\S+\.(?:md|ya?ml)$/);
      expect(facts.read).toMatch(/^\d{4}-\d\d-\d\d$/);
      for (const scope of [...facts.needs.keys(), ...facts.when.flatMap((one) => [...one.needs.keys()])])
        expect(tokenScopes, `${name} ${scope}`).toContain(scope);
    }
  });
  it('does not guess', () => {
    expect(actionFacts('someone/unknown')).toBeUndefined();
  });
});

describe('the need of a job', () => {
  it('is the union over actions, the higher access counts', () => {
    expect(
      need(
        '- uses: actions/checkout@v5\n  with: { persist-credentials: false }\n- uses: softprops/action-gh-release@v2\n- uses: actions/setup-go@v6',
      ),
    ).toEqual({ scopes: { contents: 'write' }, unknown: 0, mayPush: false });
  });
  it('follows inputs that add a scope', () => {
    expect(need('- uses: docker/login-action@v3\n  with: { registry: ghcr.io }').scopes).toEqual({ packages: 'write' });
    expect(need('- uses: docker/login-action@v3\n  with: { registry: docker.io }').scopes).toEqual({});
    expect(need('- uses: codecov/codecov-action@v5\n  with: { use_oidc: true }').scopes).toEqual({ 'id-token': 'write' });
  });
  it('leaves out what another token does', () => {
    expect(need("- uses: peter-evans/create-pull-request@v7\n  with: { token: '${{ secrets.BOT }}' }").scopes).toEqual({});
    expect(need("- uses: peter-evans/create-pull-request@v7\n  with: { token: '${{ secrets.GITHUB_TOKEN }}' }").scopes).toEqual({
      contents: 'write',
      'pull-requests': 'write',
    });
    expect(need("- run: gh pr merge 1\n  env: { GH_TOKEN: '${{ steps.app.outputs.token }}' }")).toEqual({
      scopes: {},
      unknown: 0,
      mayPush: false,
    });
  });
  it('reads commands', () => {
    expect(need("- run: gh release create v1 && git push\n  env: { GH_TOKEN: '${{ github.token }}' }").scopes).toEqual({
      contents: 'write',
    });
    expect(need('- run: docker push ghcr.io/acme/app:1').scopes).toEqual({ packages: 'write' });
    expect(need('- run: echo hello')).toEqual({ scopes: {}, unknown: 0, mayPush: false });
  });
  it('says what it does not know', () => {
    expect(need('- uses: someone/unknown@v1').unknown).toBe(1);
    expect(need("- run: ./x\n  env: { T: '${{ github.token }}' }").unknown).toBe(1);
    expect(need("- run: gh api -X POST repos/x\n  env: { GH_TOKEN: '${{ github.token }}' }").unknown).toBe(1);
    expect(need('- uses: ./missing').unknown).toBe(1);
    expect(need("- uses: '${{ matrix.action }}'").unknown).toBe(1);
  });
  it('takes in the images that are pulled with the token', () => {
    const own =
      "    container: { image: ghcr.io/acme/ci, credentials: { username: '${{ github.actor }}', password: '${{ secrets.GITHUB_TOKEN }}' } }\n";
    expect(need('- run: echo hello', {}, own)).toEqual({ scopes: { packages: 'read' }, unknown: 0, mayPush: false });
    const service = "    services: { db: { image: ghcr.io/acme/db, credentials: { username: x, password: '${{ github.token }}' } } }\n";
    expect(need('- run: echo hello', {}, service).scopes).toEqual({ packages: 'read' });
    expect(need('- run: echo hello', {}, own.replace('secrets.GITHUB_TOKEN', 'secrets.REGISTRY')).scopes).toEqual({});
  });
  it('does not know what becomes of a token that an action hands on', () => {
    expect(
      need('- uses: docker/build-push-action@v6\n  with:\n    push: true\n    secrets: |\n      GIT_AUTH_TOKEN=${{ secrets.GITHUB_TOKEN }}')
        .unknown,
    ).toBe(1);
    expect(need("- uses: appleboy/ssh-action@v1\n  with: { host: x, script: 'docker login ghcr.io -p ${{ github.token }}' }").unknown).toBe(
      1,
    );
    expect(need("- uses: pypa/cibuildwheel@v3\n  env: { CIBW_ENVIRONMENT: 'TOKEN=${{ github.token }}' }").unknown).toBe(1);
    // An input for a token is what the table was made from, and so are the variables that it names.
    expect(need("- uses: actions/setup-python@v6\n  with: { token: '${{ github.token }}' }").unknown).toBe(0);
    expect(need("- uses: docker/login-action@v3\n  with: { registry: ghcr.io, password: '${{ secrets.GITHUB_TOKEN }}' }")).toEqual({
      scopes: { packages: 'write' },
      unknown: 0,
      mayPush: false,
    });
    expect(need("- uses: softprops/action-gh-release@v2\n  env: { GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}' }").unknown).toBe(0);
    expect(need("- uses: appleboy/ssh-action@v1\n  with: { host: x, key: '${{ secrets.KEY }}', script: ls }").unknown).toBe(0);
  });
  it('knows that a script may push with what a checkout left', () => {
    expect(need('- uses: actions/checkout@v5\n- run: ./release').mayPush).toBe(true);
    expect(need('- uses: actions/checkout@v5\n  with: { persist-credentials: false }\n- run: ./release').mayPush).toBe(false);
  });
  it.each([
    'npm ci && npm run release',
    'cd web && make',
    'FORCE=1 sudo -E ./deploy.sh',
    'if true; then ./a; fi',
    'curl -sSL https://example.com/x | bash',
    'echo "$(./version)"',
    'releaser publish',
    '"$TOOL" x',
    'go run ./cmd/release',
  ])('takes `%s` for a script that may push', (script) => {
    expect(need(`- uses: actions/checkout@v5\n- run: |\n    ${script}`).mayPush).toBe(true);
  });
  it.each([
    'npm ci',
    'go test ./...',
    'cat <<EOF > x\n    make\n    EOF\n    echo done',
    "echo 'make; ./x'",
    'sudo apt-get update && sudo apt-get install -y jq',
    'docker build -t x . | tee log # ./x',
  ])('takes `%s` for one that does not', (script) => {
    expect(need(`- uses: actions/checkout@v5\n- run: |\n    ${script}`)).toEqual({
      scopes: { contents: 'read' },
      unknown: 0,
      mayPush: false,
    });
  });
  it('reads the variables of the job, and what a caller may fill with the token', () => {
    const env = "    env: { GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}' }\n";
    expect(need('- run: npm run release', {}, env).unknown).toBe(1);
    expect(need('- run: npm ci', {}, env).unknown).toBe(0);
    expect(need('- run: terraform apply', {}, env).unknown).toBe(1);
    expect(need('- run: terraform apply').unknown).toBe(0);
    const named = "    env: { BOT: '${{ github.token }}' }\n";
    expect(need('- run: \'curl -H "Authorization: Bearer $BOT" https://api.github.com/repos/a/b/issues\'', {}, named).unknown).toBe(1);
    expect(need('- run: curl https://example.com/BOTTOM', {}, named).unknown).toBe(0);
    const local = {
      a: "inputs: { token: { required: true } }\nruns:\n  using: composite\n  steps:\n    - run: gh pr comment 1 --body x\n      shell: bash\n      env: { GH_TOKEN: '${{ inputs.token }}' }\n",
    };
    expect(need('- uses: ./a', local).scopes).toMatchObject({ 'pull-requests': 'write' });
  });
  it('carries what a checkout left into actions of this repository', () => {
    const local = {
      a: 'runs:\n  using: composite\n  steps:\n    - run: ./push.sh\n      shell: bash\n',
      b: 'runs:\n  using: composite\n  steps:\n    - uses: actions/checkout@v5\n',
    };
    expect(need('- uses: actions/checkout@v5\n- uses: ./a', local).mayPush).toBe(true);
    expect(need('- uses: ./b\n- run: ./push.sh', local).mayPush).toBe(true);
  });
  it('knows nothing of a script in another language', () => {
    expect(need('- uses: actions/checkout@v5\n- shell: python\n  run: print(1)').mayPush).toBe(true);
  });
  it('takes the word of an action-security.yml beside an action, and of one for actions of others', () => {
    const stated = (scopes: string, rest = '') => `name: x\ngithub-token:\n${rest}  permissions:\n${scopes}`;
    const node = 'runs:\n  using: node24\n  main: x.js\n';
    expect(
      need('- uses: ./a', { a: node, 'a/action-security.yml': stated('    issues: write\n    issues-reason: to comment\n') }),
    ).toMatchObject({ scopes: { issues: 'write' }, unknown: 0 });
    expect(need('- uses: ./a', { a: node, 'a/action-security.yml': 'name: x\n' })).toMatchObject({ scopes: {}, unknown: 0 });
    const others = {
      'knowledge-base/actions/some/unknown/action-security.yml': stated(
        '    contents: write\n',
        '  action-input:\n    input: token\n    is-default: true\n',
      ),
    };
    expect(need('- uses: Some/unknown@v1', others)).toMatchObject({ scopes: { contents: 'write' }, unknown: 0 });
    expect(need("- uses: some/unknown@v1\n  with: { token: '${{ secrets.BOT }}' }", others)).toMatchObject({ scopes: {}, unknown: 0 });
    expect(need('- uses: some/unknown@v1').unknown).toBe(1);
  });
  it('sees what a script of github-script calls, and knows that it may do more', () => {
    const script = (text: string, rest = '') => need(`- uses: actions/github-script@v8\n  with:\n${rest}    script: |\n      ${text}`);
    expect(script('await github.rest.issues.createComment({})')).toMatchObject({
      scopes: { issues: 'write', 'pull-requests': 'write' },
      unknown: 1,
    });
    expect(script('github.pulls.get({}); github.rest.repos.createCommitStatus({}); octokit.rest.git.createRef({})').scopes).toEqual({
      'pull-requests': 'read',
      statuses: 'write',
      contents: 'write',
    });
    expect(script('github.rest.repos.createDispatchEvent({}); github.rest.checks.listForRef({})').scopes).toEqual({
      contents: 'write',
      checks: 'read',
    });
    expect(script('github.rest.repos.listDeployments({}); github.rest.actions.approveWorkflowRun({})').scopes).toEqual({
      deployments: 'read',
      actions: 'write',
    });
    expect(script('core.info(github.event.issues.create)').scopes).toEqual({});
    expect(script('github.rest.issues.update({})', "    github-token: '${{ secrets.BOT }}'\n").scopes).toEqual({});
  });
  it('looks into actions of this repository, and ends on circles', () => {
    const composite = (steps: string) => `runs:\n  using: composite\n  steps:\n${steps}`;
    expect(need('- uses: ./a', { a: composite('    - uses: actions/labeler@v6\n') }).scopes).toMatchObject({ 'pull-requests': 'write' });
    expect(need('- uses: ./a', { a: composite('    - uses: ./a\n') }).unknown).toBeGreaterThan(0);
    expect(need('- uses: ./a', { a: 'runs:\n  using: node20\n  main: x.js\n' }).unknown).toBe(1);
  });
});
