// Passwords on command lines: `curl -u user:password`, `sshpass -p …`, `mysql -p…`, `docker login -p …`, wherever such a
// line stands. Flags with a telling name (`--password x`) are slots of the text already.
import { lineSpanAt, type Span } from '../text/text.ts';
import { looksRandom } from './randomness.ts';
import type { Recognised } from './recognise.ts';
import { isPlaceholder } from './placeholders.ts';
import { isReference } from './references.ts';
import { unproven, writtenConfidence } from './written.ts';

interface Command {
  readonly name: RegExp;
  /** The last group is the value; what stands before it is skipped. */
  readonly flag: RegExp;
  readonly pair: boolean;
  /** What stands there is drawn by a service: a word is the name of something. */
  readonly drawn?: true;
  /** Text that, anywhere in the file, says that what the password opens is made on the spot: a keychain of one run. */
  readonly madeHere?: string;
}

const quotedOrBare = `("[^"\\n]{1,200}"|'[^'\\n]{1,200}'|[^\\s"'|;&<>]{1,200})`;
const commands: readonly Command[] = [
  { name: /\bcurl\b/, flag: new RegExp(`(?:^|\\s)(?:-u|--user|--proxy-user)[ =\\t]{0,4}${quotedOrBare}`, 'g'), pair: true },
  { name: /\bsshpass\b/, flag: new RegExp(`(?:\\s-p[ ]?|["']-p["'],[ ]?(?=["']))${quotedOrBare}`, 'g'), pair: false },
  {
    name: /(?<![\w-])mysql(?:dump|admin)?\b/,
    flag: /[\s"']-p("[^"\n]{3,100}"|'[^'\n]{3,100}'|[^\s"'|;&<>]{2,99}[^\s"'|;&<>,])/g,
    pair: false,
  },
  {
    name: /\b(?:docker|podman|buildah|skopeo|helm registry|az acr|oras|az|oc) login\b/,
    flag: new RegExp(`\\s-p[ ]${quotedOrBare}`, 'g'),
    pair: false,
  },
  { name: /\baws configure set\b/, flag: new RegExp(`\\saws_(?:secret_access_key|session_token)[ ]${quotedOrBare}`, 'g'), pair: false },
  { name: /\bopenssl (?:enc|des3|aes-\d+-\w+)\b/, flag: new RegExp(`\\s-k[ ]${quotedOrBare}`, 'g'), pair: false },
  { name: /\becho\b(?=.{1,400}--password-stdin)/, flag: new RegExp(`^echo\\s(?:-n\\s)?${quotedOrBare}(?=\\s{0,4}\\|)`, 'g'), pair: false },
  { name: /\bldap(?:search|add|modify|delete|passwd|whoami)\b/, flag: new RegExp(`\\s-w[ ]${quotedOrBare}`, 'g'), pair: false },
  // Flags, the file unless it only prints, who, and then the password; the name of an image may stand before all of them.
  {
    name: /\bhtpasswd\b(?=.{0,40}\s-\w{0,6}b)/,
    flag: /\bhtpasswd(?:\s+[^\s|;&<>-][^\s|;&<>]{0,100})?(?:\s+-\w{1,8}(?:\s\d{1,2})?){1,4}(?:\s+[^\s|;&<>()]{1,200}){1,2}\s+([^\s"'`|;&<>()\\]{3,100})(?=["'`]?\s*(?:$|[>|;&)#]))/g,
    pair: false,
  },
  {
    name: /\b(?:smbclient|smbget|rpcclient|winexe|wmic)\b/,
    flag: /\s(?:-U|--user)[ =]["']?[\w\\/.-]{1,60}%([^\s"'|;&<>]{3,100})/g,
    pair: false,
  },
  { name: /\bnet user\b/i, flag: /^net user [\w.-]{1,40} ("[^"\n]{3,100}"|[^\s"'|;&<>/*]{3,100})(?=\s+\/add\b)/gi, pair: false },
  { name: /\bnet use\b/i, flag: /\suse\s(?:\w:\s)?\\\\\S{3,100}\s([^\s"'|;&<>/*:%]{3,100})(?=\s+\/user:)/gi, pair: false },
  { name: /\bnet use\b/i, flag: /\s\/user:\S{1,80}\s("[^"\n]{3,100}"|[^\s"'|;&<>/*:%]{3,100})/gi, pair: false },
  { name: /\bschtasks\b/i, flag: new RegExp(`\\s/rp[ ]${quotedOrBare}`, 'gi'), pair: false },
  { name: /\bpsexec(?:64)?(?:\.exe|\.py)?\b/i, flag: new RegExp(`\\s-p[ ]${quotedOrBare}`, 'g'), pair: false },
  { name: /\bconan (?:user|remote login)\b|\baz (?:sql|mysql|postgres)\b/, flag: new RegExp(`\\s-p[ ]${quotedOrBare}`, 'g'), pair: false },
  {
    name: /\becho\b(?=.{1,200}\|\s{0,4}(?:sudo )?chpasswd)/,
    flag: new RegExp(`^echo\\s(?:-n\\s)?${quotedOrBare}(?=\\s{0,4}\\|)`, 'g'),
    pair: true,
  },
  {
    name: /(?<![.\w-])(?:zip|unzip|ipmitool|sqlcmd|osql|bcp|tsql|mssql-cli|mosquitto_(?:pub|sub))\b/,
    flag: new RegExp(`\\s-P(?:[ ]|(?![a-z]{2,40}\\b))${quotedOrBare}`, 'g'),
    pair: false,
  },
  { name: /\b(?:7za?|(?:un)?rar)\s+[axuet]\b/, flag: /\s-p([^\s"'|;&<>]{3,100})/g, pair: false },
  {
    name: /(?<![\w:.=-])(?:mongo(?:sh)?|mongodump|mongorestore|mongoexport|mongoimport|ncftp(?:put|get|ls)?)\b/,
    flag: new RegExp(`\\s-p[ ]${quotedOrBare}`, 'g'),
    pair: false,
  },
  { name: /\bsnmp(?:get|getnext|walk|bulkwalk|set|table|trap)\b/, flag: new RegExp(`\\s-[AX][ ]${quotedOrBare}`, 'g'), pair: false },
  { name: /\b(?:plink|pscp|psftp)\b/i, flag: new RegExp(`\\s-pw[ ]${quotedOrBare}`, 'g'), pair: false },
  { name: /\bgpg2?\b/, flag: new RegExp(`\\s--passphrase[ =]${quotedOrBare}`, 'g'), pair: false },
  { name: /\bredis-server\b/, flag: new RegExp(`\\s--(?:requirepass|masterauth)[ ]${quotedOrBare}`, 'g'), pair: false },
  { name: /\blftp\b/, flag: /\s-u[ ][\w.@\\-]{1,60},([^\s"'|;&<>]{3,100})/g, pair: false },
  { name: /\bsqlplus\b/i, flag: /\s[\w$.-]{1,60}\/([^\s"'|;&<>@/]{3,100})(?=@|\s|$)/g, pair: false },
  { name: /\b(?:sqlldr|expdp|impdp|exp|imp|rman|sqlcl)\b/i, flag: /[\s=][\w$#.]{1,60}\/([^\s"'|;&<>@/]{3,100})(?=@)/g, pair: false },
  {
    name: /\bDBI->connect\(/,
    flag: new RegExp(
      `\\(\\s{0,8}["'][^"'\\n]{1,200}["']\\s{0,4},\\s{0,4}["'][^"'\\n]{0,100}["']\\s{0,4},\\s{0,4}("[^"\\n]{1,200}"|'[^'\\n]{1,200}')`,
      'g',
    ),
    pair: false,
  },
  { name: /\b(?:cmdkey|xfreerdp|mstsc)\b/i, flag: /\s\/(?:pass|p):([^\s"'|;&<>]{3,100})/gi, pair: false },
  {
    name: /\brabbitmqctl\s(?:add_user|change_password)\b/,
    flag: /(?:add_user|change_password)\s[\w.-]{1,60}\s([^\s"'|;&<>]{3,100})/g,
    pair: false,
  },
  // The name of the server, its address, who signs in, and the password.
  {
    name: /\bmc (?:alias set|config host add)\b/,
    flag: new RegExp(
      `\\s(?:set|add)(?:\\s--?[\\w-]{1,20}){0,3}\\s[\\w-]{1,60}\\shttps?://\\S{1,200}\\s[^\\s-]\\S{0,127}\\s${quotedOrBare}`,
      'g',
    ),
    pair: false,
  },
  { name: /\bgh secret set\b/, flag: new RegExp(`\\s(?:-b|--body)[ =]${quotedOrBare}`, 'g'), pair: false },
  { name: /(?:^|[\s;|&(])https?\s(?=.{0,200}(?:-a|--auth)[ =])/, flag: new RegExp(`\\s(?:-a|--auth)[ =]${quotedOrBare}`, 'g'), pair: true },
  { name: /\bssh-keygen\b/, flag: new RegExp(`\\s-[NP][ ]?${quotedOrBare}`, 'g'), pair: false },
  { name: /\bsecurity unlock-keychain\b/, flag: new RegExp(`\\s-p[ ]${quotedOrBare}`, 'g'), pair: false, madeHere: 'create-keychain' },
  {
    name: /\bsecurity set-key-partition-list\b/,
    flag: new RegExp(`\\s-k[ ]${quotedOrBare}`, 'g'),
    pair: false,
    madeHere: 'create-keychain',
  },
  { name: /\bsecurity import\b/, flag: new RegExp(`\\s-P[ ]${quotedOrBare}`, 'g'), pair: false },
  { name: /\bsigntool\b/i, flag: new RegExp(`\\s/p[ ]${quotedOrBare}`, 'gi'), pair: false },
  { name: /\b(?:cqlsh|rdesktop|racadm|snowsql)\b/, flag: new RegExp(`\\s-p[ ]${quotedOrBare}`, 'g'), pair: false },
  { name: /\bssm put-parameter\b(?=.{0,600}\bSecureString\b)/, flag: new RegExp(`\\s--value[ =]${quotedOrBare}`, 'g'), pair: false },
  {
    name: /\bconsul kv put\b/,
    flag: new RegExp(`\\s[\\w./-]{0,100}(?:password|passwd|secret|token|api[_-]?key)\\s${quotedOrBare}`, 'gi'),
    pair: false,
  },
  {
    name: /\becho\b(?=.{1,200}\|\s{0,4}(?:passwd\s(?:[\w.-]{1,40}\s)?--stdin|sudo\s-\w{0,4}S))/,
    flag: new RegExp(`^echo\\s(?:-n\\s)?${quotedOrBare}(?=\\s{0,4}\\|)`, 'g'),
    pair: false,
  },
  { name: /\b(?:sudo -\w{0,4}S|kinit|vncpasswd)\b/, flag: new RegExp(`<<<\\s?${quotedOrBare}`, 'g'), pair: false },
  {
    name: /\bnmcli\b(?=.{0,200}\sconnect\s["']?\S{1,60}\spassword\s|.{0,200}\.psk\s)/,
    flag: new RegExp(`\\s(?:password|[\\w-]{1,40}\\.psk)\\s${quotedOrBare}`, 'g'),
    pair: false,
  },
  {
    // A setting and a page call the passphrase so, too.
    name: /(?:^\s{0,40}|[|;&(`$]\s{0,4}|\bsudo\s)wpa_passphrase\s/,
    flag: new RegExp(`wpa_passphrase\\s(?![=(<])(?:"[^"\\n]{1,60}"|\\S{1,60})\\s${quotedOrBare}(?=\\s{0,4}(?:$|[|>;&)\`]))`, 'g'),
    pair: false,
  },
  { name: /\bnuget (?:push|setapikey)\b/i, flag: /(?:\s(?:-k|--api-key|-apikey)|setapikey)[ ]([A-Za-z0-9]{30,64})/gi, pair: false },
  { name: /\bnpm (?:config )?set\b/, flag: new RegExp(`\\bset \\S{0,120}:_(?:authToken|password)[ =]${quotedOrBare}`, 'g'), pair: false },
  {
    name: /\bvault (?:kv (?:put|patch)|write)\b/,
    flag: new RegExp(`\\s[\\w.-]{0,40}(?:password|passwd|passphrase|secret|token|api_?key)=(?![@-])${quotedOrBare}`, 'gi'),
    pair: false,
  },
  { name: /\bmount\b(?=.{0,200}\bcifs\b)/, flag: /[,\s](?:password|pass)=([^\s"'|;&<>,]{3,100})/g, pair: false },
  {
    name: /\becho -e\b(?=.{1,200}\|\s{0,4}(?:sudo )?(?:smb)?passwd\s)/,
    flag: /^echo -e\s["']([^"'\\\n]{3,100})\\n/g,
    pair: false,
  },
  { name: /\byarn config set\b/, flag: new RegExp(`\\bset (?:-H |--home )?\\S{0,80}npmAuthToken[ ]${quotedOrBare}`, 'g'), pair: false },
  // Commands of services that keep the token they are given: a word of its own, which ends there.
  {
    name: /\b(?:(?:vault|wandb|cargo) login|snyk auth|ngrok (?:authtoken|config add-authtoken)|poetry config pypi-token\.[\w-]{1,40}|composer config (?:(?:-g|--global) )?(?:github-oauth|gitlab-token|gitlab-oauth|bearer)\.[\w.-]{1,100}|doppler configure set token)\s/,
    flag: /(?:login|auth(?:token)?|token|(?:token|oauth|bearer)\.[\w.-]{1,100})\s(?:-no-print\s)?["']?([A-Za-z0-9](?=\S{0,200}\d)[\w.-]{15,200})(?=["'`\s)|;&]|$)/g,
    pair: false,
    drawn: true,
  },
  {
    name: /\b(?:doctl auth init|apify login|codecov(?:\.io\/bash|\.sh)?|influx|cypress run)\b/,
    flag: /\s(?:-t|--key)[ =]["']?([A-Za-z0-9](?=\S{0,200}\d)[\w=-]{19,200})(?=["'`\s)|;&,]|$)/g,
    pair: false,
    drawn: true,
  },
  // Who it is, and then the password.
  {
    name: /\b(?:cf auth|(?:composer|poetry) config (?:(?:-g|--global) )?http-basic\.[\w.-]{1,100})\s/,
    flag: new RegExp(`\\s(?:auth|http-basic\\.[\\w.-]{1,100})\\s[\\w.@+-]{1,80}\\s${quotedOrBare}(?=\\s|$)`, 'g'),
    pair: false,
  },
  { name: /\bsendemail\s/i, flag: new RegExp(`\\s-xp[ ]${quotedOrBare}`, 'g'), pair: false },
  {
    name: /\b(?:echo|printf)\b(?=.{1,200}\|\s{0,4}base64)/,
    flag: new RegExp(`^(?:echo|printf)\\s(?:-n\\s)?${quotedOrBare}(?=\\s{0,4}\\|)`, 'g'),
    pair: true,
  },
  // In the list of a health check the flag and its value are words of their own, in quotes.
  { name: /\bredis-cli\b/, flag: new RegExp(`[\\s"']-a(?:[ ]|["'],[ ]?)${quotedOrBare}`, 'g'), pair: false },
  { name: /\bopenssl \w/, flag: /\s-pass(?:in|out)? ["']?pass:([^\s"'|;&<>]{3,100})/g, pair: false },
  // The options that take nothing or a salt, and then the password, which ends the command: in a sentence more words follow.
  {
    name: /\bopenssl passwd\b/,
    flag: /\bpasswd(?:\s-(?:[156]|apr1|aixmd5|crypt|noverify|salt\s[\w./$-]{1,40})){0,4}\s("[^"\n]{3,100}"|'[^'\n]{3,100}'|[^\s"'|;&<>)`-][^\s"'|;&<>)`]{2,100})(?=["']?\s{0,4}(?:$|[>|;&)#`]))/g,
    pair: false,
  },
  {
    name: /\brclone config (?:create|update|password)\b/,
    // Not the command itself: `rclone config password remote`.
    flag: new RegExp(`(?<! config)\\s(?:secret_access_key|client_secret|pass(?:word)?|token)[ =]${quotedOrBare}`, 'g'),
    pair: false,
  },
];

/** All of their names at once, because most lines hold none. */
const anyName =
  /curl|sshpass|mysql|login|aws configure|openssl|password-stdin|ldap|htpasswd|smbclient|smbget|rpcclient|plink|pscp|psftp|gpg|redis-server|net use|chpasswd|zip|ipmitool|sqlcmd|osql|schtasks|psexec|winexe|conan|az sql|az mysql|az postgres|net user|mosquitto|7z|rar|mongo|ncftp|snmp|lftp|sqlplus|sqlldr|expdp|impdp|rman|userid|->connect|gh secret|https?\s|ssh-keygen|keychain|key-partition|signtool|cqlsh|snowsql|rdesktop|racadm|put-parameter|kv put|snyk|ngrok|(?:composer|poetry) config|doppler|doctl|codecov|influx|cypress|cf auth|sendemail|--stdin|sudo|kinit|vncpasswd|nmcli|wpa_pass|nuget|yarn|npm|vault|mount|passwd|bcp|tsql|mssql-cli|cmdkey|freerdp|mstsc|rabbitmqctl|redis-cli|base64|rclone|mc alias|mc config/i;

const comment = /^\s*(?:#(?!!)|\/\/|\/?\*)/;

/** Values that commands are given, on the lines that the prefilter points to. */
export function recogniseCommands(text: string, pointers: readonly number[]): Recognised[] {
  const found: Recognised[] = [];
  // Asked once: a script may have as many of these lines as it likes.
  const counted = commands.filter(({ madeHere }) => madeHere === undefined || !text.includes(madeHere));
  let behind = -1;
  for (const pointer of pointers) {
    if (pointer <= behind) continue;
    const line = lineSpanAt(text, pointer - 1);
    behind = line[1];
    const content = text.slice(line[0], Math.min(line[1], line[0] + 4000));
    if (!anyName.test(content)) continue;
    for (const command of counted) {
      const name = command.name.exec(content);
      if (!name) continue;
      for (const match of content.slice(name.index).matchAll(command.flag)) {
        const raw = match[1]!;
        const start = line[0] + name.index + match.index + match[0].length - raw.length;
        // `# docker run --entrypoint htpasswd registry:2 -Bbn admin admin`: the same word twice shows how the command is called.
        if (comment.test(content) && text.slice(line[0], start).trimEnd().endsWith(` ${raw}`)) continue;
        if (command.drawn && !looksRandom(raw)) continue;
        const one = valueOf(text, [start, start + raw.length], command.pair);
        if (one) found.push(one);
      }
    }
  }
  return found;
}

/** What services have written for the password where the key stands for the user: `-u KEY:`, `-u KEY:x`, `-u TOKEN:api_token`. */
const noPassword = /^(?:x|api_token|unused)?$/i;

function valueOf(text: string, span: Span, pair: boolean): Recognised | undefined {
  const quoted = '"\''.includes(text[span[0]]!);
  let [start, end] = quoted ? [span[0] + 1, span[1] - 1] : span;
  let isKey = false;
  if (pair) {
    const colon = text.slice(start, end).indexOf(':');
    if (colon < 0) return undefined;
    isKey = colon >= 16 && noPassword.test(text.slice(start + colon + 1, end)) && looksRandom(text.slice(start, start + colon));
    if (isKey) end = start + colon;
    else start += colon + 1;
  }
  const value = text.slice(start, end);
  if (
    value.length < 3 ||
    (text[span[0]] !== "'" && isReference(value)) ||
    /^\$|\{\{|\$\{/.test(value) ||
    isPlaceholder(value) ||
    // `-p 1337:1337` of a container, on a line that names a database as well.
    /^(?:[\d.]{1,15}:)?\d{1,5}(?:-\d{1,5})?:\d{1,5}(?:-\d{1,5})?(?:\/\w{3,4})?$/.test(value) ||
    (text[span[0]] === "'" ? /[{}<>]/ : /[${}<>`]|\\\(/).test(value) ||
    /^(?:password|passwd|pass|secret|token|user|username|login|name)$/i.test(value) ||
    // `SECRET_KEY`, `SECRETKEY`: what stands there in a manual.
    /^(?:[A-Z_-]{0,24}[_-])?(?:PASSWORD|PASSWD|PASS|(?:ACCESS|SECRET|API)?KEY|SECRET|TOKEN)$/.test(value)
  )
    return undefined;
  const repeatsUser = pair && !isKey && text.slice(...(quoted ? [span[0] + 1, start - 1] : [span[0], start - 1])) === value;
  return {
    ...unproven(
      isKey ? 'service key' : 'password on a command line',
      value,
      [start, end],
      repeatsUser ? 'low' : writtenConfidence(value),
      'write',
      'argument',
    ),
    strength: 3,
  };
}
