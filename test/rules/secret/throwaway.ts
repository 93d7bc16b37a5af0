// Passwords that everybody writes, where a service is thrown away, and where it is not: what two rules share among themselves.

/** A compose file with a database. */
export const service = (password: string) =>
  `services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: ${password}\n`;
const job = (password: string) =>
  `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    services:\n      db:\n        image: mysql\n        env:\n          MYSQL_ROOT_PASSWORD: ${password}\n`;

/** A file with `$` where the password stands, and the password. */
export const thrownAway: readonly (readonly [string, string, string])[] = [
  ['.github/workflows/ci.yml', job('$'), 'root'],
  [
    '.circleci/config.yml',
    'jobs:\n  test:\n    docker:\n      - image: postgres\n        environment:\n          POSTGRES_PASSWORD: $\n',
    'postgres',
  ],
  ['Vagrantfile', 'config.ssh.username = "vagrant"\nconfig.ssh.password = "$"\n', 'vagrant'],
  ['.gitlab-ci.yml', 'variables:\n  POSTGRES_PASSWORD: $\n', 'postgres'],
  ['.drone.yml', 'services:\n  - name: db\n    environment:\n      MYSQL_PASSWORD: $\n', 'mysql'],
  ['bitbucket-pipelines.yml', 'definitions:\n  services:\n    db:\n      variables:\n        POSTGRES_PASSWORD: $\n', 'postgres'],
  ['docker-compose.dev.yml', service('$'), 'password'],
  ['compose.ci.yaml', service('$'), 'postgres'],
  ['docker-compose-example.yml', service('$'), 'postgres'],
  ['.devcontainer/compose.yml', service('$'), 'postgres'],
  ['deploy/local/compose.yml', service('$'), 'postgres'],
  ['.env.example', 'DB_PASSWORD=$\n', 'root'],
  ['.env.dist', 'DB_PASSWORD=$\n', 'root'],
  ['phpunit.xml', '<phpunit><php><env name="DB_PASSWORD" value="$"/></php></phpunit>\n', 'root'],
  ['Makefile', 'db:\n\tdocker run -d -e POSTGRES_PASSWORD=$ postgres\n', 'postgres'],
  ['src/main/resources/application-dev.yml', 'spring:\n  datasource:\n    password: $\n', 'root'],
  ['src/main/resources/application-dev.properties', 'jwt.secret=$\n', 'mysecret'],
  ['api/appsettings.Development.json', '{ "Database": { "Password": "$" } }\n', 'postgres'],
  ['shop/settings/local.py', "DATABASES = {'default': {'PASSWORD': '$'}}\n", 'postgres'],
  ['config/database.yml', 'development:\n  password: $\n', 'postgres'],
  [
    'src/main/resources/application.properties',
    'spring.datasource.url=jdbc:mysql://localhost/shop\nspring.datasource.password=$\n',
    'root',
  ],
  ['src/db.js', "export const db = connect({ host: '127.0.0.1', password: '$' });\n", 'root'],
  ['src/db.js', "export const db = connect({ password: process.env.DB_PASSWORD || '$' });\n", 'root'],
  ['src/help.py', 'HELP = """\n  $ shop users add ann --password=$\n"""\n', 'postgres'],
];

/** What the same words open elsewhere, and what somebody made up, wherever it stands. */
export const kept: readonly (readonly [string, string, string])[] = [
  ['compose.prod.yaml', service('$'), 'postgres'],
  ['.env', 'DB_PASSWORD=$\n', 'root'],
  ['config/database.yml', 'production:\n  password: $\n', 'postgres'],
  [
    'src/main/resources/application.properties',
    'spring.datasource.url=jdbc:mysql://db.acme.io/shop\nspring.datasource.password=$\n',
    'root',
  ],
  ['src/main/resources/application.properties', 'server.url=http://localhost:8080\njwt.secret=$\n', 'mysecret'],
  ['image/usr/local/etc/app.yml', 'db:\n  password: $\n', 'root'],
  ['docker-compose.dev.yml', service('$'), '{{token:password}}'],
  ['.env.example', 'DB_PASSWORD=$\n', '{{token:password}}'],
];

/** Cases in which the password is marked. */
export const marked = (cases: typeof thrownAway) =>
  cases.map(([file, text, value]) => ({ file, text: text.replace(/(?<! )\$|\$(?! )/, `«${value}»`), errors: 1 }));
/** Cases in which nothing is. */
export const plain = (cases: typeof thrownAway, because: string) =>
  cases.map(([file, text, value]) => ({ file, text: text.replace(/(?<! )\$|\$(?! )/, value), because }));
