// Users and grants of databases that operators make of Kubernetes objects, and the newer types of Terraform: each by the token.
import { rules } from '../../../rules/sql/rules.ts';
import { at, helm, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const objects = at('deploy/databases.yaml');

ruleTester(rule('sql/superuser'), {
  valid: [
    {
      ...objects`
      apiVersion: postgresql.cnpg.io/v1
      kind: Cluster
      metadata: { name: main }
      spec:
        enableSuperuserAccess: false
        managed:
          roles:
            - { name: etl, ensure: present, login: true, superuser: false, createdb: true }
    `,
      because: 'an attribute that is written as off',
    },
    {
      ...objects`
      apiVersion: acid.zalan.do/v1
      kind: postgresql
      metadata: { name: acme-main }
      spec:
        users: { app: [], reports: [createdb], superuser: [login] }
        databases: { shop: app }
    `,
      because: 'a user that is called superuser',
    },
    {
      ...objects`
      apiVersion: acid.example.com/v1
      kind: postgresql
      metadata: { name: other }
      spec: { users: { app: [superuser] } }
    `,
      because: 'a kind of that name in another group',
    },
    {
      ...helm`
      apiVersion: postgres-operator.crunchydata.com/v1beta1
      kind: PostgresCluster
      metadata: { name: hippo }
      spec:
        users:
          - name: app
            options: {{ .Values.options }}
    `,
      because: 'what the values say',
    },
  ],
  invalid: [
    {
      ...terraform`
      resource "postgresql_role" "app" {
        superuser = «true»
      }
    `,
      suggestions: [
        // Make it no superuser
        'resource "postgresql_role" "app" {\n  superuser = false\n}\n',
      ],
    },
    {
      ...objects`
      apiVersion: postgresql.cnpg.io/v1
      kind: Cluster
      metadata: { name: main }
      spec:
        managed:
          roles:
            - { name: reports, login: true }
            - name: etl
              login: true
              superuser: «true»
    `,
      message: '`SUPERUSER` makes `etl` a superuser',
      severity: 'critical',
    },
    {
      ...objects`
      apiVersion: acid.zalan.do/v1
      kind: postgresql
      metadata: { name: acme-main }
      spec:
        users:
          app:
            - «superuser»
            - createdb
    `,
      message: '`SUPERUSER` makes `app` a superuser',
    },
    {
      ...objects`
      apiVersion: postgres-operator.crunchydata.com/v1beta1
      kind: PostgresCluster
      metadata: { name: hippo }
      spec:
        users:
          - name: hippo
            databases: [zoo]
            options: "CREATEDB «SUPERUSER»"
    `,
      message: '`SUPERUSER` makes `hippo` a superuser',
    },
    objects`
      apiVersion: postgresql.sql.crossplane.io/v1alpha1
      kind: Role
      metadata: { name: app }
      spec:
        forProvider:
          privileges:
            login: true
            superUser: «true»
    `,
    objects`
      apiVersion: cassandra.datastax.com/v1beta1
      kind: CassandraDatacenter
      metadata: { name: dc1 }
      spec:
        users:
          - secretName: app-user
            superuser: «true»
    `,
    objects`
      apiVersion: postgresql.sql.crossplane.io/v1alpha1
      kind: Grant
      metadata: { name: app }
      spec:
        forProvider:
          roleRef: { name: app }
          memberOf: «rds_superuser»
    `,
  ],
});

ruleTester(rule('sql/grant-all-global'), {
  valid: [
    objects`
      apiVersion: k8s.mariadb.com/v1alpha1
      kind: Grant
      metadata: { name: app }
      spec:
        privileges: [ALL PRIVILEGES]
        database: shop
        table: "*"
        username: app
    `,
    terraform`
      resource "clickhousedbops_grant_privilege" "app" {
        privilege_name    = "SELECT"
        grantee_user_name = "app"
      }
    `,
  ],
  invalid: [
    objects`
      apiVersion: k8s.mariadb.com/v1alpha1
      kind: Grant
      metadata: { name: app }
      spec:
        privileges:
          - "«ALL PRIVILEGES»"
        database: "*"
        table: "*"
        username: app
    `,
    {
      ...objects`
      apiVersion: mysql.sql.m.crossplane.io/v1alpha1
      kind: Grant
      metadata: { name: app }
      spec:
        forProvider:
          privileges: [«ALL»]
          userRef: { name: app }
    `,
      because: 'a grant that names no database is one on all',
    },
    terraform`
      resource "clickhousedbops_grant_privilege" "app" {
        privilege_name    = "«ALL»"
        grantee_user_name = "app"
      }
    `,
  ],
});

ruleTester(rule('sql/full-access-role'), {
  valid: [
    objects`
      apiVersion: mongodbcommunity.mongodb.com/v1
      kind: MongoDBCommunity
      metadata: { name: shop }
      spec:
        users:
          - name: root
            db: admin
            roles:
              - { name: readWrite, db: shop }
    `,
    terraform`
      resource "opensearch_role" "writer" {
        role_name           = "writer"
        cluster_permissions = ["cluster_composite_ops"]
        index_permissions {
          index_patterns  = ["*"]
          allowed_actions = ["read"]
        }
        index_permissions {
          index_patterns  = ["logs-*"]
          allowed_actions = ["*"]
        }
      }
    `,
    terraform`
      resource "rediscloud_acl_rule" "reader" {
        name = "reader"
        rule = "+@read ~*"
      }
    `,
  ],
  invalid: [
    {
      ...objects`
      apiVersion: mongodbcommunity.mongodb.com/v1
      kind: MongoDBCommunity
      metadata: { name: shop }
      spec:
        users:
          - name: app
            db: admin
            roles:
              - name: «root»
                db: admin
              - name: readWrite
                db: shop
    `,
      message: '`root` opens the whole service to `app`',
    },
    objects`
      apiVersion: psmdb.percona.com/v1
      kind: PerconaServerMongoDB
      metadata: { name: shop }
      spec:
        users:
          - name: app
            db: admin
            roles:
              - { name: «clusterAdmin», db: admin }
    `,
    objects`
      apiVersion: atlas.mongodb.com/v1
      kind: AtlasDatabaseUser
      metadata: { name: app }
      spec:
        username: app
        roles:
          - roleName: «atlasAdmin»
            databaseName: admin
    `,
    objects`
      apiVersion: rabbitmq.com/v1beta1
      kind: User
      metadata: { name: app }
      spec:
        tags: [«administrator»]
    `,
    objects`
      apiVersion: opensearch.opster.io/v1
      kind: OpensearchRole
      metadata: { name: writer }
      spec:
        clusterPermissions: ["«*»"]
        indexPermissions:
          - indexPatterns: ["logs-*"]
            allowedActions: ["index"]
    `,
    terraform`
      resource "opensearch_role" "writer" {
        role_name           = "writer"
        cluster_permissions = ["cluster_monitor"]
        index_permissions {
          index_patterns  = ["*"]
          allowed_actions = ["«indices_all»"]
        }
      }
    `,
    terraform`
      resource "mongodbatlas_custom_db_role" "ops" {
        project_id = var.project
        role_name  = "ops"
        inherited_roles {
          role_name     = "«dbAdminAnyDatabase»"
          database_name = "admin"
        }
      }
    `,
    terraform`
      resource "rediscloud_acl_rule" "all" {
        name = "all"
        rule = "«+@all ~*»"
      }
    `,
  ],
});

ruleTester(rule('sql/role-attributes'), {
  valid: [],
  invalid: [
    objects`
      apiVersion: postgresql.cnpg.io/v1
      kind: Cluster
      metadata: { name: main }
      spec:
        managed:
          roles:
            - name: sync
              bypassrls: «true»
              inRoles: [«pg_write_all_data»]
    `,
  ],
});
