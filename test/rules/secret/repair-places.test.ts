// Repairs in charts, cells of notebooks, settings of .NET, scripts of the shell, and files that a program fills by itself.
import { expect, it } from 'vitest';
import { repaired } from './repaired.ts';

const cell = (lines: string, rest = '') =>
  `{\n "cells": [\n  {\n   "cell_type": "code",\n   "source": [\n${lines}\n   ]\n  }\n ]${rest}\n}\n`;

it.each([
  // Scripts: what has to be written depends on the quotes that are open.
  [
    'a.sh',
    'curl -H "Authorization: Bearer {{token:random-40}}" https://a.io\n',
    'curl -H "Authorization: Bearer $API_TOKEN" https://a.io\n',
  ],
  [
    'a.sh',
    "curl -H 'Authorization: Bearer {{token:random-40}}' https://a.io\n",
    'curl -H \'Authorization: Bearer \'"$API_TOKEN" https://a.io\n',
  ],
  ['a.sh', 'curl -d \'{"password": "{{token:password}}"}\' https://a.io\n', 'curl -d \'{"password": "\'"$PASSWORD"\'"}\' https://a.io\n'],
  ['a.sh', "sshpass -p '{{token:password}}' ssh a\n", 'sshpass -p "$PASSWORD" ssh a\n'],
  ['a.sh', 'API_TOKEN={{token:random-40}}\n', 'API_TOKEN="${API_TOKEN:?API_TOKEN is not set}"\n'],
  [
    'a.sh',
    'x=$(curl -H \'X-Api-Key: {{token:random-40}}\' "https://a.io/$(date)")\n',
    'x=$(curl -H \'X-Api-Key: \'"$X_API_KEY" "https://a.io/$(date)")\n',
  ],
  ['a.sh', 'cat > .env <<EOF\nAPI_TOKEN={{token:random-40}}\nEOF\n', 'cat > .env <<EOF\nAPI_TOKEN=$API_TOKEN\nEOF\n'],
  ['a.sh', "cat > .env <<'EOF'\nAPI_TOKEN={{token:random-40}}\nEOF\n", undefined],
  ['a.sh', '# it\'s old\n# curl -H "Authorization: Bearer {{token:random-40}}"\n', undefined],
  ['a.sh', 'psql "postgres://app:{{token:password}}@db.acme.io/app"\n', 'psql "postgres://app:$URL_PASSWORD@db.acme.io/app"\n'],
  [
    'compose.yaml',
    'services:\n  a:\n    environment:\n      DATABASE_URL: postgres://app:{{token:password}}@db.acme.io/app\n',
    'services:\n  a:\n    environment:\n      DATABASE_URL: postgres://app:${DATABASE_PASSWORD}@db.acme.io/app\n',
  ],
  ['a.fish', 'set -x API_TOKEN "{{token:random-40}}"\n', 'set -x API_TOKEN "$API_TOKEN"\n'],
  ['a.csh', 'setenv API_TOKEN "{{token:random-40}}"\n', undefined],
  // Charts.
  ['chart/values.yaml', 'auth:\n  password: {{token:password}}\n  existingSecret: ""\n', 'auth:\n  password: ""\n  existingSecret: auth\n'],
  ['chart/values.yaml', 'auth:\n  password: {{token:password}}\n  existingSecret:\n', 'auth:\n  password: ""\n  existingSecret: auth\n'],
  ['chart/values-prod.yaml', 'auth:\n  password: "{{token:password}}" # root\n', 'auth:\n  password: "" # root\n'],
  [
    'chart/values.yaml',
    'auth:\n  password: {{token:password}}\n  existingSecret: other\n',
    'auth:\n  password: ""\n  existingSecret: other\n',
  ],
  [
    'chart/values.yaml',
    'app:\n  containers:\n    - name: a\n      env:\n        - name: API_TOKEN\n          value: {{token:random-40}}\n',
    'app:\n  containers:\n    - name: a\n      env:\n        - name: API_TOKEN\n          value: ""\n',
  ],
  [
    'release.yaml',
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chart: a\n  values:\n    auth:\n      user: app\n      password: {{token:password}}\n',
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chart: a\n  valuesFrom:\n    - kind: Secret\n      name: app-secrets\n      valuesKey: password\n      targetPath: auth.password\n  values:\n    auth:\n      user: app\n',
  ],
  [
    'other.yaml',
    'apiVersion: a.io/v1\nkind: Other\nspec:\n  values:\n    auth:\n      user: app\n      password: {{token:password}}\n',
    undefined,
  ],
  // Cells of notebooks.
  [
    'a.ipynb',
    cell('    "import json\\n",\n    "api_key = \\"{{token:random-40}}\\"\\n"'),
    cell('    "import os\\n",\n    "import json\\n",\n    "api_key = os.environ[\\"API_KEY\\"]\\n"'),
  ],
  [
    'a.ipynb',
    cell("    \"client = Client('a', api_key='{{token:random-40}}')\"", ',\n "metadata": {"kernelspec": {"language": "python"}}'),
    cell(
      '    "import os\\n",\n    "client = Client(\'a\', api_key=os.environ[\\"API_KEY\\"])"',
      ',\n "metadata": {"kernelspec": {"language": "python"}}',
    ),
  ],
  [
    'a.ipynb',
    '{"cells": [{"cell_type": "code", "source": "import os"}, {"cell_type": "code", "source": "a = 1\\napi_key = \\"{{token:random-40}}\\""}]}\n',
    '{"cells": [{"cell_type": "code", "source": "import os"}, {"cell_type": "code", "source": "a = 1\\napi_key = os.environ[\\"API_KEY\\"]"}]}\n',
  ],
  [
    'a.ipynb',
    '{"cells": [{"cell_type": "code", "source": ["import json\\n", "api_key = \\"{{token:random-40}}\\""]}]}\n',
    '{"cells": [{"cell_type": "code", "source": ["import os\\n", "import json\\n", "api_key = os.environ[\\"API_KEY\\"]"]}]}\n',
  ],
  ['a.ipynb', cell('    "%%bash\\n",\n    "export API_KEY=\\"{{token:random-40}}\\"\\n"'), undefined],
  [
    'a.ipynb',
    cell('    "api_key <- \\"{{token:random-40}}\\"\\n"', ',\n "metadata": {"kernelspec": {"language": "R"}}'),
    cell('    "api_key <- Sys.getenv(\\"API_KEY\\")\\n"', ',\n "metadata": {"kernelspec": {"language": "R"}}'),
  ],
  [
    'a.ipynb',
    cell('    "api_key = \\"{{token:random-40}}\\"\\n"', ',\n "metadata": {"kernelspec": {"language": "julia"}}'),
    cell('    "api_key = ENV[\\"API_KEY\\"]\\n"', ',\n "metadata": {"kernelspec": {"language": "julia"}}'),
  ],
  ['a.ipynb', cell('    "val apiKey = \\"{{token:random-40}}\\"\\n"', ',\n "metadata": {"kernelspec": {"language": "scala"}}'), undefined],
  [
    'a.ipynb',
    cell('    "import os\\n",\n    "e = connect(\\"postgres://app:{{token:password}}@db.acme.io/app\\")\\n"'),
    cell('    "import os\\n",\n    "e = connect(f\\"postgres://app:{os.environ[\'URL_PASSWORD\']}@db.acme.io/app\\")\\n"'),
  ],
  [
    'a.ipynb',
    '{"cells": [{"cell_type": "code", "source": "print(1)", "outputs": [{"text": ["api_key = \\"{{token:random-40}}\\""]}]}]}\n',
    undefined,
  ],
  // Settings of .NET: a file beside them is read over them.
  [
    'web.config',
    '<configuration>\n  <appSettings>\n    <add key="ApiKey" value="{{token:random-40}}" />\n  </appSettings>\n</configuration>\n',
    '<configuration>\n  <appSettings file="secrets.config">\n    <add key="ApiKey" value="" />\n  </appSettings>\n</configuration>\n',
  ],
  [
    'App.config',
    '<configuration><appSettings file="own.config"><add key="ApiKey" value="{{token:random-40}}" /></appSettings></configuration>\n',
    '<configuration><appSettings file="own.config"><add key="ApiKey" value="" /></appSettings></configuration>\n',
  ],
  [
    'web.config',
    '<configuration><connectionStrings><add name="Db" connectionString="Server=db.acme.io;User Id=sa;Password={{token:password}}" /></connectionStrings></configuration>\n',
    undefined,
  ],
  // Files that a program fills, and some that none does.
  ['.npmrc', '//registry.acme.io/:_authToken={{token:random-40}}\n', '//registry.acme.io/:_authToken=${AUTH_TOKEN}\n'],
  [
    'nuget.config',
    '<configuration><packageSourceCredentials><acme><add key="ClearTextPassword" value="{{token:random-40}}" /></acme></packageSourceCredentials></configuration>\n',
    '<configuration><packageSourceCredentials><acme><add key="ClearTextPassword" value="%CLEAR_TEXT_PASSWORD%" /></acme></packageSourceCredentials></configuration>\n',
  ],
  [
    'settings.xml',
    '<settings><servers><server><id>a</id><password>{{token:password}}</password></server></servers></settings>\n',
    '<settings><servers><server><id>a</id><password>${env.PASSWORD}</password></server></servers></settings>\n',
  ],
  ['grafana.ini', '[security]\nadmin_password = {{token:password}}\n', '[security]\nadmin_password = $__env{ADMIN_PASSWORD}\n'],
  [
    'filebeat.yml',
    'output.elasticsearch:\n  username: a\n  password: "{{token:password}}"\n',
    'output.elasticsearch:\n  username: a\n  password: "${PASSWORD}"\n',
  ],
  ['config/packages/a.yaml', 'a:\n  api_key: {{token:random-40}}\n', "a:\n  api_key: '%env(API_KEY)%'\n"],
  ['gradle.properties', 'org.gradle.daemon=true\nsigningPassword={{token:password}}\n', 'org.gradle.daemon=true\n'],
  ['db.properties', 'db.password={{token:password}}\n', undefined],
  [
    'application.properties',
    'spring.datasource.password={{token:password}}\n',
    'spring.datasource.password=${SPRING_DATASOURCE_PASSWORD}\n',
  ],
  ['my.ini', '[client]\npassword={{token:password}}\n', undefined],
] as const)('%s: %j', async (file, source, expected) => {
  expect((await repaired(file, source))?.text).toBe(expected);
});

it('keeps the file that is read over the settings out of git', async () => {
  const made = await repaired(
    'web.config',
    '<configuration><appSettings><add key="ApiKey" value="{{token:random-40}}" /></appSettings></configuration>\n',
  );
  expect(made?.create).toEqual([{ uri: '.gitignore', appendLines: ['secrets.config'] }]);
});
