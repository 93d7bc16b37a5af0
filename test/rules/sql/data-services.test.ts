// Users of MongoDB, Redis, RabbitMQ, Kafka and Elasticsearch in their own files, in scripts and in commands; users without
// a password; owners of databases.
import { rules } from '../../../rules/sql/rules.ts';
import { at, kubernetes, python, ruleTester, sql, typescript } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const shell = at('db/init.sh');
const mongo = at('db/init-mongo.js');
const acl = at('config/users.acl');
const hba = at('db/pg_hba.conf');
const definitions = at('rabbit/definitions.json');
const roles = at('config/roles.yml');
const json = at('config/role.json');

ruleTester(rule('sql/full-access-role'), {
  valid: [
    {
      ...mongo`
      db.createUser({ user: 'app', pwd: process.env.APP_PASSWORD, roles: [{ role: 'readWrite', db: 'shop' }, 'read'] });
      db.createUser({ user: 'root', pwd: process.env.ROOT, roles: [] });
      users.createUser({ name: 'root', title: 'readWriteAnyDatabase' });
    `,
      because: 'roles of one database; names that are no roles',
    },
    {
      ...typescript`
      const roles = ['root'];
      await createUser({ email, roles: pick(['viewer']) });
    `,
      because: 'a list that is no list of this call',
    },
    {
      ...sql`
      GRANT administrator TO app;
      GRANT root TO app;
    `,
      because: 'roles of a database of SQL, whatever they are called',
    },
    {
      ...acl`
      user default off
      user app on ~app:* +@all -@dangerous
      user cache on #5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 ~* +@all -@admin
      user old off ~* +@all
      user later on ~* +@all resetkeys ~later:*
    `,
      because: 'fewer keys, fewer commands, or off',
    },
    {
      ...definitions`{ "vhosts": [{ "name": "/" }], "users": [{ "name": "app", "tags": "monitoring" }, { "name": "other", "tags": [] }] }`,
      because: 'who watches is no administrator',
    },
    { ...json`{ "users": [{ "name": "app", "tags": "administrator" }], "title": "people" }`, because: 'no definitions of RabbitMQ' },
    {
      ...roles`
      readers:
        cluster: [ 'monitor' ]
        indices:
          - names: [ 'logs-*' ]
            privileges: [ 'all' ]
          - names: [ '*' ]
            privileges: [ 'read' ]
    `,
      because: 'one prefix, or only reading',
    },
    {
      ...shell`
      rabbitmqctl set_user_tags app monitoring
      kafka-acls.sh --bootstrap-server k:9092 --add --allow-principal User:app --operation Read --topic '*'
      kafka-acls.sh --bootstrap-server k:9092 --remove --allow-principal User:app --operation All --topic '*'
      createuser --no-superuser app
      echo "rabbitmqctl set_user_tags app administrator"
    `,
    },
    {
      ...kubernetes`
      apiVersion: kafka.strimzi.io/v1beta2
      kind: KafkaUser
      metadata: { name: app }
      spec: { authorization: { type: simple, acls: [{ resource: { type: topic, name: "*" }, operations: [All] }] } }
    `,
      because: 'an object of Kubernetes, which k8s/kafka-user-everything reports',
    },
  ],
  invalid: [
    {
      ...mongo`
      db = db.getSiblingDB('admin');
      db.createUser({
        user: 'app', // the shop
        pwd: process.env.APP_PASSWORD,
        roles: [{ role: '«root»', db: 'admin' }],
      });
      db.grantRolesToUser('reports', [{ db: 'admin', role: '«userAdminAnyDatabase»' }, "«readWriteAnyDatabase»"]);
      db.createRole({ role: 'all', privileges: [{ resource: { anyResource: true }, actions: ['«anyAction»'] }], roles: [] });
    `,
      message: ['`app`', '`reports`', '`reports`', '`all`'],
    },
    {
      ...python`
      client.admin.command("createUser", "app", pwd=secret, roles=[{"role": "«root»", "db": "admin"}])
    `,
      message: '`app`',
    },
    {
      ...shell`
      mongosh admin --eval 'db.createUser({user:"app",pwd:passwordPrompt(),roles:[{role:"«root»",db:"admin"}]})'
      mongo admin --eval "db.grantRolesToUser(\"app\", [\"«dbAdminAnyDatabase»\"])"
    `,
      because: 'in what a shell is given, quotes escaped or not',
    },
    {
      ...acl`
      user app on #5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 ~* &* «+@all»
      user ops on allkeys «allcommands»
    `,
      message: ['`+@all`', '`+@all`'],
    },
    {
      ...at('config/redis.conf')`
      port 6379
      user app on #5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 ~* «+@all» # everything
    `,
    },
    {
      ...definitions`{ "rabbit_version": "3.13.0", "users": [{ "name": "app", "password_hash": "x", "tags": "«management,administrator»" }], "vhosts": [] }`,
      message: '`administrator`',
      severity: 'high',
    },
    {
      ...definitions`{ "vhosts": [], "users": [{ "name": "admin", "password_hash": "x", "tags": ["«administrator»"] }] }`,
      severity: 'medium',
      because: 'somebody has to be',
    },
    {
      ...roles`
      everything:
        cluster: [ '«all»' ]
        indices:
          - names: [ '*' ]
            privileges: [ '«all»' ]
    `,
      message: ['every privilege on the cluster', 'every privilege on every index'],
    },
    {
      ...roles`
      everything:
        cluster_permissions:
          - "«*»"
        index_permissions:
          - index_patterns: [ "*" ]
            allowed_actions: [ "«*»" ]
    `,
      because: 'as OpenSearch writes them',
    },
    {
      ...json`{ "cluster": ["monitor"], "indices": [{ "names": ["*"], "privileges": ["«all»"] }] }`,
      because: 'one role, as the API takes it',
    },
    {
      ...shell`
      rabbitmqctl set_user_tags app «administrator»
      /opt/kafka/bin/kafka-acls.sh --bootstrap-server k:9092 --add --allow-principal User:app --operation «All» --topic '*'
      «createuser» --superuser app
    `,
    },
  ],
});

ruleTester(rule('sql/no-password'), {
  valid: [
    {
      ...acl`
      user default off nopass
      user app on nopass resetpass #5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 ~app:* +@read
    `,
      because: 'off, or a password set behind it',
    },
    {
      ...hba`
      # TYPE  DATABASE  USER  ADDRESS       METHOD
      local   all       all                 trust
      host    all       all   127.0.0.1/32  trust
      host    all       all   ::1/128       trust
      hostssl all       all   0.0.0.0/0     scram-sha-256
      # host  all       all   0.0.0.0/0     trust
    `,
      because: 'the machine itself, and passwords',
    },
    sql`CREATE USER app IDENTIFIED WITH sha256_hash BY 'x' HOST IP '10.0.0.0/8';`,
  ],
  invalid: [
    {
      ...acl`
      user default on «nopass» ~* +@read
    `,
      message: '`default` signs in without a password',
    },
    {
      ...hba`
      host    all       all   0.0.0.0/0     «trust»
      hostssl shop      app   10.0.0.0 255.0.0.0 «trust»
      hostnossl all     all   all           «trust»
    `,
    },
    { ...sql`CREATE USER app IDENTIFIED WITH «no_password»;`, message: '`app`' },
  ],
});

ruleTester(rule('sql/superuser'), {
  valid: [sql`ALTER ROLE db_datareader ADD MEMBER app;`],
  invalid: [
    { ...sql`CREATE ROLE app «SUPERUSER»;`, severity: 'critical' },
    { ...sql`ALTER ROLE «db_owner» ADD MEMBER app;`, severity: 'high', message: 'owner of the database' },
    { ...sql`GRANT ROLE «sys:superuser» TO etl;`, severity: 'critical', message: 'a superuser' },
    {
      ...at('db/changelog.yaml')`
      databaseChangeLog:
        - changeSet:
            id: 1
            changes:
              - sql:
                  sql: ALTER ROLE app «SUPERUSER»
              - sql:
                  sql: |
                    ALTER ROLE other «SUPERUSER»;
    `,
      because: 'changes of Liquibase in YAML',
    },
    {
      file: 'infra/main.tf',
      text: 'resource "postgresql_role" "app" {\n  name      = "app"\n  superuser = «true»\n}\n',
      suggestions: ['resource "postgresql_role" "app" {\n  name      = "app"\n  superuser = false\n}\n'],
    },
  ],
});

ruleTester(rule('sql/sign-in-off'), {
  valid: [
    {
      ...at('conf/mongod.conf')`
      security:
        authorization: enabled
      # authorization: disabled
    `,
    },
    {
      ...at('conf/redis.conf')`
      protected-mode no
      aclfile /etc/redis/users.acl
    `,
      because: 'users are asked',
    },
    {
      ...at('conf/redis.conf')`
      bind 127.0.0.1 -::1
      protected-mode no
    `,
      because: 'the machine itself',
    },
    {
      ...at('conf/redis.conf')`
      protected-mode yes
    `,
    },
    {
      ...at('conf/server.properties')`
      allow.everyone.if.no.acl.found=false
    `,
    },
    {
      ...at('docs/settings.yml')`
      xpack.security.enabled: false
    `,
      because: 'a file of something else',
    },
  ],
  invalid: [
    {
      ...at('conf/mongod.conf')`
      security:
        authorization: «disabled»
    `,
      message: 'whoever reaches this MongoDB',
    },
    {
      ...at('conf/redis.conf')`
      bind 0.0.0.0
      protected-mode «no»
      # requirepass foobared
    `,
      message: 'this Redis',
    },
    {
      ...at('conf/server.properties')`
      allow.everyone.if.no.acl.found = «true»
    `,
      message: 'this Kafka',
    },
    {
      ...at('conf/elasticsearch.yml')`
      xpack.security.enabled: «false»
    `,
    },
    {
      ...at('conf/opensearch.yml')`
      plugins.security.disabled: "«true»"
    `,
    },
  ],
});
