// Files of programs whose lines hold a password without a name for it, or with one that means it in this file alone: only the
// manual of the program says which word of the line it is. One row a program. Lines of any file are not read here.
import type { Recognised } from './recognise.ts';
import { written, writtenHash } from './written.ts';

interface ProgramFile {
  readonly file: RegExp;
  readonly title: string;
  /** Each match ends with the value, which is the first group; in quotes or without. */
  readonly line: RegExp;
  /** What stands there instead of a password. */
  readonly not?: RegExp;
  /** Hashes that can be guessed at leisure by whoever has the file: how sure each is to fall. */
  readonly hashed?: (value: string) => Recognised['confidence'] | undefined;
}

const programFiles: readonly ProgramFile[] = [
  {
    file: /userlist\.txt$/,
    title: 'password of a database user',
    line: /^"[^"\n]{1,100}"[ \t]{1,20}("[^"\n]{3,200}")/gm,
    not: /^"md5[0-9a-f]{32}"$/,
  },
  {
    file: /(?:^|[./])htpasswd$|\.htpasswd$/,
    title: 'password of a web server',
    line: /^[^\s:#]{1,100}:(?:\{PLAIN\})?([^\s:]{3,200})/gm,
    hashed: (value) =>
      /^\$(?:2[abxy]?|5|6|y|argon2\w{0,2})\$/.test(value)
        ? 'low'
        : /^(?:\$apr1\$|\$1\$|\{S?SHA\}|[./0-9A-Za-z]{13}$)/.test(value)
          ? 'medium'
          : undefined,
  },
  {
    file: /(?:chap|pap)-secrets$/,
    title: 'password of a connection',
    line: /^[ \t]*(?:"[^"\n]{1,100}"|[^\s"#]{1,100})[ \t]{1,20}[^\s#]{1,100}[ \t]{1,20}("[^"\n]{3,200}"|[^\s"#]{3,200})/gm,
  },
  {
    file: /ipsec(?:\.\w{1,20})?\.secrets$/,
    title: 'shared key of a tunnel',
    line: /:[ \t]{0,8}(?:PSK|EAP|XAUTH|NTLM)[ \t]{1,8}("[^"\n]{3,200}"|0[xs][\w+/=]{8,200})/g,
  },
  {
    file: /ipsec(?:\.\w{1,20})?\.secrets$/,
    title: 'password of a private key',
    line: /:[ \t]{0,8}(?:RSA|ECDSA|P12|PKCS8)[ \t]{1,8}[^\s"]{1,200}[ \t]{1,8}("[^"\n]{3,200}")/g,
  },
  {
    file: /davfs2\/secrets$/,
    title: 'password of a web server',
    line: /^[ \t]{0,8}[^\s#"]\S{1,300}[ \t]{1,20}\S{1,100}[ \t]{1,20}("[^"\n]{3,200}"|[^\s"#]{3,200})/gm,
  },
  {
    file: /(?:fluentd?|td-agent|fluent-bit)[\w.-]{0,40}\.conf$/,
    title: 'password of a store of logs',
    line: /^[ \t]{1,40}(?:(?:\w{1,30}_)?(?:password|passwd|passphrase)|shared_key|aws_sec(?:ret)?_key|(?:\w{1,30}_)?(?:api_key|license_key|auth_token))[ \t]{1,20}("[^"\n]{3,200}"|'[^'\n]{3,200}'|[^\s"']{3,200})[ \t\r]{0,8}$/gim,
  },
  { file: /buildout[\w.-]{0,40}\.cfg$/, title: 'password of a server', line: /^user[ \t]{0,8}=[ \t]{0,8}[\w.-]{1,60}:([^\s:]{3,200})/gm },
  {
    file: /slapd[\w.-]{0,40}\.(?:conf|ldif)$/,
    title: 'password of a directory',
    line: /^[^\n#]{0,400}[ \t]credentials=("[^"\n]{3,200}"|[^\s"]{3,200})/gm,
  },
  {
    file: /passwd\.client$/,
    title: 'password of a mail server',
    line: /^[^\s#:]{1,200}:[^\s:]{1,100}:([^\s:]{3,200})[ \t\r]{0,8}$/gm,
  },
  { file: /rsync\w{0,20}\.(?:secrets|passwd)$/, title: 'password of a server', line: /^[^\s:#]{1,100}:(\S{3,200})/gm },
  { file: /passwd-s3fs$/, title: 'secret access key', line: /^(?:[^\s:#]{1,100}:){1,2}(\S{16,200})/gm },
  { file: /(?:^|\/)kaggle\.json$/, title: 'Kaggle API key', line: /"key"\s{0,8}:\s{0,8}("[0-9a-f]{32}")/g },
  { file: /sasl_passwd(?:_maps)?$/, title: 'password of a mail server', line: /^[^\s#]{1,200}[ \t]{1,40}[^\s:]{1,100}:(\S{3,200})/gm },
  {
    file: /(?:^|[./])(?:msmtp|mpop|fetchmail)rc$/,
    title: 'password of a mail server',
    line: /(?:^|[ \t])pass(?:word)?[ \t]{1,8}("[^"\n]{3,200}"|'[^'\n]{3,200}'|[^\s"']{3,200})/gm,
  },
  // Whoever has the cookie of an Erlang node runs code on it.
  { file: /(?:^|\/)vm\.args(?:\.src|\.eex)?$/, title: 'cookie of an Erlang node', line: /^[ \t]{0,8}-setcookie[ \t]{1,8}(\S{3,200})/gm },
  { file: /turnserver\.conf$/, title: 'password of a relay', line: /^user=[^\s:]{1,100}:(\S{3,200})/gm },
  {
    file: /snmpd?(?:\.local)?\.conf$/,
    title: 'community or password of SNMP',
    line: /^(?:r[ow]community6?|createUser[ \t]{1,8}(?:-e[ \t]\S{1,80}[ \t])?\S{1,80}[ \t]{1,8}(?:MD5|SHA[\w-]{0,8}))[ \t]{1,8}("[^"\n]{3,200}"|[^\s"]{3,200})/gm,
    not: /^"?(?:public|private)"?$/,
  },
  {
    file: /snmpd?(?:\.local)?\.conf$/,
    title: 'password of SNMP',
    line: /^createUser[ \t][^\n]{1,300}[ \t](?:AES|DES)[ \t]{1,8}("[^"\n]{3,200}"|[^\s"]{3,200})/gm,
  },
  {
    file: /haproxy[\w.-]{0,60}\.cfg$/,
    title: 'password of a proxy',
    line: /^[ \t]{0,40}(?:user[ \t]{1,8}\S{1,80}[ \t]{1,8}insecure-password[ \t]{1,8}|stats[ \t]{1,8}auth[ \t]{1,8}[^\s:]{1,80}:)(\S{3,200})/gm,
    not: /^(?:your|my)?pass(?:word|wd)?$/i,
  },
  {
    file: /squid[\w.-]{0,60}\.conf$/,
    title: 'password of a proxy',
    line: /^cache_peer[ \t][^\n]{0,300}[ \t]login=[^\s:*]{1,80}:(\S{3,200})/gm,
  },
  {
    file: /proftpd[\w.-]{0,60}\.conf$/,
    title: 'database password',
    line: /^[ \t]{0,40}SQLConnectInfo[ \t]{1,8}\S{1,200}[ \t]{1,8}\S{1,80}[ \t]{1,8}(\S{3,200})/gm,
  },
  {
    file: /[._]curlrc$/,
    title: 'password of a web server',
    line: /^[ \t]{0,8}-{0,2}(?:proxy-)?user[ \t]{0,8}[ =:][ \t]{0,8}"?[^\s":]{1,80}:([^\s"]{3,200})/gm,
  },
  {
    file: /\.ovpn$|openvpn[\w./-]{0,80}\.conf$/,
    title: 'password of a tunnel',
    line: /<auth-user-pass>\s{1,4}[^\n]{1,100}\n([^\n<\r]{3,200})/g,
  },
  {
    file: /openvpn[\w./-]{0,80}(?:auth|pass|login|cred)[\w-]{0,20}(?:\.(?:txt|conf))?$/,
    title: 'password of a tunnel',
    line: /^(?![#;])[\w.@-]{1,80}\r?\n(\S{3,200})\r?\n?$/g,
  },
  { file: /\.bru$/, title: 'password of a web server', line: /^[ \t]{1,8}password:[ \t]{1,8}([^\s{}]\S{2,200})[ \t]{0,8}\r?$/gm },
  {
    file: /\.(?:http|rest)$/,
    title: 'password of a web server',
    line: /^Authorization:[ \t]{0,8}(?:Basic|Digest)[ \t]{1,8}[^\s:]{1,80}[ :](\S{3,200})[ \t]{0,8}\r?$/gim,
  },
  {
    file: /\.(?:sql|pls|pkb|plsql)$/i,
    title: 'database password',
    line: /^[ \t]{0,8}conn(?:ect)?[ \t]{1,8}[\w$#]{1,60}\/("[^"\n]{3,60}"|[^\s"'@/&]{3,60})(?=@\S)/gim,
  },
  {
    file: /(?:\.ks|kickstart[\w.-]{0,60}|ks\.cfg)$/,
    title: 'password of a machine',
    line: /^[ \t]{0,8}rootpw[ \t]{1,8}(?:--(?:plaintext|allow-ssh|lock)[ \t]{1,8}){0,3}(?!--)("[^"\n]{3,200}"|\S{3,200})/gm,
  },
];

/** True where one of the rows names the file. */
export const isProgramFile = (uri: string): boolean => programFiles.some(({ file }) => file.test(uri));

/** What the lines of a program's own file hold; nothing for any other file. */
export function recogniseProgramFile(uri: string, text: string): Recognised[] {
  const found: Recognised[] = [];
  for (const { file, title, line, not, hashed } of programFiles) {
    if (!file.test(uri)) continue;
    for (const match of text.slice(0, 400_000).matchAll(line)) {
      const value = match[1]!;
      const start = match.index + match[0].lastIndexOf(value);
      const weakness = hashed?.(value);
      const one =
        weakness !== undefined
          ? writtenHash(`hash of a ${title}`, value, start, weakness)
          : not?.test(value)
            ? undefined
            : written(title, text, [start, start + value.length], 'provider-file');
      if (one) found.push(one);
    }
  }
  return found;
}
