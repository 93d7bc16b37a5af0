// Jenkins as code, Superset, Airflow, PostgREST, Elasticsearch and users of ClickHouse: files that let everybody in.
import { rules } from '../../../rules/sql/rules.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const jenkins = at('ops/jenkins.yaml');
const users = at('config/users.xml');
const superset = at('docker/superset_config.py');
const search = at('config/elasticsearch.yml');

ruleTester(
  rules.find((one) => one.id === 'sql/sign-in-off')!,
  {
    valid: [
      jenkins`
      jenkins:
        authorizationStrategy:
          globalMatrix:
            entries:
              - group:
                  name: authenticated
                  permissions:
                    - Overall/Read
              - user:
                  name: anna
                  permissions:
                    - Overall/Administer
    `,
      at('app/config.xml')`<settings><useSecurity>false</useSecurity></settings>`,
      superset`
      # AUTH_ROLE_PUBLIC = "Admin"
      AUTH_ROLE_ADMIN = "Admin"
      AUTH_ROLE_PUBLIC = "Public"
      PUBLIC_ROLE_LIKE = "Gamma"
      AUTH_USER_REGISTRATION = False
      AUTH_USER_REGISTRATION_ROLE = "Admin"
    `,
      {
        ...superset`
      AUTH_TYPE = AUTH_OAUTH
      AUTH_USER_REGISTRATION = True
      AUTH_USER_REGISTRATION_ROLE = "Admin"
      AUTH_ROLES_MAPPING = {"data-platform": ["Admin"], "everyone": ["Viewer"]}
    `,
        because: 'groups of the provider give the roles',
      },
      { ...at('src/config.py')`AUTH_ROLE_PUBLIC = "Admin"`, because: 'some program of its own' },
      search`
      xpack.security.authc:
        anonymous:
          username: guest
          roles: reader
        realms.native.native1.order: 0
      superusers:
        roles: superuser
    `,
      at('config/postgrest.conf')`
      db-anon-role = "web_anon"
    `,
      jenkins`
      jenkins:
        authorizationStrategy:
          globalMatrix:
            permissions:
              - "USER:Overall/Administer:anna"
              - "GROUP:Overall/Read:authenticated"
        securityRealm:
          local:
            allowsSignup: true
    `,
      {
        ...jenkins`
      jenkins:
        authorizationStrategy:
          globalMatrix:
            permissions:
              - "GROUP:Overall/Administer:authenticated-admins"
              - "USER:Overall/Administer:anonymous.smith"
              - GROUP:Overall/Administer:authenticated admins
    `,
        because: 'names that only begin like those of everybody',
      },
      {
        ...users`
      <clickhouse>
        <users>
          <!-- a password may be empty: <password></password> -->
          <app><ldap><server>directory</server></ldap></app>
        </users>
      </clickhouse>
    `,
        because: 'a comment',
      },
      {
        ...users`
      <portal>
        <users><user name="anna"><password></password></user></users>
      </portal>
    `,
        because: 'users of another program',
      },
      {
        ...at('ops/jenkins-values.yaml')`
      notes:
        authorizationStrategy: unsecured
    `,
        because: 'no configuration as code',
      },
      {
        ...users`
      <clickhouse>
        <users>
          <default>
            <password></password>
            <networks><ip>127.0.0.1</ip></networks>
          </default>
        </users>
      </clickhouse>
    `,
        because: 'from the machine itself',
      },
      {
        ...users`
      <clickhouse>
        <users>
          <default>
            <networks>
              <ip>::1</ip>
            </networks>
            <password></password>
          </default>
        </users>
      </clickhouse>
    `,
        because: 'from the machine itself, and said before the password',
      },
      {
        ...users`
      <clickhouse>
        <profiles>
          <default><max_memory_usage>1</max_memory_usage></default>
          <reports>
            <readonly>1</readonly>
          </reports>
        </profiles>
        <users>
          <reader>
            <password></password>
            <profile>reports</profile>
          </reader>
        </users>
      </clickhouse>
    `,
        because: 'a user who only reads, by its profile',
      },
      users`
      <clickhouse>
        <users>
          <app><password_sha256_hex>65e84be33532fb784c48129675f9eff3a682b27168c0ea744b2cf58ee02337c5</password_sha256_hex></app>
        </users>
      </clickhouse>
    `,
    ],
    invalid: [
      jenkins`
      jenkins:
        authorizationStrategy:
          globalMatrix:
            entries:
              - group:
                  name: «authenticated»
                  permissions:
                    - Overall/Read
                    - Overall/Administer
    `,
      at('jenkins/init.groovy.d/security.groovy')`
      import jenkins.model.*
      // strategy.add(Jenkins.ADMINISTER, "anonymous")
      def strategy = new GlobalMatrixAuthorizationStrategy()
      strategy.add(Jenkins.ADMINISTER, "«anonymous»")
      strategy.add(Jenkins.ADMINISTER, "ops")
    `,
      at('jenkins/config.xml')`
      <hudson>
        <authorizationStrategy class="«hudson.security.AuthorizationStrategy$Unsecured»"/>
      </hudson>
    `,
      at('deploy/kafka.yaml')`
      kind: Kafka
      spec:
        kafka:
          config:
            allow.everyone.if.no.acl.found: "«true»"
    `,
      superset`
      AUTH_ROLE_PUBLIC = '«Admin»'
    `,
      {
        ...superset`
      AUTH_TYPE = AUTH_OAUTH
      AUTH_USER_REGISTRATION = True
      AUTH_USER_REGISTRATION_ROLE = "«Admin»"
    `,
        severity: 'medium',
        message: 'become its administrator, if the provider of its sign-in knows them',
      },
      superset`
      PUBLIC_ROLE_LIKE = "«Admin»"
      AUTH_TYPE = AUTH_DB
      AUTH_USER_REGISTRATION = True
      AUTH_USER_REGISTRATION_ROLE = "«Admin»"
    `,
      search`
      xpack.security.authc:
        anonymous:
          username: guest
          roles: «superuser»
          authz_exception: true
    `,
      at('config/postgrest.conf')`
      db-anon-role = "«postgres»"
    `,
      at('deploy/docker-compose.yml')`
      services:
        api:
          image: postgrest/postgrest
          ports: [ "3000:3000" ]
          environment:
            PGRST_DB_ANON_ROLE: «postgres»
    `,
      {
        ...jenkins`
        jenkins:
          authorizationStrategy: «unsecured»
      `,
        message: 'this Jenkins',
      },
      at('ops/casc/security.yml')`
      jenkins:
        authorizationStrategy:
          globalMatrix:
            permissions:
              - "GROUP:«Overall/Administer:authenticated»"
              - «Overall/Administer:anonymous» # for now
    `,
      jenkins`
      jenkins:
        securityRealm:
          local:
            «allowsSignup: true»
        authorizationStrategy: loggedInUsersCanDoAnything
    `,
      // A profile that only reads is there, and is that of somebody else.
      users`
      <clickhouse>
        <profiles>
          <default></default>
          <readonly><readonly>1</readonly></readonly>
        </profiles>
        <users>
          <default>
            «<password></password>»
            <networks>
              <ip>::1</ip>
              <ip>::/0</ip>
            </networks>
            <profile>default</profile>
          </default>
          <reader>
            <password></password>
            <profile>readonly</profile>
          </reader>
        </users>
      </clickhouse>
    `,
      users`
      <clickhouse>
        <users>
          <default>
            «<password></password>»
            <networks><ip>::/0</ip></networks>
          </default>
        </users>
      </clickhouse>
    `,
    ],
  },
);
