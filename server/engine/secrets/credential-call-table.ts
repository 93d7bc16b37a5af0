// Calls of well-known libraries that take a credential at a place of their own: by the name that the credential deserves, what is
// called and the number of the argument from 0. What more must hold stands behind it:
//   u  the argument before it is a literal that may be a user
//   d  the argument before it is a literal that names a user of a directory: `cn=…`, `DOMAIN\user`
//   a  the argument behind it is a literal that names an algorithm
//   ?  other things are called so, too: the value has to look like what its name says, and behind a user to be more than a word
//      or a short number
//   c  it counts only where the literal is turned into characters or bytes on the spot
//   =x the argument may also be given by the name `x`, which says nothing by itself; by that name only where the number is 9
// Places are those of the libraries' own documentation. Calls that only a pattern can tell stand in credential-calls.ts.

/** A place of a call where a credential stands, and what must hold for it. */
export interface CredentialCall {
  /** Place of the credential among the arguments, from 0. */
  readonly at: number;
  readonly name: string;
  /** What the first argument must look like. */
  readonly first?: RegExp;
  /** What the argument just before must look like: the user. */
  readonly user?: RegExp;
  /** What the argument just behind must look like. */
  readonly next?: RegExp;
  /** What the argument is called where it is given by a name that says nothing by itself: `key=`. */
  readonly keyword?: string;
  /** Only where the literal is turned into characters or bytes on the spot, as APIs of keys and stores want it. */
  readonly chars?: boolean;
  /** Other things are called so, too: the value has to look like what its name says, and behind a user to be more than a word. */
  readonly ambiguous?: boolean;
}

interface CallRow extends CredentialCall {
  /** The last word of what is called, or two with a dot between. */
  readonly callee: string;
}

/** The name, then the calls. */
const rows: readonly string[] = [
  'password ' +
    // Java, Kotlin, Scala, Groovy
    'DriverManager.getConnection/2 getConnection/1u? createConnection/1u? ActiveMQConnectionFactory/1u JedisPool/4 ' +
    'Sql.newInstance/2 UsernamePasswordCredentials/1 PasswordAuthentication/1 BasicAuthentication/1 DefaultAuthenticator/1u ' +
    'setAuthentication/1u? Transport.send/2u? transport.connect/2u transport.connect/3u KerberosKey/1c PBEKeySpec/0 PasswordProtection/0 ' +
    'load/1c store/1c init/1c getKey/1c loadKeyMaterial/1c loadTrustMaterial/1c Encryptors.text/0 Encryptors.delux/0 Encryptors.stronger/0 ' +
    'Encryptors.standard/0 AuthTokens.basic/1 auth.basic/1 basic/1u? digest/1u? basicAuthentication/1u? ' +
    'authPassword/1 setKeyEntry/2c build/0c Database.forURL/2 jsch.addIdentity/1 BasicHttpCredentials/1 withAuth/1u? withCredentials/1u? fromDriverManager/3 newHikariTransactor/3 ConnectionPool.singleton/2 Credentials/3u ' +
    'Credentials.basic/1 MongoCredential.createCredential/2 MongoCredential.createPlainCredential/2 ' +
    'MongoCredential.createScramSha1Credential/2 MongoCredential.createScramSha256Credential/2 ' +
    // .NET
    'NetworkCredential/1 HttpBasicAuthenticator/1 BasicAuthenticationHeaderValue/1 SftpClient/2u SshClient/2u ScpClient/2u SftpClient/3 ' +
    'SshClient/3 ScpClient/3 PasswordAuthenticationMethod/1 PasswordConnectionInfo/2u PasswordConnectionInfo/3u DirectoryEntry/2 ' +
    'PrincipalContext/3u PrincipalContext/4u ValidateCredentials/1u? X509Certificate/1 X509Certificate2/1 Rfc2898DeriveBytes/0 ' +
    'Rfc2898DeriveBytes.Pbkdf2/0 PasswordDeriveBytes/0 Authenticate/1u? AuthenticateAsync/1u? Membership.CreateUser/1 ' +
    'Membership.ValidateUser/1 FormsAuthentication.Authenticate/1 HashPassword/1 ' +
    'PasswordCredentials/1 PlainCredentials/1 UserPassword/1 fromPassword/1 ' +
    // Python
    'HTTPBasicAuth/1 HTTPDigestAuth/1 HttpNtlmAuth/1 BasicAuth/1u? basic_auth/1 keyring.set_password/2 StrictRedis/3 PlainTextAuthProvider/1 ' +
    'SMBConnection/1u add_password/3 username_pw_set/1 auth_password/1u objects.create_user/2 objects.create_superuser/2 PBKDF2/0? ' +
    'pbkdf2_hmac/1? hashlib.scrypt/0? RSA.importKey/1 RSA.import_key/1 load_cert_chain/2 load_pem_private_key/1 psycopg2.connect/2 ' +
    'pymysql.connect/2 MySQLdb.connect/2 pymssql.connect/2 cx_Oracle.connect/1 oracledb.connect/1 FTP/2 FTP_TLS/2 ftplib.FTP/2 ' +
    'ftplib.FTP_TLS/2 generate_password_hash/0 make_password/0 hashpw/0 bind_s/1 simple_bind_s/1 simple_bind/1d simple_bind/2d Github/1u ' +
    // JavaScript
    'Sequelize/2 basicAuth/1u? createCipher/1 createDecipher/1 pbkdf2/0 pbkdf2Sync/0 scrypt/0? scryptSync/0 ' +
    'signInWithEmailAndPassword/2 createUserWithEmailAndPassword/2 ' +
    // Go
    'SetBasicAuth/1 setBasicAuth/1 SetBasicAuthentication/1 SetBasicAuthenticationOAuth/1 setAuth/1 PlainAuth/2 CRAMMD5Auth/1 gomail.NewDialer/3 gomail.NewPlainDialer/3 ' +
    'ParsePrivateKeyWithPassphrase/1 ParseRawPrivateKeyWithPassphrase/1 pbkdf2.Key/0? scrypt.Key/0? argon2.Key/0? argon2.IDKey/0? ' +
    'GenerateFromPassword/0? ' +
    // PHP
    'PDO/2 wpdb/1u mysqli/2 mysqli_connect/2 mysqli_real_connect/3 mysql_connect/2 mysql_pconnect/2 mssql_connect/2 oci_connect/1 oci_pconnect/1 ' +
    'oci_new_connect/1 odbc_connect/2 odbc_pconnect/2 pg_pconnect/2 ldap_bind/2 ftp_login/2 ssh2_auth_password/2 imap_open/2 ' +
    'setSaslAuthData/1 withBasicAuth/1 withDigestAuth/1 AMQPStreamConnection/3 AMQPSSLConnection/3 password_hash/0 hash_pbkdf2/1? ' +
    'db2_connect/2 db2_pconnect/2 ibase_connect/2 ifx_connect/2 sybase_connect/2 openssl_pkey_get_private/1 openssl_pkcs12_read/2 openssl_pkcs12_export/3 Hash.make/0? checkpw/0 ' +
    // Ruby, Perl, R, MATLAB, Lua, Erlang, Dart, Rust
    'DBI.connect/2 DBI.connect_cached/2 env.connect/2 FTP.open/2u FTP.new/2u Resource.new/2u Connection.new/6u RSA.new/1 ldap.auth/1d authorization_basic/1 ' +
    'req_auth_basic/1u req_auth_basic/2u httr.authenticate/1 authenticate/1u? dbConnect/3u? odbcConnect/2u database/2u? ftp/2u? ' +
    'epgsql.connect/2 db.auth/1 userauth_password/1 DBInterface.connect/3u Auth/1u? gmail/1u SMTP.start/4u key_set_with_value/2 Password.create/0? ' +
    // Anything that is signed in to with a user and a password
    'login/1u? Bind/1d bind/1d Login/1u? authWithPassword/1 ldapTemplate.authenticate/2 ' +
    // C
    'mysql_real_connect/3 PQsetdbLogin/6 libssh2_userauth_password/2 ssh_userauth_password/2 ldap_simple_bind_s/2 ldap_simple_bind/2 ' +
    'mosquitto_username_pw_set/2 LogonUser/2u LogonUserA/2u LogonUserW/2u SSL_CTX_set_default_passwd_cb_userdata/1 WiFi.begin/1 WiFi.softAP/1 ' +
    'ua.credentials/3 mqtt.Client/3 sqlite3_key/1 sqlite3_rekey/1 sqlite3_key_v2/2 sqlite3_rekey_v2/2 ' +
    'EVP_BytesToKey/3 PKCS5_PBKDF2_HMAC/0 PKCS5_PBKDF2_HMAC_SHA1/0 EVP_PBE_scrypt/0 PKCS12_parse/1 SQLConnect/5 SQLConnectA/5 ' +
    'SQLConnectW/5 mysql_change_user/2 ' +
    // Servers that a library of their own signs in to
    'InfluxDBClient/3u jenkins.Jenkins/2u Jenkins/2u nats.UserInfo/1 ' +
    // SQL
    'pgp_sym_encrypt/1? pgp_sym_decrypt/1?',
  'hmac_key ' +
    'createHmac/1 HMAC256/0 HMAC384/0 HMAC512/0 HMACSHA1/0 HMACSHA256/0 HMACSHA384/0 HMACSHA512/0 HMACMD5/0 hmac.new/0=key hmac.New/1 ' +
    'hash_hmac/2 HMAC/1? HMAC/9=key HMAC.digest/1 HMAC.hexdigest/1 HMAC.base64digest/1 new_from_slice/0 ngx.hmac_sha1/0 Hmac/1 crypto.mac/2 crypto.hmac/1 ' +
    'hmac_sha256/1 hmac_sha256_hex/1 hmac_sha256_base64/1 hmac_sha1_hex/1 hmac_sha512_hex/1',
  'cipher_key ' +
    'createCipheriv/1 createDecipheriv/1 createSecretKey/0 AES.encrypt/1 AES.decrypt/1 DES.encrypt/1 DES.decrypt/1 TripleDES.encrypt/1 ' +
    'TripleDES.decrypt/1 Rabbit.encrypt/1 Rabbit.decrypt/1 RC4.encrypt/1 RC4.decrypt/1 SecretKeySpec/0 DESKeySpec/0 DESedeKeySpec/0 ' +
    'AES.new/0=key DES.new/0=key DES3.new/0=key Blowfish.new/0=key ARC4.new/0=key ChaCha20.new/0=key algorithms.AES/0 algorithms.TripleDES/0 ' +
    'algorithms.Blowfish/0 algorithms.ARC4/0 SecretBox/0 aes.NewCipher/0 des.NewCipher/0 des.NewTripleDESCipher/0 chacha20poly1305.New/0 ' +
    'chacha20poly1305.NewX/0 openssl_encrypt/2 openssl_decrypt/2 mcrypt_encrypt/1 mcrypt_decrypt/1 sodium_crypto_secretbox/2 ' +
    'sodium_crypto_secretbox_open/2 Key.fromUtf8/0 Key.from_slice/0 MessageEncryptor.new/0 SymmetricKey/9=data AES/9=key Blowfish/9=key ChaCha20/9=key Rabbit/9=key aes_encrypt/1? ' +
    'aes_decrypt/1? AES_ENCRYPT/1? AES_DECRYPT/1?',
  'signing_key ' +
    'SymmetricSecurityKey/0 SignedString/0 Fernet/0=key JWK.asKey/0 URLSafeTimedSerializer/0 URLSafeSerializer/0 TimestampSigner/0 ' +
    'TimedJSONWebSignatureSerializer/0 JSONWebSignatureSerializer/0 TokenBasedRememberMeServices/0 StandardPasswordEncoder/0 ' +
    'Pbkdf2PasswordEncoder/0 MessageVerifier.new/0',
  'jwt_secret ' +
    'jwtVerify/1 jwtauth.New/1 signWith/1 hmacShaKeyFor/0 SecretKey/0 EncodingKey.from_secret/0 DecodingKey.from_secret/0 JWT.encode/1 ' +
    'JWT.decode/1 MACSigner/0 MACVerifier/0 HmacKey/0 JWTSigner/0 JWTVerifier/0 Key/0a middleware.JWT/0 Signer.create/1 algorithm.hs256/0 ' +
    'algorithm.hs384/0 algorithm.hs512/0 hs256/9=key hs384/9=key hs512/9=key jwtSimple.encode/1 jwtSimple.decode/1',
  'signing_secret itsdangerous.Signer/0',
  'session_secret ' +
    'NewCookieStore/0 NewCookieStore/1 NewFilesystemStore/1 cookie.NewStore/0 memstore.NewStore/0 securecookie.New/0 securecookie.New/1',
  'csrf_secret csrf.Protect/0',
  'cookie_secret cookieParser/0 cookieSession/0',
  'client_secret ' +
    'ClientSecretCredential/2 NewClientSecretCredential/2 ConfidentialClientApplication/2 OAuth1UserHandler/1 OAuthHandler/1 OAuth1Session/1 OAuth1/1 omniauth/2 provider/2 ' +
    'OAuthTokenCredential/1 core.LiveEnvironment/1 core.SandboxEnvironment/1 SpotifyClientCredentials/1 SpotifyOAuth/1 auth.OAuth2/1? ' +
    'OAuth2Client/1?',
  'consumer_secret AppAuthHandler/1 TwitterOAuth/1 oauth1.NewConfig/1 NewTwitterApiWithCredentials/3',
  'access_token_secret set_access_token/1 OAuth1UserHandler/3 OAuth1/3 TwitterOAuth/3 oauth1.NewToken/1 NewTwitterApiWithCredentials/1',
  'aws_secret_access_key ' +
    'BasicAWSCredentials/1 SessionAWSCredentials/1 AwsBasicCredentials.create/1 AwsSessionCredentials.create/1 AWSCredentials/1 AmazonS3Client/1u ' +
    'S3Connection/1u EC2Connection/1u boto.connect_s3/1u boto.connect_ec2/1u boto.connect_ses/1u boto.connect_sqs/1u boto.connect_sns/1u',
  'secret_access_key ' +
    'NewStaticCredentials/1 NewStaticCredentialsProvider/1 NewStaticV2/1 NewStaticV4/1 Credentials.new/1 AWS.Credentials/1 Minio/2u minio.New/2u credentials/1u?',
  'access_token JwtAuthenticator/0',
  'account_key StorageSharedKeyCredential/1 AzureNamedKeyCredential/1 StorageCredentials/1 CosmosClient/1? DocumentClient/1?',
  'algolia_api_key algoliasearch/1 SearchClient.create/1 DefaultSearchClient.create/1 search.NewClient/1?',
  'azure_speech_key SpeechConfig.FromSubscription/0 SpeechConfig.fromSubscription/0 SpeechConfig/9=subscription',
  'azure_api_key AzureKeyCredential/0 ApiKeyCredential/0',
  'azure_cognitive_key CognitiveServicesCredentials/0 ApiKeyServiceClientCredentials/0',
  'braintree_private_key BraintreeGateway/3',
  'cloudinary_api_secret Account/2?',
  'dropbox_access_token dropbox.Dropbox/0 DbxClientV2/1',
  'github_token GitHub.connect/1? WithAuthToken/0',
  'gitlab_token gitlab.Gitlab/1 gitlab.NewClient/0',
  'ibm_api_key IAMAuthenticator/0 IamAuthenticator/0',
  'mailjet_api_secret Mailjet.apiConnect/1 mailjet.connect/1 Mailjet.Client/1',
  'openweather_api_key OWM/0?',
  'plivo_auth_token plivo.RestClient/1 plivo.Client/1',
  'postmark_server_token ServerClient/0? AccountClient/0? PostmarkClient/0',
  'pusher_secret Pusher.Pusher/1',
  'redmine_api_key Redmine/9=key',
  'rollbar_access_token rollbar.init/0?',
  'trello_token Trello/1?',
  'vapid_private_key setVapidDetails/2',
  'virustotal_api_key vt.Client/0',
  'vonage_api_secret Credentials.Basic/1',
  'ably_api_key Ably.Realtime/0 Ably.Rest/0 Realtime.Promise/0 Rest.Promise/0',
  'influxdb_token influxdb2.NewClient/1 influxdb2.NewClientWithOptions/1',
  'wandb_api_key wandb.login/0=key',
  'secret_value SecretValue.unsafePlainText/0 SecretValue.plainText/0',
];

const isUser = /^(?!(?:anonymous|ftp)$)[\w.@$+-]{1,60}$|^[A-Za-z][\w.-]{0,40}\\[\w.$-]/i;
const isOfDirectory = /^(?:cn|uid|ou|dc|o|mail)=|^[A-Za-z][\w.-]{0,40}\\[\w.$-]|^[\w.+-]{1,60}@[\w-]/i;
const isAlgorithm = /^(?:[HREP]S(?:256|384|512)|EdDSA)$/;

const parsed: readonly CallRow[] = rows.flatMap((row) => {
  const [name, ...calls] = row.split(' ');
  return calls.map((call): CallRow => {
    const form = /^([\w.]+)\/(\d)([uda?c]*)(?:=(\w+))?$/.exec(call)!;
    const more = form[3]!;
    return {
      callee: form[1]!,
      at: Number(form[2]),
      name: name!,
      keyword: form[4],
      user: more.includes('u') ? isUser : more.includes('d') ? isOfDirectory : undefined,
      next: more.includes('a') ? isAlgorithm : undefined,
      chars: more.includes('c'),
      ambiguous: more.includes('?'),
    };
  });
});

const lastWord = (callee: string): string => callee.slice(callee.lastIndexOf('.') + 1);

const byLastWord = new Map<string, CallRow[]>();
for (const row of parsed) byLastWord.set(lastWord(row.callee), [...(byLastWord.get(lastWord(row.callee)) ?? []), row]);

/** True for a word that ends what some row is called. */
export const isCallWord = (word: string): boolean => byLastWord.has(word);

/** The rows of a call, by its last two words with a dot between. */
export const rowsOf = (callee: string): readonly CredentialCall[] =>
  byLastWord.get(lastWord(callee))?.filter((row) => callee === row.callee || callee.endsWith(`.${row.callee}`)) ?? [];

/** Words that stand before brackets all over: what else such a line says points to it. */
const common = new Set(
  'load store init build getKey basic digest login Login bind Bind Key authenticate database Credentials credentials provider omniauth Account'.split(
    ' ',
  ),
);

/** What the prefilter looks for, so that a file with one of the calls is read. */
export const callWords: readonly string[] = [
  ...new Set(
    parsed
      .filter(({ callee, chars }) => !chars && !common.has(callee))
      .flatMap(({ callee }) => (callee.includes('.') ? ['.', ':', '::', '->', '\\'].map((link) => callee.replaceAll('.', link)) : [callee]))
      .map((callee) => `${callee.toLowerCase()}(`),
  ),
];
