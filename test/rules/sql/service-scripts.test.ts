// What scripts give in data services and in Consul and Nomad: by commands, by what they send to an API, by containers that
// they start; and what messages quote of a setting.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

const rules = /^(?:sql|saas)\//;

async function reported(file: string, text: string): Promise<readonly (readonly [rule: string, token: string])[]> {
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  return findings.filter(({ rule }) => rules.test(rule)).map(({ rule, at }) => [rule, text.slice(...at.span)] as const);
}

describe('what a script gives', () => {
  it.each([
    [
      'a user of RabbitMQ through its API',
      `curl -u "$A:$B" -X PUT $MQ/api/users/app -d '{"password":"'$PW'","tags":"«administrator»"}'\n`,
      'sql/full-access-role',
    ],
    ['with quotes that are escaped', `curl -X PUT $MQ/api/users/app -d "{\\"tags\\":\\"«administrator»\\"}"\n`, 'sql/full-access-role'],
    [
      'definitions that it writes',
      `cat > d.json <<EOF\n{"users":[{"name":"a","tags":["«administrator»"]}],"vhosts":[]}\nEOF\n`,
      'sql/full-access-role',
    ],
    ['a user of RabbitMQ that watches', `curl -X PUT $MQ/api/users/app -d '{"password":"'$PW'","tags":"monitoring"}'\n`],
    ['tags of something else', `curl -X PUT $API/machines/1 -d '{"tags":"administrator"}'\n`],
    ['a comment', `# curl -X PUT $MQ/api/users/app -d '{"tags":"administrator"}'\n`],
    [
      'a user of Elasticsearch',
      `curl -X POST "$ES/_security/user/app" -d '{\n  "roles" : [ "kibana_user", "«superuser»" ]\n}'\n`,
      'sql/full-access-role',
    ],
    ['a role of Elasticsearch', `curl -X PUT "$ES/_security/role/app" -d '{"cluster":["«all»"]}'\n`, 'sql/full-access-role'],
    ['a role that watches', `curl -X PUT "$ES/_security/role/app" -d '{"cluster":["monitor"],"indices":[]}'\n`],
    ['a file of users', 'bin/elasticsearch-users useradd app -p "$PW" -r «superuser»\n', 'sql/full-access-role'],
    ['a file of users that watch', 'bin/elasticsearch-users useradd app -p "$PW" -r viewer\n'],
    ['a token of Consul', 'consul acl token create -description ci -policy-name «global-management»\n', 'saas/consul-nomad-management'],
    ['a token of Consul for one thing', 'consul acl token create -description ci -policy-name deploy\n'],
    [
      'a policy of Consul',
      `consul acl policy create -name p -rules 'node_prefix "" { policy = "read" } acl = "«write»"'\n`,
      'saas/consul-acl-write',
    ],
    ['a policy of Consul in a file', 'consul acl policy create -name p -rules @p.hcl\n'],
    ['a token of Nomad', 'nomad acl token create -name=ci -type=«management»\n', 'saas/consul-nomad-management'],
    ['a token of Nomad for a client', 'nomad acl token create -name=ci -type=client -policy=deploy\n'],
    [
      'a container that it starts',
      'docker run -d --name es -p 9200:9200 -e "discovery.type=single-node" -e "xpack.security.enabled=«false»" elasticsearch:8\n',
      'sql/sign-in-off',
    ],
    ['a container of podman', 'podman run --rm --env POSTGRES_HOST_AUTH_METHOD=«trust» --publish 5432:5432 postgres\n', 'sql/sign-in-off'],
    ['a container with a password', 'docker run -d -e ALLOW_EMPTY_PASSWORD=yes -e REDIS_PASSWORD="$PW" bitnami/redis\n'],
    ['a console that only asks', 'docker run -d -e xpack.security.enabled=false docker.elastic.co/kibana/kibana:8.6.0\n'],
    ['variables from a file', 'docker run -d --env-file db.env -e MYSQL_ALLOW_EMPTY_PASSWORD=yes mysql\n'],
  ])('%s', async (_name, text, rule?: string) => {
    const plain = text.replaceAll(/[«»]/g, '');
    const token = /«([^»]*)»/.exec(text)?.[1];
    expect(await reported('ops/setup.sh', plain)).toEqual(rule === undefined ? [] : [[rule, token]]);
  });

  it('starts containers of the network alone as such', async () => {
    const severity = async (flags: string): Promise<string | undefined> => {
      const { findings } = await analyzeTexts({ 'ops/up.sh': `docker run -d ${flags} -e ALLOW_ANONYMOUS_LOGIN=yes bitnami/zookeeper\n` });
      return findings.find(({ rule }) => rule === 'sql/sign-in-off')?.severity;
    };
    expect(await severity('')).toBe('low');
    expect(await severity('-p 127.0.0.1:2181:2181')).toBe('low');
    expect(await severity('-dp 2181:2181')).toBe('medium');
  });
});

describe('what a message quotes', () => {
  it.each([
    ['config/redis.conf', 'protected-mode no\nbind 0.0.0.0\n', '`protected-mode no`'],
    ['config/mongod.conf', 'security:\n  authorization: disabled\n', '`authorization: disabled`'],
    ['compose.yaml', 'services:\n  db:\n    environment:\n      NEO4J_AUTH: none\n', '`NEO4J_AUTH=none`'],
    ['config/nats.conf', 'no_auth_user: guest\n', '`no_auth_user: guest`'],
  ])('%s', async (file, text, said) => {
    const { findings } = await analyzeTexts({ [file]: text });
    expect(findings.map(({ rule }) => rule)).toEqual(['sql/sign-in-off']);
    expect(findings[0]!.message).toContain(said);
  });

  it.each([
    [
      'a page of Traefik',
      'compose.yaml',
      'services:\n  t:\n    command: ["--api.insecure=true"]\n    ports: ["80:80", "8080:8080"]\n',
      '--api.insecure',
    ],
    ['its file', 'deploy/traefik.yml', 'api:\n  dashboard: true\n  insecure: true\n', 'true'],
    ['its file as TOML', 'deploy/traefik.toml', '[api]\n  insecure = true\n', 'true'],
    [
      'a page of the machine alone',
      'compose.yaml',
      'services:\n  t:\n    command: ["--api.insecure=true"]\n    ports: ["80:80", "127.0.0.1:8080:8080"]\n',
    ],
    ['a page that is not published', 'compose.yaml', 'services:\n  t:\n    command: ["--api.insecure=true"]\n    ports: ["80:80"]\n'],
    ['a page that asks', 'compose.yaml', 'services:\n  t:\n    command: ["--api.dashboard=true"]\n    ports: ["8080:8080"]\n'],
    ['switched off', 'deploy/traefik.yml', 'api:\n  insecure: false\n'],
  ])('%s', async (_name, file, text, token?: string) => {
    const { findings } = await analyzeTexts({ [file]: text });
    const found = findings.filter(({ rule }) => rule === 'sql/sign-in-off');
    expect(found.map(({ at, severity }) => [text.slice(...at.span), severity])).toEqual(token === undefined ? [] : [[token, 'low']]);
    if (token !== undefined) expect(found[0]!.message).toContain('see its routes');
  });

  it('says nothing of NATS where permissions limit who comes', async () => {
    expect(await reported('config/nats.conf', 'no_auth_user: guest\nauthorization { default_permissions = { publish = "a" } }\n')).toEqual(
      [],
    );
  });
});

it('reads Consul in programs of Pulumi as in Terraform', async () => {
  const text = 'import pulumi_consul as consul\n\nconsul.AclToken("ci", description="ci", policies=["global-management"])\n';
  expect(await reported('infra/__main__.py', text)).toEqual([['saas/consul-nomad-management', 'global-management']]);
});
