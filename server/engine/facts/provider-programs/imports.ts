// What the names of a program mean that come from a package of Pulumi or of CDK for Terraform: `gcp`, `projects` or
// `IAMMember`, in Python, Go, C#, Java and Kotlin. Names that are imported in another way are not known.
import { pulumiPackages, serviceProviders } from './types.ts';
import { tableOf } from '../../table.ts';

export interface ImportedName {
  readonly system: 'pulumi' | 'cdktf';
  /** `aws`, `gcp`, `azure`, `azure-native`, `azuread`, `kubernetes`; of CDK for Terraform the end of the package's name: `google`, `azurerm`. */
  readonly provider: string;
  /** Path of the module inside of the package, `/` between its parts; empty for the package itself. */
  readonly module: string;
  /** Set where the name is a class. */
  readonly name?: string;
}

const pulumiProviders = tableOf<string>({
  kubernetes: 'kubernetes',
  aws: 'aws',
  awsx: 'awsx',
  gcp: 'gcp',
  azure: 'azure',
  azure_native: 'azure-native',
  'azure-native': 'azure-native',
  azurenative: 'azure-native',
  azuread: 'azuread',
  ...Object.fromEntries([...serviceProviders].map((name) => [name, name])),
});

/** What each name in a program stands for, by the name that the program uses. Namespaces that C# opens, and whole packages of Java, are under `using …`. */
export function importedNames(text: string): ReadonlyMap<string, ImportedName> {
  const found = new Map<string, ImportedName>();
  for (const one of [pythonImports, goImports, dotnetImports, javaImports]) one(text, found);
  return found;
}

function pythonImports(text: string, found: Map<string, ImportedName>): void {
  for (const line of text.matchAll(/^[ \t]*import[ \t]+([^\n#;]{1,500})/gm)) {
    for (const item of line[1]!.split(',')) {
      const match = /^\s*pulumi_(\w+)((?:\.\w+)*)(?:[ \t]+as[ \t]+(\w+))?/.exec(item);
      const provider = match && pulumiProviders.get(match[1]!);
      if (!provider) continue;
      const [, name, path, alias] = match;
      // Without another name the path is written where it is used.
      found.set(alias ?? `pulumi_${name}`, {
        system: 'pulumi',
        provider,
        module: alias === undefined ? '' : path!.slice(1).replaceAll('.', '/'),
      });
    }
  }
  for (const match of text.matchAll(
    /^[ \t]*from[ \t]+(?:pulumi_(\w+)|cdktf_cdktf_provider_(\w+)|(?:imports|generated)\.(\w+))((?:\.\w+)*)[ \t]+import[ \t]+(?:\(([^)]{0,2000})\)|([^\n#(]{1,500}))/gm,
  )) {
    const [system, provider] =
      match[1] !== undefined ? (['pulumi', pulumiProviders.get(match[1])] as const) : (['cdktf', match[2] ?? match[3]!] as const);
    if (provider === undefined) continue;
    const module = match[4]!.slice(1).replaceAll('.', '/');
    for (const item of (match[5] ?? match[6]!).split(',')) {
      const [name, , alias] = item.trim().split(/\s+/);
      if (!name || !/^\w+$/.test(name)) continue;
      // Classes begin with a capital letter, modules do not.
      found.set(
        alias ?? name,
        /^[A-Z]/.test(name) ? { system, provider, module, name } : { system, provider, module: module === '' ? name : `${module}/${name}` },
      );
    }
  }
}

const goImport = new RegExp(
  `^[ \\t]*(?:import[ \\t]+)?(?:(\\w+)[ \\t]+)?"github\\.com/(?:pulumi(?:verse)?/pulumi-(${pulumiPackages})/sdk(?:/v\\d+)?/go/\\w+(?:/([\\w/]+))?|pulumi/pulumi-azure-native-sdk/(\\w+)(?:/v\\d+)?(?:/v\\w+)?|cdktf/cdktf-provider-([a-z-]+)-go/\\w+(?:/v\\d+)?/(\\w+))"`,
  'gm',
);
const dotnetImport = new RegExp(
  `^[ \\t]*(?:global[ \\t]+)?using[ \\t]+(?:(\\w+)[ \\t]*=[ \\t]*)?(?:Pulumi\\.(${pulumiPackages})((?:\\.\\w+)*)|HashiCorp\\.Cdktf\\.Providers\\.(\\w+)((?:\\.\\w+)*))[ \\t]*;`,
  'gim',
);
const javaImport = new RegExp(
  `^[ \\t]*import[ \\t]+com\\.(?:pulumi\\.(${pulumiPackages})|hashicorp\\.cdktf\\.providers\\.(\\w+))((?:\\.[a-z_]\\w*)*)\\.([A-Z]\\w*|\\*);?`,
  'gm',
);

function goImports(text: string, found: Map<string, ImportedName>): void {
  for (const match of text.matchAll(goImport)) {
    const module = match[3] ?? match[4] ?? match[6] ?? '';
    const alias = match[1] ?? (module === '' ? match[2]! : module.slice(module.lastIndexOf('/') + 1));
    found.set(
      alias,
      match[5] !== undefined
        ? { system: 'cdktf', provider: match[5], module }
        : { system: 'pulumi', provider: match[2] ?? 'azure-native', module },
    );
  }
}

function dotnetImports(text: string, found: Map<string, ImportedName>): void {
  for (const match of text.matchAll(dotnetImport)) {
    const path = (match[3] ?? match[5] ?? '').slice(1).replaceAll('.', '/');
    const provider = match[4] === undefined ? pulumiProviders.get(match[2]!.toLowerCase())! : match[4].toLowerCase();
    const one: ImportedName = { system: match[4] === undefined ? 'pulumi' : 'cdktf', provider, module: path };
    found.set(match[1] ?? `using ${match[2] ?? match[4]}/${path}`, one);
  }
}

function javaImports(text: string, found: Map<string, ImportedName>): void {
  for (const match of text.matchAll(javaImport)) {
    const provider = match[1] === undefined ? match[2]! : pulumiProviders.get(match[1])!;
    const one: ImportedName = {
      system: match[1] === undefined ? 'cdktf' : 'pulumi',
      provider,
      module: match[3]!.slice(1).replaceAll('.', '/'),
    };
    // A whole package is open as a namespace of C# is.
    if (match[4] === '*') found.set(`using ${provider}/${one.module}`, one);
    else found.set(match[4]!, { ...one, name: match[4]! });
  }
}
