// Files of settings that other files hold or write: maps of settings, heredocs, lines that a script prints into them, lists of an
// operator; settings by which services check nobody; and what Kafka gives to everybody.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { dataServicesReader } from '../../../server/engine/facts/data-services/reader.ts';
import { hostsReader } from '../../../server/engine/facts/hosts/reader.ts';
import { expectLinear } from '../../support/growth.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { at, readMarks, type Source } from '../../support/rule-tester.ts';

const shell = at('ops/init.sh');
const image = at('images/db/Dockerfile');
const map = at('deploy/config-map.yaml');
const rabbit = at('config/rabbitmq.conf');
const erlang = at('etc/rabbitmq/rabbitmq.config');
const users = at('clickhouse/users.d/ops.xml');
const notebook = at('config/jupyter_server_config.py');
const hub = at('hub/jupyterhub_config.py');
const slapd = at('etc/ldap/slapd.conf');
const ldif = at('ldap/access.ldif');
const compose = at('deploy/docker-compose.yml');
const terraform = at('infra/queue.tf');
const cassandra = at('conf/cassandra.yaml');

async function check(rule: string, { file, text: marked }: Source): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  expect(
    findings
      .filter((finding) => /^(?:sql|saas)\//.test(finding.rule))
      .map((finding) => [finding.rule, finding.at.span[0], text.slice(...finding.at.span)]),
  ).toEqual(spans.map((span) => [rule, span[0], text.slice(...span)]));
}

describe('files within files', () => {
  it.each<[string, Source]>([
    ['sql/no-password', shell`echo "host all app 0.0.0.0/0 «trust»" >> "$PGDATA/pg_hba.conf"`],
    ['sql/no-password', shell`printf 'local all all md5\nhost all all ::/0 «trust»\n' | sudo tee -a /etc/postgresql/16/main/pg_hba.conf`],
    [
      'sql/no-password',
      shell`
      cat <<EOF >> $PGDATA/pg_hba.conf
      # replicas
      local replication postgres trust
      host replication postgres 10.0.0.0/8 «trust»
      EOF
    `,
    ],
    ['sql/no-password', image`RUN initdb && echo 'host all all 0.0.0.0/0 «trust»' >> /var/lib/postgresql/data/pg_hba.conf`],
    [
      'sql/no-password',
      map`
      kind: ConfigMap
      data:
        pg_hba.conf: |
          local all all trust
          host all all 10.0.0.0/8 «trust»
        other.conf: |
          host all all 10.0.0.0/8 trust
    `,
    ],
    [
      'sql/no-password',
      map`
      kind: Cluster
      spec:
        postgresql:
          pg_hba:
          - hostssl all all 10.0.0.0/8 scram-sha-256
          - "host all all 0.0.0.0/0 «trust»"
    `,
    ],
    [
      'sql/sign-in-off',
      map`
      kind: ConfigMap
      data:
        server.properties: |
          listeners=PLAINTEXT://:9092
          super.users=User:admin;«User:ANONYMOUS»
    `,
    ],
    ['sql/sign-in-off', image`RUN echo "[{rabbit, [«{loopback_users, []}»]}]." > /etc/rabbitmq/rabbitmq.config`],
    [
      'sql/full-access-role',
      terraform`
      locals {
        start = <<-EOF
          #!/bin/bash
          rabbitmqctl add_user worker "$PW"
          rabbitmqctl set_user_tags worker «administrator»
        EOF
      }
    `,
    ],
    [
      'saas/grafana-open-role',
      at('infra/container.tf')`
      resource "docker_container" "grafana" {
        env = ["GF_AUTH_ANONYMOUS_ENABLED=true", "GF_AUTH_ANONYMOUS_ORG_ROLE=«Admin»"]
      }
    `,
    ],
    ['sql/superuser', shell`/opt/mssql-tools18/bin/sqlcmd -S db -Q "ALTER ROLE «db_owner» ADD MEMBER [$APP]"`],
    ['sql/superuser', shell`echo "ALTER ROLE app «SUPERUSER»;" | sudo -u postgres psql -U postgres`],
  ])('%s: %s', check);

  it.each<[string, Source]>([
    ['the machine itself', shell`echo "host all all 127.0.0.1/32 trust" > /data/pg_hba.conf`],
    ['a file that is no rules of hosts', shell`echo "host all all 0.0.0.0/0 trust" >> notes.conf`],
    ['a line that is printed', shell`echo "host all all 0.0.0.0/0 trust"`],
    [
      'a comment',
      map`
      data:
        pg_hba.conf: |
          # host all all 0.0.0.0/0 trust
    `,
    ],
    [
      'a password',
      map`
      pg_hba:
        - host all all 0.0.0.0/0 scram-sha-256
      other:
        - host all all 0.0.0.0/0 trust
    `,
    ],
    ['words that are printed', shell`echo "ALTER ROLE app SUPERUSER;"`],
    [
      'cut short',
      map`
      data:
        pg_hba.conf: |`,
    ],
  ])('%s gives nothing', (_, source) => check('', source));
});

describe('settings by which nobody is checked', () => {
  it.each<[string, Source]>([
    ['sql/sign-in-off', rabbit`«loopback_users.guest = false»`],
    [
      'sql/sign-in-off',
      rabbit`
      listeners.tcp.default = 5672
      «loopback_users = none»
    `,
    ],
    [
      'sql/sign-in-off',
      erlang`
      [
       {rabbit,
        [
         {tcp_listeners, [5672]},
         «{loopback_users, []}»,
         {default_user, <<"guest">>}
        ]}
      ].
    `,
    ],
    [
      'sql/sign-in-off',
      slapd`
      access to attrs=userPassword
          by self write
          by * none
      access to *
          by dn="cn=admin,dc=acme" write
          by «* write»
    `,
    ],
    [
      'sql/sign-in-off',
      ldif`
      dn: olcDatabase={1}mdb,cn=config
      replace: olcAccess
      olcAccess: {1}to * by «* manage»
    `,
    ],
    [
      'sql/sign-in-off',
      notebook`
      c.ServerApp.ip = '0.0.0.0'
      c.ServerApp.«token = ''»
      c.ServerApp.password = ''
    `,
    ],
    ['sql/sign-in-off', hub`c.JupyterHub.authenticator_class = "«jupyterhub.auth.DummyAuthenticator»"`],
    ['sql/sign-in-off', cassandra`authenticator: «AllowAllAuthenticator»`],
    [
      'sql/sign-in-off',
      at('airflow/airflow.cfg')`
      [api]
      auth_backends = «airflow.api.auth.backend.default»
    `,
    ],
    [
      'sql/sign-in-off',
      compose`
      services:
        graphql:
          image: hasura/graphql-engine
          ports: ['8080:8080']
          environment:
            HASURA_GRAPHQL_UNAUTHORIZED_ROLE: «admin»
    `,
    ],
    [
      'sql/sign-in-off',
      compose`
      services:
        cache:
          image: bitnami/redis
          environment:
            - ALLOW_EMPTY_PASSWORD=«yes»
    `,
    ],
    [
      'sql/sign-in-off',
      compose`
      services:
        notebook:
          image: jupyter/base-notebook
          ports: ['8888:8888']
          command: start-notebook.sh «--NotebookApp.token»='' --NotebookApp.password=''
    `,
    ],
    [
      'sql/role-attributes',
      users`
      <clickhouse>
        <users>
          <ops>
            <networks>
              <ip>::/0</ip>
            </networks>
            <«access_management»>1</access_management>
          </ops>
        </users>
      </clickhouse>
    `,
    ],
  ])('%s: %s', check);

  it.each<[string, Source]>([
    [
      'another user than the known one',
      rabbit`
      loopback_users.guest = false
      default_user = shop
    `,
    ],
    [
      'users from definitions',
      rabbit`
      loopback_users = none
      load_definitions = /etc/rabbitmq/definitions.json
    `,
    ],
    ['the default', rabbit`loopback_users.guest = true`],
    [
      'a comment',
      erlang`
      %% {loopback_users, []},
      {loopback_users, [<<"guest">>]}
    `,
    ],
    [
      'who may sign in and read',
      slapd`
      access to *
          by self write
          by * read
      access to attrs=note
          by * write
    `,
    ],
    [
      'the machine itself, where nothing else is said',
      notebook`
      c.ServerApp.token = ''
    `,
    ],
    [
      'a password',
      notebook`
      c.ServerApp.ip = '*'
      c.ServerApp.token = ''
      c.ServerApp.password = 'argon2:$argon2id$v=19$m=10240'
    `,
    ],
    [
      'one password for all',
      hub`
      c.JupyterHub.authenticator_class = "dummy"
      c.DummyAuthenticator.password = os.environ["SHARED"]
    `,
    ],
    [
      'a container with a password',
      compose`
      services:
        db:
          image: bitnami/postgresql
          environment:
            ALLOW_EMPTY_PASSWORD: 'yes'
            POSTGRESQL_PASSWORD: \${PW}
        graphql:
          image: hasura/graphql-engine
          environment:
            HASURA_GRAPHQL_UNAUTHORIZED_ROLE: anonymous
        notebook:
          command: start-notebook.sh --NotebookApp.token='' --NotebookApp.password='sha1:abc'
    `,
    ],
    [
      'users from the machine itself, and a comment',
      users`
      <clickhouse>
        <users>
          <probe>
            <networks>
              <ip>::1</ip>
            </networks>
            <access_management>1</access_management>
          </probe>
          <app>
            <!-- <access_management>1</access_management> -->
            <access_management>0</access_management>
          </app>
        </users>
      </clickhouse>
    `,
    ],
  ])('%s gives nothing', (_, source) => check('', source));
});

describe('rules of Kafka', () => {
  it.each<[string, Source]>([
    ['sql/grant-public', shell`kafka-acls.sh --bootstrap-server b:9092 --add --allow-principal '«User:*»' --operation Read --topic orders`],
    ['sql/grant-public', shell`rpk security acl create --allow-principal '«*»' --operation read --topic biz,baz`],
    ['sql/full-access-role', shell`rpk acl create --allow-principal User:etl --operation «all» --topic '*' --group '*'`],
    ['sql/full-access-role', shell`confluent kafka acl create --allow --service-account sa-1 --operations «all» --topic '*'`],
  ])('%s: %s', check);

  it.each<[string, Source]>([
    ['a topic of its own', shell`rpk security acl create --allow-principal User:etl --operation all --topic orders`],
    ['one host', shell`kafka-acls --add --allow-principal 'User:*' --allow-host 10.0.0.7 --operation Read --topic orders`],
    ['taken away', shell`kafka-acls --remove --allow-principal 'User:*' --operation All --topic '*' --force`],
    ['forbidden', shell`confluent kafka acl create --deny --service-account sa-1 --operations all --topic '*'`],
  ])('%s gives nothing', (_, source) => check('', source));
});

it('stays inside of any text', () => {
  const files = {
    'deploy/map.yaml':
      'data:\n  pg_hba.conf: |\n    host all all 0.0.0.0/0 trust\n  redis.conf: |\n    user app on nopass ~* +@all\n  pg_hba:\n  - "host all all ::/0 trust"\n',
    'ops/init.sh':
      'printf \'host all all ::/0 trust\\nhost a b ::/0 trust\' | tee -a pg_hba.conf\ncat > rabbitmq.conf <<EOF\nloopback_users = none\nEOF\necho "host all all 0.0.0.0/0 trust" >> pg_hba.conf\nkafka-acls --add --allow-principal User:* --operation All --topic *\nx ALL=(ALL) NOPASSWD: ALL # sudoers\n',
    'clickhouse/users.xml':
      '<clickhouse><users>\n  <a>\n    <networks><ip>::/0</ip></networks>\n    <password></password>\n    <access_management>1</access_management>\n  </a>\n</users></clickhouse>',
    'ldap/a.ldif': 'olcAccess: to * by self read\n by * write\n',
  };
  for (const [uri, whole] of Object.entries(files)) {
    for (let end = 0; end <= whole.length; end++) {
      for (const text of [whole.slice(0, end), whole.slice(end), whole.slice(0, end).replaceAll('\n', '\r\n')]) {
        const document = createDocument(uri, text);
        for (const reader of [dataServicesReader, hostsReader]) {
          const { grants } = reader.read([document], { neighbour: () => undefined }).get(uri)!;
          for (const { carrier, actions, entitlement } of grants)
            for (const { span } of [
              carrier.block,
              carrier.head,
              ...actions.map(({ at: place }) => place),
              ...(entitlement ? [entitlement.at] : []),
            ])
              expect(span[0] >= 0 && span[0] <= span[1] && span[1] <= text.length, text).toBe(true);
        }
      }
    }
  }
});

it('takes time in proportion to the text', async () => {
  for (const [uri, part] of [
    ['a.sh', 'echo "host all all 0.0.0.0/0 trust" >> pg_hba.conf\n'],
    ['b.sh', 'echo "'],
    ['c.yaml', '  pg_hba.conf: |\n    host all all 0.0.0.0/0 trust\n'],
    ['d.sh', 'cat > redis.conf <<EOF\nuser a on nopass\nEOF\n'],
    ['e.xml', '<clickhouse><users>\n<a>\n <access_management>1</access_management>\n</a>\n'],
  ] as const)
    await expectLinear(uri, 500, (size) => () => {
      dataServicesReader.read([createDocument(uri, `pg_hba.conf\n${part.repeat(size)}`)], { neighbour: () => undefined });
    });
}, 120_000);
