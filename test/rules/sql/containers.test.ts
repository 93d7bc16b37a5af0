// Containers of databases that are told to ask nobody who they are, in compose files and manifests; Mosquitto's own file.
import { rules } from '../../../rules/sql/rules.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const compose = at('deploy/docker-compose.yml');
const pod = at('deploy/search.yaml');
const mqtt = at('config/mosquitto.conf');

ruleTester(
  rules.find((one) => one.id === 'sql/sign-in-off')!,
  {
    valid: [
      {
        ...compose`
      services:
        db:
          image: postgres:16
          environment:
            POSTGRES_HOST_AUTH_METHOD: scram-sha-256
            POSTGRES_PASSWORD_FILE: /run/secrets/db
        shop:
          image: mysql:8
          environment:
            - MYSQL_ALLOW_EMPTY_PASSWORD=
        other:
          image: mysql:8
          environment:
            MYSQL_ALLOW_EMPTY_PASSWORD: "yes"
            MYSQL_ROOT_PASSWORD_FILE: /run/secrets/root
        search:
          image: elasticsearch:8.15.0
          environment: [ "xpack.security.enabled=true" ]
        cache:
          image: redis:7
          command: redis-server --protected-mode no --requirepass ${'${REDIS_PASSWORD}'}
        local:
          image: redis:7
          command: [ redis-server, --protected-mode, "no", --bind, 127.0.0.1 ]
    `,
        because: 'a password counts, an empty variable is none, and nobody else reaches what is bound to the machine',
      },
      {
        ...compose`
      services:
        flow:
          image: langflowai/langflow:1.5
          environment: [LANGFLOW_AUTO_LOGIN=false]
          ports: ["7860:7860"]
        chat:
          image: ghcr.io/open-webui/open-webui:main
          environment: { WEBUI_AUTH: "True" }
        reports:
          image: acme/reports:1
          environment: { DISABLE_AUTH: "true", AUTH_TYPE: DISABLED }
          command: serve --auth none --noauth
    `,
        because: 'a login that is on, and names that other images have for something else',
      },
      {
        ...compose`
      services:
        db:
          image: postgres:16
          environment:
            POSTGRES_HOST_AUTH_METHOD: ${'${AUTH_METHOD:-trust}'}
    `,
        because: 'which method it is is given from outside',
      },
      {
        ...compose`
      x-common: &common
        MYSQL_ROOT_PASSWORD: ${'${ROOT_PASSWORD}'}
      services:
        filed:
          image: mysql:8
          env_file: .env
          environment:
            MYSQL_ALLOW_EMPTY_PASSWORD: "yes"
        passed:
          image: mysql:8
          environment:
            - MYSQL_ALLOW_EMPTY_PASSWORD=yes
            - MYSQL_ROOT_PASSWORD
        merged:
          image: mysql:8
          environment:
            <<: *common
            MYSQL_ALLOW_EMPTY_PASSWORD: "yes"
    `,
        because: 'the password of root may come, or comes, from elsewhere',
      },
      {
        ...pod`
      apiVersion: v1
      kind: Pod
      metadata:
        name: shop
      spec:
        containers:
          - name: shop
            image: mysql:8
            env:
              - name: MYSQL_ALLOW_EMPTY_PASSWORD
                value: "yes"
              - name: MYSQL_ROOT_PASSWORD
                valueFrom:
                  secretKeyRef:
                    name: shop
                    key: root
          - name: orders
            image: mysql:8
            envFrom:
              - secretRef:
                  name: orders
            env:
              - name: MYSQL_ALLOW_EMPTY_PASSWORD
                value: "yes"
    `,
        because: 'the password of root is in a secret',
      },
      {
        ...compose`
      services:
        board:
          image: kibana:7.10.1
          ports: [ "5601:5601" ]
          environment:
            - xpack.security.enabled=false
        db:
          image: postgres:16
          profiles: [ test, ci ]
          ports: [ "5432:5432" ]
          environment:
            POSTGRES_HOST_AUTH_METHOD: trust
    `,
        because: 'Kibana holds no data, and a profile for tests starts what lives as long as they do',
      },
      {
        ...at('dev/docker-compose.yml')`
      services:
        db:
          image: postgres:16
          environment:
            POSTGRES_HOST_AUTH_METHOD: trust
    `,
        because: 'a folder for development',
      },
      {
        ...at('k8s/overlays/local/db.yaml')`
      apiVersion: v1
      kind: Pod
      metadata:
        name: db
      spec:
        containers:
          - name: db
            image: postgres:16
            env:
              - name: POSTGRES_HOST_AUTH_METHOD
                value: trust
    `,
        because: 'an overlay for the machine of a developer',
      },
      {
        ...at('docker-compose.test.yml')`
      services:
        db:
          image: postgres:16
          environment:
            POSTGRES_HOST_AUTH_METHOD: trust
          ports: [ "5432:5432" ]
    `,
        because: 'a database that lives as long as a test',
      },
      {
        ...at('.github/workflows/ci.yml')`
      on: push
      jobs:
        test:
          runs-on: ubuntu-latest
          services:
            db:
              image: postgres:16
              env:
                POSTGRES_HOST_AUTH_METHOD: trust
          steps: []
    `,
        because: 'a database that lives as long as a job',
      },
      {
        ...at('deploy/values.yaml')`
      kind: notes
      text: POSTGRES_HOST_AUTH_METHOD trust, --noauth
    `,
        because: 'a text about it',
      },
      {
        ...mqtt`
      listener 1883 127.0.0.1
      allow_anonymous true
    `,
        because: 'only the machine itself gets in',
      },
      {
        ...mqtt`
      # allow_anonymous true
      listener 1883
      allow_anonymous false
    `,
        because: 'a comment',
      },
      {
        ...mqtt`
      listener 0 /run/mosquitto/mqtt.sock
      allow_anonymous true
    `,
        because: 'a socket of the machine, and no port',
      },
      {
        ...mqtt`
      port 1883
      bind_address 127.0.0.1
      allow_anonymous true
    `,
        because: 'bound to the machine, in the words of version 1',
      },
      {
        ...mqtt`
      listener 1883
      plugin /usr/lib/mosquitto_dynamic_security.so
      allow_anonymous true
    `,
        because: 'the plugin says what clients without a name may do',
      },
      { ...mqtt`allow_anonymous true`, because: 'without a listener only the machine itself gets in' },
    ],
    invalid: [
      {
        ...compose`
      services:
        flow:
          image: langflowai/langflow:1.5
          environment:
            - LANGFLOW_AUTO_LOGIN=«true»
          ports: ["7860:7860"]
        chat:
          image: ghcr.io/open-webui/open-webui:main
          environment: { WEBUI_AUTH: "«False»" }
        documents:
          image: mongo-express
          environment: { ME_CONFIG_BASICAUTH: "«false»" }
        admin:
          image: dpage/pgadmin4
          environment: { PGADMIN_CONFIG_SERVER_MODE: "«False»" }
        statistics:
          image: rocker/rstudio:4
          environment: [DISABLE_AUTH=«true»]
        topics:
          image: provectuslabs/kafka-ui
          environment: { AUTH_TYPE: «DISABLED» }
        editor:
          image: codercom/code-server
          command: --auth «none» --bind-addr 0.0.0.0:8080
        files:
          image: filebrowser/filebrowser
          command: [«--noauth»]
    `,
      },
      compose`
      services:
        db:
          image: postgres:16
          ports:
            - "5432:5432"
          environment:
            POSTGRES_HOST_AUTH_METHOD: «trust»
        shop:
          image: mysql:8
          ports:
            - target: 3306
              published: 3306
          environment:
            - MYSQL_ALLOW_EMPTY_PASSWORD=«yes»
        search:
          image: elasticsearch:8.15.0
          environment:
            - xpack.security.enabled=«false»
        notes:
          image: mongo:7
          command: [ mongod, --bind_ip_all, «--noauth» ]
          ports: [ "27017:27017" ]
        cache:
          image: redis:7
          command: redis-server --protected-mode «no» --bind 0.0.0.0
          ports: [ "6379:6379" ]
    `,
      {
        ...compose`
      services:
        db:
          image: postgres:16
          ports: [ "5432:5432" ]
          environment:
            POSTGRES_HOST_AUTH_METHOD: «trust»
    `,
        severity: 'medium',
      },
      {
        ...compose`
      services:
        db:
          image: postgres:16
          ports: [ "${'${BIND:-127.0.0.1}'}:5432:5432" ]
          environment:
            POSTGRES_HOST_AUTH_METHOD: «trust»
    `,
        severity: 'low',
      },
      {
        ...compose`
      services:
        shop:
          build: .
          volumes: [ ".:/srv/shop" ]
        db:
          image: postgres:16
          ports: [ "5432:5432" ]
          environment:
            POSTGRES_HOST_AUTH_METHOD: «trust»
    `,
        severity: 'low',
      },
      pod`
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: search
      spec:
        template:
          spec:
            containers:
              - name: opensearch
                image: opensearchproject/opensearch:2
                env:
                  - name: DISABLE_SECURITY_PLUGIN
                    value: "«true»"
    `,
      mqtt`
      listener 1883
      listener 9001
      protocol websockets
      allow_anonymous «true»
    `,
    ],
  },
);
