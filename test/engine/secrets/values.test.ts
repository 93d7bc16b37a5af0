// What a value under a secret's name is taken for: each kind of thing that is no secret, with the reason that is given, and
// the neighbour just past the border that is one.
import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../server/engine/secrets/names.ts';
import { judge } from '../../../server/engine/secrets/values.ts';

type Row = readonly [name: string, value: string, verdict: string];

const rows: readonly Row[] = [
  ['password', '%{control:User-Password}', 'a reference'],
  ['password', '[[DB_PASSWORD]]', 'a reference'],
  ['password', 'gcp:secretmanager:projects/1/secrets/a', 'a reference'],
  ['password', 'sm://acme/db-password', 'a reference'],
  ['user.signingkey', '3AA5C34371567BD2', 'the number of an OpenPGP key'],
  ['signing_key', '3AA5C34371567BD2', 'high'],
  ['searchOnlyApiKey', 'd4f1c0a98e72b5634fd0912ab7c8e3f5', ''],
  ['searchApiKey', 'd4f1c0a98e72b5634fd0912ab7c8e3f5', 'high'],
  ['correlation_token', '8f14e45f-ceea-467f-a1d6-2f0c1b9e3d77', ''],
  ['writekey', 'd4f1c0a98e72b5634fd0912ab7c8e3f5', 'high'],
  ['STATUS_INVALID_LICENSE_KEY', 'NR-APM-0014f', ''],
  ['JWT_CATEGORY_SESSION_TOKEN', 'cl_B7d4PD111AAA', ''],
  ['versionToken', 'ODhwVQ35xwlzRuoZEwKXucfu7583', ''],
  ['user.hashed_password', 'd033e22ae348aeb5660fc2140aec35850c4da997', ''],
  ['Sec-WebSocket-Key', 'x3JJHMbDL1EzLkh9GBhXDw==', ''],
  ['token', 'realm="https://auth.acme.io/token"', 'what a server asks for'],
  ['hashed_password', 'd033e22ae348aeb5660fc2140aec35850c4da997', ''],
  ['badPasswords', '1q2w3e4r5t', ''],
  ['session_token', 'cl_B7d4PD111AAA', 'medium'],
  ['password', '$args{db_password}', 'a reference'],
  ['MYSQLPASSWORD', ' --password=$3', 'a reference'],
  ['password', '**%ADMINPW%', 'a reference'],
  ['NTLM_PASSWORD', '[Microsoft.Win32.Registry]::GetValue', 'a reference'],
  ['password', '**%ad4MIn', 'high'],
  ['dbpass', '-pXXX_DBPASSWORD_XXX', 'a placeholder'],
  ['Password', 'CleartextPassword1', 'the name of a thing, not a value'],
  ['api_key', 'my-n8n-api-key', 'a placeholder'],
  ['api_key', 'my-n8n-Qx7Rk2Lm9Tz4Vb', 'high'],
  ['userPassword', '{ARGON2}$argon2i$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ', 'encrypted or hashed'],
  ['userPassword', '{SHA512-CRYPT}$6$rounds=5000$abcdefgh', 'encrypted or hashed'],
  ['SIGN_IN_WITH_PASSWORD', '/v1/accounts:signInWithPassword', 'a path'],
  ['ftp_pwd', 'Safe\\ftp_pwd', 'the name of a class'],
  ['Password', 'person_readOnly_userPassword', 'an identifier'],
  ['PWD', '\\w?/)', 'a regular expression'],
  ['token', '?customUrlKey=my.invalid.4token', 'the query of an address'],
  ['secret', '0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20', 'low'],
  ['secret', '0102030605090708090a0d0c0d0e0f1011121d1415261718191a5b1c1d1e1f70', 'high'],
  ['password', 'P@ssw0rd1!', 'medium'],
  ['password', 'p@ssword1', 'medium'],
  ['password', 'P@ssl0rd1!', 'high'],
  ['password', '{$JMX.PASSWORD}', 'a reference'],
  ['password', "<?php print $password ?>", 'a reference'],
  ['password', '&session-state:Tmp-Integer-0', 'a reference'],
  ['password', '<secrets/db', 'a reference'],
  ['password', '_DBC_DBPASS_', 'a reference'],
  ['secret', '{{ lookup("env", "SECRET") }}', 'a reference'],
  ['secret', '{{h}o)p${e]nob(ody[4finds>-_$#this}}', 'medium'],
  ['password', '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19', 'encrypted or hashed'],
  ['password', '$P$BlO2X5nM.djjfsPjOBHz97GHZmpBRr.', 'encrypted or hashed'],
  ['password', 'password\\000\\000', 'the name of a thing, not a value'],
  ['password', 'function', 'the name of a thing, not a value'],
  ['token', 'QVdTNC1ITUFDLVNIQTI1NgpYCi8vczMvYXdzTl9yZXF1ZXN0Clg=', 'prose'],
  ['secret', 'UzNjcjN0UDRzc3cwcmQh', 'medium'],
  ['tokens', ';:,.\\[]()|^&+-/*=%!~$<>?@', 'a list of signs'],
  ['trusted_key_name', 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password', ''],
  ['AC_PASSWORD', 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password', 'an address'],
  ['REFRESH_TOKEN_KEY', '@acme/refreshToken', 'the name of a thing in a package'],
  ['secret', 'prod:[A-Za-z0-9/_+=.@-]+', 'a regular expression'],
  ['passwd', 'string|db users.passwd|not_empty', 'a list of rules'],
  ['password', 'Acme\\Controllers\\UserPasswordController', 'the name of a class'],
  ['pass', '#snmp_priv_passphrase', 'a selector'],
  ['pass', '#Priv4_passphrase', 'high'],
  ['token', 'keyword.tag-$1', 'the name of a style'],
  ['default_password', 'pbkdf2', 'an algorithm or an encoding'],
  ['default_password', 'pbkdf2x', 'medium'],
  ['KRB5_PASSWORD_ENV', 'KRB5_PASSWORD', 'the name of a thing, not a value'],
  ['token', '\\u00fcberpr\\u00fcfen', 'prose'],
  ['password', '\u30d1\u30b9\u30ef\u30fc\u30c9', 'prose'],
  ['password', '\u30d1\u30b9\u30ef\u30fc\u30c9 $1', 'prose'],
  ['password', '\u043f\u0430\u0440\u043e\u043b\u044c123', 'high'],
  ['password', '\u06af\u0630\u0631\u0648\u0627\u0698\u0647\u200c', 'prose'],
  ['pass', 'done.', 'a label'],
  ['password', 'password-for-30001', 'low'],
  ['password', 'My-Drop-Site', 'low'],
  ['password', 'correct-horse-battery-staple', 'low'],
  ['password', 'prod-db-master-password', 'an identifier'],
];

describe('values', () => {
  it.each(rows)('%s: %s is %s', (name, value, verdict) => {
    const meaning = meaningOf(name);
    const judged = meaning === undefined ? undefined : judge(value, meaning, name, true);
    expect(judged === undefined ? '' : judged.secret ? judged.confidence : judged.why).toBe(verdict);
  });
});
