// Files that programs keep credentials in, by their customary names. Source: the documentation of each program. A folder
// counts below the home folder only: projects keep task definitions in `.aws` and images in `.docker`.

const home = String.raw`^(?:~|\$HOME|\$\{HOME\}|\$\{\{ ?env\.HOME ?\}\}|\/home\/\w{1,40}|\/Users\/\w{1,40}|\/root)\/`;
/** The folder itself, or all that is in it. */
const folder = (name: string): RegExp => new RegExp(String.raw`${home}${name}(?:\/\*{0,2})?$`);

const holders: readonly (readonly [name: RegExp, holder: string])[] = [
  [/\.tfstate(?:\.backup)?\*?$/, 'Terraform writes every value of its resources in plain text, passwords and keys included'],
  [/(?:^|\/)\.aws\/credentials$/, 'the AWS CLI keeps its keys'],
  [folder(String.raw`\.aws`), 'the AWS CLI keeps its keys'],
  [/(?:^|\/)\.ssh\/?$|(?:^|\/)id_(?:rsa|dsa|ed25519|ecdsa)$/, 'SSH keeps its private keys'],
  [folder(String.raw`\.ssh`), 'SSH keeps its private keys'],
  [/(?:^|\/)(?:kubeconfig|\.kube\/config)$/, 'kubectl keeps the credentials of a cluster'],
  [folder(String.raw`\.kube`), 'kubectl keeps the credentials of a cluster'],
  [/(?:^|\/)\.docker\/config\.json$/, 'Docker keeps the logins of registries'],
  [folder(String.raw`\.docker`), 'Docker keeps the logins of registries'],
  [folder(String.raw`\.config\/gcloud`), 'gcloud keeps its logins'],
  [/(?:^|\/)(?:application_default_credentials|gha-creds-[\w*-]{1,60})\.json$/, 'gcloud keeps its logins'],
  [folder(String.raw`\.azure`), 'the Azure CLI keeps its logins'],
  [/(?:^|\/)\.npmrc$/, 'npm keeps the tokens of registries'],
  [/(?:^|\/)\.pypirc$/, 'twine keeps the tokens of package indexes'],
  [/(?:^|\/)(?:[._]netrc|\.git-credentials)$/, 'git and curl keep passwords and tokens of hosts'],
  [/(?:^|\/)\.pgpass$/, 'psql keeps the passwords of databases'],
  [folder(String.raw`\.gnupg`), 'GnuPG keeps its private keys'],
];

/** Who keeps what in the file or folder of this path, as the words behind "is where"; undefined for any other. */
export function credentialsKeptIn(path: string): string | undefined {
  return holders.find(([name]) => name.test(path))?.[1];
}
