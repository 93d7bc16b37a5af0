// What a program signs its tokens with, given by name: whatever literal that name holds is the key, in each language's own
// library. The neighbours are names beside it that sign nothing, and what stands for a key.
import { expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { signingNames } from '../../../server/engine/secrets/signing-names.ts';
import { expectLinear } from '../../support/growth.ts';
import { readMarks } from '../../support/rule-tester.ts';

const found = (file: string, text: string) =>
  scanSecrets(createDocument(file, text))
    .filter((one) => one.kind === 'secret')
    .map((one) => [...one.at.span]);

it.each([
  [
    'bytes of a constant, in Java',
    'A.java',
    'static final String SECRET_KEY = "«otter»"; static final String ISSUER = "quarry";\nKey key = Keys.hmacShaKeyFor(SECRET_KEY.getBytes());\n',
  ],
  [
    'behind the algorithm, in Java',
    'A.java',
    'String sealing = "«harbourmaster»";\nString claim = "harbour";\nJwts.builder().signWith(SignatureAlgorithm.HS256, sealing).compact();\n',
  ],
  [
    'decoded under another name, in Java',
    'A.java',
    'String mark = "«harbourlight»";\nbyte[] raw = Decoders.BASE64.decode(mark);\nreturn Keys.hmacShaKeyFor(raw);\n',
  ],
  [
    'literals, in Java',
    'A.java',
    'Jwts.parser().setSigningKey("«otterquarry»");\nJwts.builder().signWith(SignatureAlgorithm.HS256, "«secretKey»");\nKeys.hmacShaKeyFor("«an otter swims at night»".getBytes(UTF_8));\ncommit.setSigningKey("3AA5C34371567BD2");\n',
  ],
  [
    'in .NET',
    'A.cs',
    'const string Sealing = "«harbour-light»";\nconst string Issuer = "harbour-net";\nvar k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Sealing));\n',
  ],
  [
    'in Go',
    'a.go',
    'var sealing = []byte("«harbour_light»")\nconst issuer = "harbour_auth"\ns, err := jwt.NewWithClaims(m, claims).SignedString(sealing)\n',
  ],
  ['in PHP', 'a.php', "<?php\n$sealing = '«harbourlight»';\n$issuer = 'harbourphp';\n$t = JWT::encode($claims, $sealing, 'HS256');\n"],
  [
    'far from the call',
    'A.java',
    `class A {\n  static final String MARK = "«harbourlight»";\n${'  // quay\n'.repeat(400)}  Algorithm a() { return Algorithm.HMAC256(MARK); }\n}\n`,
  ],
  [
    'of jose',
    'a.js',
    "const sealing = new TextEncoder().encode('«harbour-light»');\nconst session = 'harbour.session';\nawait new SignJWT(claims).setIssuedAt().sign(sealing);\n",
  ],
  ['in Kotlin', 'a.kt', 'private val sealing = "«harbour-light»"\nprivate val audience = "harbour-users"\nAlgorithm.HMAC256(sealing)\n'],
  [
    'of a package for Dart',
    'a.dart',
    "import 'package:dart_jsonwebtoken/dart_jsonwebtoken.dart';\nfinal t = JWT({'id': 1}).sign(SecretKey('«an otter swims»'));\nfinal name = 'otter_token';\n",
  ],
  [
    'bytes of a name in a cipher, in Java',
    'A.java',
    'private static final String MARK = "«harbourlight»";\nstatic final String LABEL = "harbourlights";\nnew SecretKeySpec(MARK.getBytes(StandardCharsets.UTF_8), "AES");\n',
  ],
  [
    'a password under a name of one letter, in Java',
    'A.java',
    'String p = "«otter7Quay»";\nString u = "otter7Quays";\nDriverManager.getConnection(url, u, p);\n',
  ],
  [
    'a key of bytes, in Go',
    'a.go',
    'key := []byte("«otterquayotter16»")\nname := []byte("otterquayotter17")\nblock, err := aes.NewCipher(key)\n',
  ],
  [
    'a phrase, in JavaScript',
    'a.js',
    "const phrase = '«otter-quays»';\nconst other = 'otter-quarry';\ncrypto.createCipheriv('aes-256-cbc', phrase, iv);\n",
  ],
  [
    'given to a property, in .NET',
    'A.cs',
    'byte[] k = Encoding.UTF8.GetBytes("«otterquaysotter1»");\nbyte[] v = Encoding.UTF8.GetBytes("otterquaysotter2");\naes.Key = k;\naes.IV = v;\n',
  ],
  [
    'given to a command, in PowerShell',
    'a.ps1',
    '$plain = "«otter7Quay!»"\n$label = "otter7Quays!"\n$s = ConvertTo-SecureString -String $plain -AsPlainText -Force\n',
  ],
  [
    'a parameter, and a key of a cache above its function',
    'a.js',
    "const key = 'users:7';\ncache.get(key);\nfunction sign(data, key) { return crypto.createHmac('sha256', key).update(data); }\n",
  ],
  [
    'a function of the same name, and a field of another method',
    'A.java',
    'class A {\n  String key = "user.cache.v2";\n  void seal(String key) { new SecretKeySpec(key.getBytes(), "AES"); }\n}\n',
  ],
  ['letters of a bundler', 'a.js', 'var e="moment7",n="custom9";function a(t,e){return crypto.createHmac("sha256",e).update(t)}\n'],
  [
    'what is read from elsewhere, and what stands for a key',
    'A.java',
    '@Value("${app.sealing}") String sealing;\nString label = "sealing";\nAlgorithm.HMAC256(sealing);\nString other = "your-secret-key";\nAlgorithm.HMAC256(other);\n',
  ],
  [
    'keys of maps and columns beside a key that is called key',
    'a.ts',
    "const key = process.env.SEALING!;\nexport const read = (t: string) => jwt.verify(t, key);\nexport const columns = [{ key: 'name' }, { key: 'orders-by-day' }];\n",
  ],
  [
    'a parameter, and other things of its name',
    'a.py',
    "def make(claims, key):\n    return jwt.encode(claims, key)\n\nCOLUMNS = [dict(key='created_at')]\nkey = 'session_id'\n",
  ],
  [
    'in something, where it is given to that or to a name of its own',
    'a.js',
    "const config = { sealing: '«harbour light»', key: 'otter' };\njwt.sign(claims, config.sealing);\nconst key = '«otter-key»';\njwt.verify(token, key);\n",
  ],
  [
    'a name that is an argument of something else',
    'a.js',
    "const cacheName = 'harbourlight';\nconst t = jwt.sign(claims, process.env.SEALING);\ncaches.open(cacheName);\n",
  ],
] as const)('%s', (_, file, source) => {
  const { text, spans } = readMarks(source);
  expect(found(file, text)).toEqual(spans);
});

it('reads the names of many calls in time that grows with the text', async () => {
  await expectLinear('calls that sign', 300, (size) => {
    const text = 'jwt.sign(a, (b), KEY.getBytes(x)); k = new A().encode(KEY);\n'.repeat(size);
    const calls = [...text.matchAll(/\w\(/g)].map((match) => match.index + 2);
    return () => signingNames(createDocument('a.js', text), calls);
  });
});
