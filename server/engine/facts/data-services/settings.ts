// Settings by which a service asks nobody who they are, in the files of its own: MongoDB, Redis, Kafka, Elasticsearch,
// OpenSearch, MySQL, ClickHouse, Cassandra, RabbitMQ, OpenLDAP, Jupyter and Jenkins among them. What a default leaves open is
// not said here, only what somebody wrote down.
import type { Document } from '../../document.ts';
import type { Facts } from '../types.ts';
import { wordAt } from '../made-values.ts';
import { pushSignInOff, registeredUser, shownPage } from './access.ts';
import { heldBackIn, withoutComments } from './clickhouse-users.ts';
import { settingsFilesOf, type SettingsFile } from './settings-files.ts';

interface Setting {
  readonly service: string;
  readonly file: RegExp;
  /** The group that matches is the word that opens the service. */
  readonly line: RegExp;
  /** What has to stand in the same file for the line to mean it: all of these. */
  readonly where?: readonly RegExp[];
  /** What makes up for it in the same file. */
  readonly unless?: RegExp;
  /** What it opens, where that is not all of the service at once: one user, whose password everybody knows unless it was changed, among them. */
  readonly as?: 'known user' | typeof shownPage | typeof registeredUser;
  /** Of a text: what makes up for one line of several, by where it stands. */
  readonly exceptIn?: (text: string) => (offset: number) => boolean;
}

/** Settings of Flask-AppBuilder, which both are made with. */
const appBuilder = /(?:^|\/)(?:superset_config(?:_\w{1,40})?|webserver_config)\.py$/;
const rabbit = /(?:(?:^|[/_-])rabbitmq[\w.-]{0,60}|(?:^|\/)rabbitmq\/(?:conf\.d\/)?[\w.-]{1,60})\.conf(?:ig)?$/i;
/** Another user is made in its place, or all of them come from a file of definitions. */
const otherUser =
  /^[ \t]{0,40}default_(?:user|pass)[ \t]{0,10}=[ \t]{0,10}(?!guest\b)\S|\{[ \t]{0,10}default_(?:user|pass)[ \t]{0,10},[ \t]{0,10}<<"(?!guest")|^[^#%\n]{0,80}\b(?:load_definitions|definitions\.)/m;
const cassandra = /(?:^|\/)cassandra[\w.-]{0,60}\.ya?ml$/i;
const jenkinsAsCode = /(?:jenkins|casc)[^\n]{0,200}\.ya?ml$/i;

const settings: readonly Setting[] = [
  {
    service: 'MongoDB',
    file: /(?:^|\/)mongo[ds]?[\w.-]{0,60}\.(?:conf|cfg|ya?ml)$/i,
    line: /^[ \t]{0,40}authorization[ \t]{0,10}:[ \t]{0,10}["']?(disabled)\b/gm,
  },
  {
    // Protected mode lets in the machine itself alone as long as nobody has a password.
    service: 'Redis',
    file: /(?:^|[/_-])(?:redis|valkey)[\w.-]{0,60}\.conf$/i,
    line: /^[ \t]{0,40}protected-mode[ \t]{1,40}(no)\b/gm,
    unless: /^[ \t]{0,40}(?:(?:requirepass|aclfile|user)[ \t]+\S|bind[ \t]+(?:-?(?:127\.0\.0\.1|::1|localhost)[ \t]*)+\r?$)/m,
  },
  { service: 'Kafka', file: /\.properties$/i, line: /^[ \t]{0,40}allow\.everyone\.if\.no\.acl\.found[ \t]{0,10}=[ \t]{0,10}(true)\b/gm },
  {
    service: 'Elasticsearch',
    file: /(?:^|\/)elasticsearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}xpack\.security\.enabled[ \t]{0,10}:[ \t]{0,10}["']?(false)\b/gm,
  },
  {
    service: 'Elasticsearch',
    file: /(?:^|\/)elasticsearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}xpack\.security\.authc\.anonymous\.roles[ \t]{0,10}:[ \t]{0,10}\[?[ \t]{0,10}["']?(superuser)\b/gm,
  },
  {
    service: 'Elasticsearch',
    file: /(?:^|\/)elasticsearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}(?:xpack\.security\.authc\.)?anonymous[ \t]{0,10}:[ \t]{0,10}\r?\n(?:[ \t]{1,40}(?:username|authz_exception)[^\n]{0,200}\n){0,2}[ \t]{1,40}roles[ \t]{0,10}:[ \t]{0,10}\[?[ \t]{0,10}["']?(superuser)\b/gm,
  },
  // Superset and Airflow: the role of who has not signed in, and of who makes themselves a user.
  {
    service: 'Superset or Airflow',
    file: appBuilder,
    line: /^(?:AUTH_ROLE_PUBLIC|PUBLIC_ROLE_LIKE)[ \t]{0,10}=[ \t]{0,10}["'](Admin)["']/gm,
  },
  {
    service: 'Superset or Airflow',
    file: appBuilder,
    line: /^AUTH_USER_REGISTRATION_ROLE[ \t]{0,10}=[ \t]{0,10}["'](Admin)["']/gm,
    where: [/^AUTH_USER_REGISTRATION[ \t]{0,10}=[ \t]{0,10}True\b/m],
    unless: /^AUTH_TYPE[ \t]{0,10}=(?![ \t]{0,10}(?:AUTH_DB|1)\b)/m,
  },
  {
    // Of another way to sign in only those that it knows become users: of a public provider everybody.
    service: 'Superset or Airflow',
    file: appBuilder,
    line: /^AUTH_USER_REGISTRATION_ROLE[ \t]{0,10}=[ \t]{0,10}["'](Admin)["']/gm,
    where: [
      /^AUTH_USER_REGISTRATION[ \t]{0,10}=[ \t]{0,10}True\b/m,
      /^AUTH_TYPE[ \t]{0,10}=[ \t]{0,10}(?:AUTH_(?:OAUTH|OID|LDAP|REMOTE_USER)|[0234])\b/m,
    ],
    // Groups of the provider give the roles.
    unless: /^AUTH_ROLES_MAPPING\b/m,
    as: registeredUser,
  },
  {
    service: 'PostgREST',
    file: /(?:^|\/)postgrest[\w.-]{0,60}\.conf$/i,
    line: /^[ \t]{0,40}db-anon-role[ \t]{0,10}=[ \t]{0,10}["']?(postgres|service_role)\b/gm,
  },
  {
    service: 'Kafka',
    file: /\.properties$/i,
    line: /^[ \t]{0,40}super\.users[ \t]{0,10}=(?:[^\r\n;]{0,200};){0,20}[ \t]{0,10}(User:ANONYMOUS)\b/gm,
  },
  {
    service: 'MySQL',
    file: /(?:^|\/)(?:my|mysqld?|mariadb|server|\d\d-[\w-]{1,40})\.cnf$/i,
    line: /^[ \t]{0,40}(skip[-_]grant[-_]tables)[ \t]{0,10}(?:=[ \t]{0,10}(?:1|on|true)[ \t]{0,10})?\r?$/gim,
  },
  {
    service: 'OpenSearch',
    file: /(?:^|\/)opensearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}plugins\.security\.disabled[ \t]{0,10}:[ \t]{0,10}["']?(true)\b/gm,
  },
  {
    // The user of the file that comes with the server: without a password, and with no profile that only reads.
    service: 'ClickHouse',
    file: /(?:^|\/)users(?:\.d\/[\w.-]{1,100}|[\w.-]{0,60})\.xml$/i,
    line: /(<password>[ \t]{0,20}<\/password>|<password[ \t]{0,20}\/>|<no_password[ \t]{0,20}\/?>)/g,
    where: [/<(?:clickhouse|yandex)\b/, /<users>/],
    exceptIn: heldBackIn,
  },
  {
    // Since version 2 only a listener that is written lets others than the machine itself in.
    service: 'Mosquitto',
    file: /(?:^|[/_-])mosquitto[\w./-]{0,100}\.conf$/i,
    line: /^[ \t]{0,40}allow_anonymous[ \t]{1,40}(true)\b/gm,
    where: [/^[ \t]{0,40}(?:listener|port)[ \t]+[1-9]/m],
    // Listeners can have settings of their own, and a plugin its own rules: which of them these are for is not followed.
    unless:
      /^[ \t]{0,40}(?:listener[ \t]+\d+[ \t]+(?:127\.|::1|localhost)|bind_address[ \t]+(?:127\.|::1|localhost)|bind_interface[ \t]+lo\b|require_certificate[ \t]+true|(?:acl_file|(?:global_|auth_)?plugin)[ \t]+\S)/m,
  },
  {
    // `guest` is an administrator whose password is `guest`, and by default comes from the machine itself alone.
    service: 'RabbitMQ, as its user `guest`,',
    file: rabbit,
    line: /^[ \t]{0,40}(loopback_users(?:\.guest[ \t]{0,10}=[ \t]{0,10}false|[ \t]{0,10}=[ \t]{0,10}none))[ \t]{0,40}\r?$/gm,
    unless: otherUser,
    as: 'known user',
  },
  {
    service: 'RabbitMQ, as its user `guest`,',
    file: rabbit,
    line: /^[^%\r\n]{0,200}?(\{[ \t]{0,10}loopback_users[ \t]{0,10},[ \t]{0,10}\[[ \t]{0,10}\][ \t]{0,10}\})/gm,
    unless: otherUser,
    as: 'known user',
  },
  {
    service: 'OpenLDAP',
    file: /(?:\.ldif|(?:^|[/_-])slapd[\w.-]{0,60}\.conf)$/i,
    // A statement goes on in lines that begin with a blank.
    line: /^(?:olcAccess:[ \t]{0,10}(?:\{\d{1,3}\})?|access[ \t]{1,10})to[ \t]{1,10}\*(?:[^\n]|\n[ \t]){0,600}?\bby[ \t]{1,10}((?:\*|anonymous)[ \t]{1,10}(?:write|manage))\b/gm,
  },
  { service: 'Cassandra', file: cassandra, line: /^authenticator[ \t]{0,10}:[ \t]{0,10}["']?(AllowAllAuthenticator)\b/gm },
  {
    service: 'Neo4j',
    file: /(?:^|\/)neo4j[\w.-]{0,60}\.conf$/i,
    line: /^[ \t]{0,40}dbms\.security\.auth_enabled[ \t]{0,10}=[ \t]{0,10}(false)\b/gm,
  },
  {
    service: 'InfluxDB',
    file: /(?:^|\/)influxdb[\w.-]{0,60}\.conf$/i,
    line: /^[ \t]{0,40}auth-enabled[ \t]{0,10}=[ \t]{0,10}(false)\b/gm,
  },
  {
    service: 'Airflow',
    file: /(?:^|\/)airflow[\w.-]{0,60}\.cfg$/i,
    line: /^[ \t]{0,40}auth_backends?[ \t]{0,10}=[ \t]{0,10}(airflow\.api\.auth\.backend\.default)\b/gm,
  },
  {
    service: 'Airflow',
    file: /(?:^|\/)airflow[\w.-]{0,60}\.cfg$/i,
    line: /^[ \t]{0,40}simple_auth_manager_all_admins[ \t]{0,10}=[ \t]{0,10}(True)\b/gim,
  },
  {
    // Without an address it listens on the machine itself alone.
    service: 'Jupyter',
    file: /(?:^|\/)jupyter_(?:notebook|server|lab)_config[\w.-]{0,60}\.py$/i,
    line: /^[ \t]{0,40}c\.(?:NotebookApp|ServerApp|LabApp|IdentityProvider)\.(token[ \t]{0,10}=[ \t]{0,10}[ur]?(?:''|""))/gm,
    where: [/^[ \t]{0,40}c\.(?:NotebookApp|ServerApp)\.ip[ \t]{0,10}=[ \t]{0,10}[ur]?["'](?:0\.0\.0\.0|\*|::)?["']/m],
    unless: /^[ \t]{0,40}c\.\w{1,40}\.(?:hashed_)?password[ \t]{0,10}=[ \t]{0,10}(?!u?(?:''|""))\S/m,
  },
  {
    // Any name is somebody, with any password.
    service: 'JupyterHub',
    file: /(?:^|\/)jupyterhub_config[\w.-]{0,60}\.py$/i,
    line: /^[ \t]{0,40}c\.JupyterHub\.authenticator_class[ \t]{0,10}=[ \t]{0,10}["']((?:[\w.]{1,60}\.)?(?:dummy|DummyAuthenticator))["']/gm,
    unless:
      /^[ \t]{0,40}c\.(?:DummyAuthenticator\.password|SharedPasswordAuthenticator\.\w{1,40})[ \t]{0,10}=|^[ \t]{0,40}c\.JupyterHub\.(?:bind_url|ip)[ \t]{0,10}=[ \t]{0,10}["'](?:https?:\/\/)?(?:127\.|localhost)/m,
  },
  // Jenkins as code: who may do everything, and who may make themselves a user that does.
  {
    service: 'Jenkins',
    file: jenkinsAsCode,
    line: /^[ \t]{1,40}authorizationStrategy[ \t]{0,10}:[ \t]{0,10}["']?(unsecured)\b/gm,
    where: [/^jenkins[ \t]{0,10}:/m],
  },
  {
    service: 'Jenkins',
    file: jenkinsAsCode,
    line: /^[ \t]{1,40}-[ \t]{1,10}["']?(?:(?:USER|GROUP):)?(Overall\/Administer:(?:anonymous|authenticated))(?=["']|[ \t]{0,40}(?:#|\r|$))/gm,
    where: [/^jenkins[ \t]{0,10}:/m],
  },
  {
    // The newer form: who, and a list of what they may.
    service: 'Jenkins',
    file: jenkinsAsCode,
    line: /^[ \t]{1,40}name[ \t]{0,10}:[ \t]{0,10}["']?(anonymous|authenticated)["']?[ \t]{0,40}\r?\n[ \t]{1,40}permissions[ \t]{0,10}:(?:[^\n]{0,200}\n[ \t]{1,60}-){0,20}[^\n]{0,200}?\bOverall\/Administer\b/gm,
    where: [/^jenkins[ \t]{0,10}:/m],
  },
  {
    // Programs that Jenkins runs when it starts.
    service: 'Jenkins',
    file: /\.groovy$/i,
    line: /^[^/\n]{0,200}?\b(?:new[ \t]{1,10}AuthorizationStrategy\.(Unsecured)\b|add\([ \t]{0,10}(?:Jenkins|Hudson|hudson\.model\.Hudson)\.ADMINISTER[ \t]{0,10},[ \t]{0,10}["'](anonymous|authenticated)["'])/gm,
  },
  {
    service: 'Jenkins',
    file: /(?:^|\/)config\.xml$/i,
    line: /<authorizationStrategy class="(hudson\.security\.AuthorizationStrategy\$Unsecured)"|<permission>(?:(?:USER|GROUP):)?(hudson\.model\.Hudson\.Administer:(?:anonymous|authenticated))<|<(useSecurity)>false</g,
    where: [/<hudson\b/],
  },
  {
    service: 'Traefik',
    file: /(?:^|[/_-])traefik[\w.-]{0,60}\.(?:ya?ml|toml)$/i,
    line: /^(?:api[ \t]{0,10}:[ \t]{0,10}\r?\n(?:[ \t]{1,20}(?:dashboard|debug)[ \t]{0,10}:[^\n]{0,40}\n){0,2}[ \t]{1,20}insecure[ \t]{0,10}:[ \t]{0,10}|\[api\][ \t]{0,10}\r?\n(?:[ \t]{0,20}(?:dashboard|debug)[ \t]{0,10}=[^\n]{0,40}\n){0,2}[ \t]{0,20}insecure[ \t]{0,10}=[ \t]{0,10})(true)\b/gm,
    as: shownPage,
  },
  {
    service: 'NATS',
    file: /(?:^|[/_-])nats[\w./-]{0,100}\.conf$/i,
    line: /^[ \t]{0,40}no_auth_user[ \t]{0,10}[:=]?[ \t]{0,10}["']?([\w.-]{1,60})/gm,
    // What the user may do is limited: then somebody thought of who it is.
    unless: /\b(?:default_)?permissions\b|["']?(?:publish|subscribe)["']?[ \t]{0,10}[:=]/i,
  },
  {
    service: 'Trino',
    file: /(?:^|\/)access-control\.properties$/,
    line: /^[ \t]{0,40}access-control\.name[ \t]{0,10}=[ \t]{0,10}(allow-all)\b/gm,
  },
  {
    service: 'Pomerium',
    file: /(?:^|\/)pomerium[\w./-]{0,100}\.ya?ml$/i,
    line: /^[ \t]{1,40}(?:-[ \t]{1,10})?allow_public_unauthenticated_access[ \t]{0,10}:[ \t]{0,10}(true)\b/gm,
    as: shownPage,
  },
  {
    // Of an operator or a chart.
    service: 'Kafka',
    file: /\.ya?ml$/i,
    line: /^[ \t]{1,60}allow\.everyone\.if\.no\.acl\.found[ \t]{0,10}:[ \t]{0,10}["']?(true)\b/gm,
  },
  {
    service: 'Jenkins',
    file: jenkinsAsCode,
    line: /^[ \t]{1,40}(allowsSignup[ \t]{0,10}:[ \t]{0,10}true)\b/gm,
    where: [/^[ \t]{1,40}(?:authorizationStrategy[ \t]{0,10}:[ \t]{0,10})?["']?loggedInUsersCanDoAnything\b/m],
  },
];

/** The whole of a short setting, which says more than its value: not of one that goes on over lines. */
const saidIn = (written: string): { said?: string } =>
  /^[\w.-]{1,60}[ \t]{0,10}[ \t:=][^\n]{0,40}$/.test(written) ? { said: written.replace(/[ \t]{2,}/g, ' ') } : {};

const settingsOf = (name: string): readonly Setting[] => settings.filter(({ file }) => file.test(name));

const hasAll = (text: string, signs: readonly RegExp[] = []): boolean => signs.every((sign) => sign.test(text));

/** Whether a document is a file of a service that may say so, or holds one. */
export function hasSignInSettings(document: Document): boolean {
  return settingsFilesOf(document).some(({ name, text }) =>
    settingsOf(name).some(({ line, where }) => text.search(line) >= 0 && hasAll(text, where)),
  );
}

/** Pushes what a file of settings opens. */
export function readSignInSettings({ name: path, text: written, start: offset, isOwn }: SettingsFile, uri: string, into: Facts): void {
  const text = path.endsWith('.xml') ? withoutComments(written) : written;
  for (const { service, line, where, unless, exceptIn, as } of settingsOf(path)) {
    if (unless?.test(text) || !hasAll(text, where)) continue;
    const except = exceptIn?.(text);
    for (const match of text.matchAll(line)) {
      if (except?.(match.index)) continue;
      const word = match.slice(1).find((group) => group !== undefined)!;
      const start = offset + match.index + match[0].lastIndexOf(word);
      const at = { uri, span: [start, start + word.length] as const };
      const block = { uri, span: [offset + match.index + match[0].search(/\S/), at.span[1]] as const };
      pushSignInOff(
        {
          uri,
          kind: as ?? 'setting',
          name: service,
          role: wordAt(word, at),
          ...saidIn(match[0].trim()),
          block,
          head: block,
          enabled: isOwn ? 'yes' : 'maybe',
        },
        into,
      );
    }
  }
}
