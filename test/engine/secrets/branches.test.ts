// A password that a program branches on: each language's own way to choose among values, beside the same way over other things.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { readMarks } from '../../support/rule-tester.ts';

const found = (file: string, text: string) => scanSecrets(createDocument(file, text)).map((one) => [...one.at.span]);
const p = '«{{token:password}}»';

describe('a branch for a password', () => {
  it.each([
    ['A.java', `class A { boolean f(String password) { switch (password) { case "${p}": return true; default: return false; } } }\n`],
    ['A.java', `class A { boolean f() { return switch (user.getPassword()) { case "${p}", "${p}" -> true; default -> false; }; } }\n`],
    ['a.kt', `fun f(password: String) = when (password) {\n    "${p}" -> true\n    else -> false\n}\n`],
    ['a.scala', `object A { def f(password: String) = password match {\n  case "${p}" => true\n  case _ => false\n} }\n`],
    ['a.go', `func f() {\n\tswitch password {\n\tcase "${p}", "${p}":\n\t}\n}\n`],
    ['A.cs', `class A { bool F(string pwd) => pwd switch { "${p}" => true, _ => false }; }\n`],
    ['A.cs', `class A { void F() { switch (login.Password) { case "${p}": break; } } }\n`],
    ['a.py', `def f(pw):\n    match pw:\n        case "x1" | "${p}":\n            return 1\n`.replace('"x1" | ', '')],
    ['a.js', `switch (req.body.password) {\n  case '${p}':\n    break;\n}\n`],
    ['a.php', `<?php\nswitch ($_POST['password']) {\n  case '${p}':\n    break;\n}\n`],
    ['a.php', `<?php\n$ok = match ($password) {\n  '${p}' => true,\n  default => false,\n};\n`],
    ['a.rb', `case params[:password]\nwhen '${p}'\n  true\nend\n`],
    ['a.rs', `fn f() { match password.as_str() { "${p}" => {}, _ => {} } }\n`],
    ['a.swift', `switch password {\ncase "${p}": return\ndefault: break\n}\n`],
    ['a.ps1', `switch ($password) {\n  '${p}' { 'yes' }\n}\n`],
  ])('%s: %s', (file, marked) => {
    const { text, spans } = readMarks(fillTokens(marked));
    expect(found(file, text), text).toEqual(spans);
  });

  it.each([
    ['a.js', "switch (key) { case 'F1': break; case 'Ctrl+A': break; }\nswitch (token) { case '=>': break; case 'T_1': break; }\n"],
    ['a.js', "switch (password.strength) { case 'level-17x!': break; }\nswitch (passwordType) { case 'type-17x!': break; }\n"],
    ['a.js', "switch (this.password) { case 'strong': break; case 'weak': break; }\n"],
    ['a.php', "<?php\nswitch ($password) { case $given: $x = ['k1-Aa!7q' => 1, 'k2-Bb!8r' => 2]; break; }\n"],
    ['a.kt', 'val s = when (token) { "tok1" -> 1; "t2" -> 2; else -> 3 }\n'],
    ['a.py', "match mode:\n    case 'w1nter!-Tide':\n        password = read()\n"],
    ['a.rb', "case mode\nwhen 'w1nter!-Tide'\n  password = read\nend\n"],
  ])('%s: none in %s', (file, text) => {
    expect(found(file, text).map(([start, end]) => text.slice(start, end))).toEqual([]);
  });
});
