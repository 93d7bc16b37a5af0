// Slots where only a blank or a word stands between a name and its value: directives of servers, statements, routers,
// sentences. One row a form, by those who write so.
import type { Span } from '../text/text.ts';
import type { Slot } from './slot.ts';
import { valueAt, type TextMode } from './text-values.ts';

interface SpokenForm {
  readonly pattern: RegExp;
  /** Where the first group of the pattern is not the name. */
  readonly name?: string;
  readonly wholeLine?: boolean;
  readonly where?: Slot['where'];
  /** A sentence: the value has to look like one. */
  readonly prose?: boolean;
}

/** What stands between a name and its value where it is only a blank, by those who write so. The value begins where the pattern ends. */
const spokenForms: readonly SpokenForm[] = [
  // Dockerfiles.
  { pattern: /^\s*(?:ENV|ARG)\s+([A-Za-z_]\w{1,80})\s+(?=\S)/i, wholeLine: true },
  // Other shells.
  {
    pattern:
      /^\s*(?:setenv|set(?:\s+(?:-[A-Za-z]{1,4}|--[a-z]+)){1,4})\s+([A-Za-z_]\w{1,80})\s+(?=(?:"[^"\s]{1,400}"|'[^'\s]{1,400}'|[^\s"']{1,400})\s*$)/,
  },
  // Macros of C, variables of Windows, attributes of Elixir's modules, definitions of Lisps.
  {
    pattern:
      /^\s*(?:(?:#define|setx)\s+|@(?=[a-z]))([A-Za-z_]\w{1,80})\s+(?=@?")|^\s*\((?:def(?:once|var|parameter|constant|custom|const)?|setq|let\s\[)\s*([\w-]{2,60})\s+(?=")/,
  },
  // Perl compares with a word.
  {
    pattern:
      /(?<![\w$-])\$?(\w{0,40}(?:[pP]ass(?:w(?:or)?d)?|PASS(?:W(?:OR)?D)?|pwd|pw|[sS]ecret))["')}\]]{0,3}\s{1,4}(?:eq|ne)\s{1,4}(?=["'])/,
    where: 'comparison',
  },
  // What Objective-C asks.
  { pattern: /\[\s{0,4}(?:\w{1,40}\.){0,3}(\w{1,60}?)(?:\.text)?\s{1,4}isEqual(?:ToString)?:\s{0,4}(?=@")/ },
  // What a program falls back to: `os.getenv("NAME") or "value"` of Lua, `System.get_env("NAME") || "value"` of Elixir,
  // `$ENV{NAME} // "value"` of Perl, `(or (System/getenv "NAME") "value")` of Clojure, `get(ENV, "NAME", "value")` of Julia and
  // `String.fromEnvironment('NAME', defaultValue: 'value')` of Dart.
  {
    pattern:
      /(?:\b(?:getenv|get_env|getEnv)["'( ]{1,3}|\$ENV\{["']?|\bENV, {0,2}"|\bfromEnvironment\(["'])(\w{1,80})["']?(?:[)}]?\s{0,4}(?:\|\||\/\/|\?\?|or\s)|\)|,\s{0,4}(?:defaultValue:)?)\s{0,4}(?=["'])/,
  },
  // What something falls back to, under the name that it is given to: `secret = config.secret or "value"`.
  {
    pattern: /(?<![\w.])([A-Za-z_]\w{1,60})\s{0,4}:?=\s{0,4}\$?[A-Za-z_][\w.:>[\]-]{0,60}\s{1,4}(?:or|\|\||\/\/|\?\?)\s{1,4}(?=["'])/,
  },
  // What a function of one line gives: `sub get_password { return 'value'; }`, `String getToken() => 'value';`.
  {
    pattern:
      /(?<![\w$])(?:get_?(?=[A-Za-z]))?([A-Za-z_]\w{1,60})(?:(?:\(\))?\s{0,4}(?:const\s{1,4}|override\s{1,4}){0,2}\{\s{0,4}return|\(\)\s{0,4}=>)\s{1,4}(?=@?["'])/,
  },
  // Names and values in turn: preferences and options of MATLAB.
  { pattern: /\b(?:setpref|weboptions|database|odbc)\([^)\n]{0,300}?'(\w{0,40}[pP]assword)',\s{0,4}(?=')/ },
  // SQL in other text, and settings in quotes.
  {
    pattern:
      /\b(?:password|requirepass|masterauth|(?:user|grant)\b.{0,200}?\bidentified\s+(?:with\s+\S{1,40}\s+)?by(?:\s+password)?|encrypted\s+password)\s+(?=['"])/i,
    name: 'password',
  },
  // Answers for installers: `package/root-password password x`.
  { pattern: /\/[\w-]{0,40}(?:password|passwd|passphrase|-pass)[\w-]{0,20}\s+password\s+(?=\S)/i, name: 'password' },
  // Directories and what signs in to them.
  { pattern: /^\s*(?:bindpw|rootpw|rootbindpw|remote_password|bridge_password|auth_pass)\s+(?=[^\s-]\S*\s*$)/i, name: 'password' },
  // COBOL and ABAP.
  {
    pattern:
      /(?:^|\s)([\w-]{0,40}(?:password|passwd|secret|token|api[_-]key)[\w-]{0,20})\s{1,8}(?:PIC\s\S{1,12}|TYPE\s[\w-]{1,30})\s{1,8}VALUE\s{1,8}(?=['"])/i,
  },
  { pattern: /\bMOVE\s{1,8}(?=["'][^"'\n]{4,60}["']\s{1,8}TO\s{1,8}[\w-]{0,30}(?:PASSWORD|PASSWD|PASSCODE|PWD)\b)/i, name: 'password' },
  // What `aws configure` asks.
  { pattern: /\bAWS (Secret Access Key) \[[^\]\n]{1,30}\]:\s(?=[A-Za-z0-9+/]{40}(?![^\s]))/, name: 'aws_secret_access_key' },
  // Keys of name servers.
  { pattern: /\bsecret\s+(?="[A-Za-z0-9+/=]{16,200}"\s*;)/, name: 'secret' },
  // netrc, on one line.
  {
    pattern: /(?:^|\s)(?:machine\s+\S{1,200}\s+|default\s+)?login\s+(?!(?:anonymous|with|and|or|using|by)\s)\S{1,200}\s+password\s+(?=\S)/i,
    name: 'password',
    where: 'provider-file',
  },
  // Redis.
  { pattern: /^\s*(?:requirepass|masterauth)\s+(?=\S)/i, name: 'requirepass' },
  // Maps of Lisps.
  { pattern: /"(Authorization|X-[\w-]{2,60})"\s+(?=")/i },
  // nginx, Caddy, HAProxy, Apache.
  {
    pattern:
      /(?:set_header|header_up|set-header|add-header|RequestHeader\s(?:set|add|append))\s+(Authorization|X-[\w-]{2,60})\s+(?=['"\w])/i,
  },
  // Apache and others whose directives end in what they are: in quotes, or with a digit.
  { pattern: /^\s*(\w{0,60}(?:Password|Passwd|Passphrase|Secret))\s+(?=(?:["'][^"'\s]+["']|[^\s=:"']*\d[^\s=:"']*)\s*$)/ },
  // Sentences: `the password is x`, `use the API key x`. In `token=password x` the word is a value itself.
  {
    pattern:
      /(?<![\w=./-]|\b(?:find|invalid|unknown|no)\s)(?:(password|passphrase|passcode|passwd|pwd?|secret)\s(?:is|was|to)|((?:api|access|secret)[ -]key|(?:api|access)[ -]token)(?:\s(?:is|was|to)|:)?)\s["'`*]{0,3}(?=(?=\S{0,60}\d)(?=\S{0,60}[A-Za-z])[\w!@#$%^&*+/=.-]{8,200}(?:[\s"'`,;)]|$))/i,
    prose: true,
  },
  // `and the password `value``: marked as text that is to be typed.
  {
    pattern:
      /(?<![\w=./-])(password|passphrase|passcode)\s(?=["'`“](?=[^"'`”\s]{0,60}\d)(?=[^"'`”\s]{0,60}(?:\d[^\d"'`”\s]|[!@#$%^&*]))[\w!@#$%^&*+/=.-]{8,200}["'`”](?:[\s,;.)]|$))/i,
    prose: true,
  },
  // `the Trello token x`, `fastly secret is x`: a sentence, and a value that nobody would write by hand.
  {
    pattern:
      /(?<![\w=./:-])((?:[A-Za-z][A-Za-z0-9]{2,20}[ _-]){1,2}(?:secret|token))(?:\s(?:is|was))?\s["'`*]{0,3}(?=(?=\S{0,80}\d)(?=\S{0,80}[A-Za-z])[\w+/=.-]{20,200}(?:[\s"'`,;)]|$))/i,
    prose: true,
  },
  // Routers and switches: `username x password 0 y`, keys of tunnels, communities.
  { pattern: /\bpassword\s+0\s+(?=\S)/i, name: 'password' },
  // In small letters, as they print their settings; with a word behind it, as in `enable password protection`, it is a sentence.
  { pattern: /^\s*enable\s+(?:password|secret)\s+(?:0\s+)?(?=(?!\d\s|[a-z-]+[.,:]?\s*$)\S{4,100}\s*$)/, name: 'password' },
  // What is scrambled by a known word is as good as written out.
  { pattern: /^\s*(?:\S.{0,200}\s)?(?:password|key-string|key)\s+7\s+(?=[0-9A-F]{6,100}\s*$)/i, name: 'password' },
  { pattern: /^\s*neighbor\s+\S{1,60}\s+password\s+(?:0\s+)?(?=(?!\d\s)\S{4,100}\s*$)/i, name: 'password' },
  { pattern: /^\s*crypto\s+isakmp\s+key\s+(?:0\s+)?(?=(?!6\s)\S{4,100}\s+(?:address|hostname)\s)/i, name: 'password' },
  // Settings of OpenWrt.
  { pattern: /^\s*option\s+(?:key|password)\s+(?=['"])/, name: 'password' },
  // Robot Framework: at least two blanks between cells.
  { pattern: /^\$\{([\w ]{2,60})\}(?:\s?=)?(?:[ ]{2,40}|\t)(?=[^\s$&@%{])/, wholeLine: true },
  {
    pattern: /^\s+Input\s(?:Password|Secret|Text\s+\S*pass\w*)(?:[ ]{2,40}|\t)\S{1,100}(?:[ ]{2,40}|\t)(?=[^\s$&@%{])/i,
    name: 'password',
    wholeLine: true,
  },
  {
    pattern: /^\s*(?:ikev[12]\s+)?(?:pre-shared-key|snmp-server\s+community)\s+(?:(?:local|remote|ascii-text)\s+)?(?=\S*\d)/i,
    name: 'password',
  },
];

/** The value of the first such form on a line. */
export function spokenPair(text: string, line: Span, mode: TextMode): Slot | undefined {
  const content = text.slice(line[0], Math.min(line[1], line[0] + 2000));
  for (const { pattern, name, wholeLine, where, prose } of spokenForms) {
    const match = pattern.exec(content);
    if (!match) continue;
    const from = line[0] + match.index + match[0].length;
    return valueAt(
      text,
      line[1],
      from,
      { text: name ?? match[1] ?? match[2]!, start: line[0] + match.index },
      { ...mode, wholeLine: wholeLine ?? false, bareIsData: !prose },
      where ?? 'assignment',
    );
  }
  return undefined;
}
