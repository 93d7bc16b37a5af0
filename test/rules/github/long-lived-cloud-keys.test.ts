import { longLivedCloudKeys } from '../../../rules/github/long-lived-cloud-keys.ts';
import { ruleTester, workflow } from '../../support/rule-tester.ts';

/** A composite action whose login takes these inputs. */
const loginBy = (inputs: string): string => `name: Image
runs:
  using: composite
  steps:
    - uses: aws-actions/configure-aws-credentials@v5
      with: { aws-region: eu-central-1, ${inputs} }
`;
const usingIt = (inputs: string): string => `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ./.github/actions/image
        with: { ${inputs} }
`;

ruleTester(longLivedCloudKeys, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: AWS_SECRET_ACCESS_KEY=\${{ secrets.R2_KEY }} aws s3 ls
      - run: |
          export AWS_SECRET_ACCESS_KEY=\${{ secrets.KEY }}
          export AWS_SESSION_TOKEN=\${{ secrets.SESSION }}
      - run: echo OTHER_AWS_SECRET_ACCESS_KEY_NAME=\${{ secrets.KEY }}
`,
      because: 'another store, a session, and another name',
    },
    {
      file: '.github/workflows/ci.yml',
      text: usingIt("role: '${{ secrets.ROLE }}', token: '${{ secrets.OTHER }}'"),
      beside: { '.github/actions/image/action.yml': loginBy("role-to-assume: '${{ inputs.role }}'") },
      because: 'the action of this repository logs in with a role',
    },
    {
      file: '.github/workflows/ci.yml',
      text: usingIt("key: '${{ secrets.KEY }}'"),
      beside: {
        '.github/actions/image/action.yml': loginBy(
          "aws-secret-access-key: '${{ inputs.key }}', aws-session-token: '${{ inputs.session }}'",
        ),
      },
      because: 'a key of a session',
    },
    {
      file: '.github/workflows/ci.yml',
      text: usingIt("key: '${{ secrets.R2_SECRET_KEY }}'"),
      beside: { '.github/actions/image/action.yml': loginBy("aws-secret-access-key: '${{ inputs.key }}'") },
      because: 'the key of another store',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: az login --service-principal -u "$ID" --tenant "$TENANT" --federated-token "$TOKEN"
      - run: az login --identity
      - run: |
          aws configure set aws_secret_access_key "$KEY"
          aws configure set aws_session_token "$SESSION"
      - run: aws configure set aws_secret_access_key "$R2_KEY"
`,
      because: 'a token of the job, a machine, a session, and another store',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v3
        with: { registry: registry.example.com, username: a, password: "\${{ secrets.KEY }}" }
`,
      because: 'a registry that is no cloud of its own',
    },
    {
      ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - uses: aws-actions/configure-aws-credentials@v5
              with:
                role-to-assume: arn:aws:iam::111122223333:role/ci
                aws-region: eu-central-1
    `,
      because: 'federated',
    },
    {
      ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - uses: aws-actions/configure-aws-credentials@v5
              with:
                aws-access-key-id: ${'${{ secrets.A }}'}
                aws-secret-access-key: ${'${{ secrets.B }}'}
                aws-session-token: ${'${{ secrets.C }}'}
                role-to-assume: arn:aws:iam::111122223333:role/ci
    `,
      because: 'a session token makes it temporary',
    },
    {
      ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          env:
            AWS_SECRET_ACCESS_KEY: ${'${{ secrets.R2_SECRET_KEY }}'}
          steps:
            - run: aws s3 cp x s3://bucket
    `,
      because: 'another store with the protocol of S3',
    },
    {
      ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - run: aws s3 cp x s3://bucket
              env:
                AWS_ENDPOINT_URL: https://objects.example.com
                AWS_SECRET_ACCESS_KEY: ${'${{ secrets.STORE_KEY }}'}
    `,
      because: 'an endpoint of its own',
    },
    {
      ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - run: make
              env:
                AWS_SECRET_ACCESS_KEY: ${'${{ steps.login.outputs.key }}'}
    `,
      because: 'made in the job',
    },
    {
      ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - uses: docker/login-action@v3
              with: { username: someone, password: "${'${{ secrets.GCP_KEY }}'}" }
    `,
      because: 'no key file: the user is not _json_key',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          cat > packaging/.env <<EOF
          AWS_ACCESS_KEY_ID=\${{ secrets.ID }}
          AWS_SECRET_ACCESS_KEY=«\${{ secrets.KEY }}»
          EOF
      - run: export ARM_CLIENT_SECRET="«\${{ secrets.AZURE }}»" && terraform plan
`,
      message: 'gives job `a`',
      because: 'assigned in a script, for a file and for its commands',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: eu-central-1
          aws-secret-access-key: «\${{ secrets.KEY }}»
      - run: gh pr comment 1 --body done
        env: { GH_TOKEN: "\${{ github.token }}" }
`,
      suggestions: [
        `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      id-token: write
      issues: write
      pull-requests: write
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: eu-central-1
          role-to-assume: arn:aws:iam::<ACCOUNT_ID>:role/<ROLE>
      - run: gh pr comment 1 --body done
        env: { GH_TOKEN: "\${{ github.token }}" }
`,
      ],
      because: 'the block that grants the identity takes nothing away that a step uses',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: workflow_call
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: eu-central-1
          aws-secret-access-key: «\${{ secrets.KEY }}»
      - run: gh pr comment 1 --body done
        env: { GH_TOKEN: "\${{ github.token }}" }
`,
      beside: {
        '.github/workflows/push.yml': `on: push
jobs:
  deploy:
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
`,
        '.github/workflows/release.yml': `on: release
permissions:
  contents: read
jobs:
  deploy:
    permissions:
      id-token: write
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
  once-more:
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
`,
      },
      suggestedBeside: {
        '.github/workflows/push.yml': `on: push
jobs:
  deploy:
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
    permissions:
      contents: read
      id-token: write
`,
        '.github/workflows/release.yml': `on: release
permissions:
  contents: read
jobs:
  deploy:
    permissions:
      id-token: write
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
  once-more:
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
    permissions:
      contents: read
      id-token: write
`,
      },
      because: 'a called job that asks for more than its callers have does not start',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: workflow_call
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: eu-central-1
          aws-secret-access-key: «\${{ secrets.KEY }}»
      - run: gh pr comment 1 --body done
        env: { GH_TOKEN: "\${{ github.token }}" }
`,
      beside: {
        '.github/workflows/between.yml': `on: workflow_call
jobs:
  deploy:
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
  release:
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - uses: actions/checkout@v4
      - run: gh release create v1
        env: { GH_TOKEN: "\${{ github.token }}" }
`,
        '.github/workflows/push.yml': `on: push
jobs:
  all:
    uses: ./.github/workflows/between.yml
    secrets: inherit
`,
      },
      suggestedBeside: {
        '.github/workflows/between.yml': `on: workflow_call
jobs:
  deploy:
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
    permissions:
      contents: read
      id-token: write
      issues: write
      pull-requests: write
  release:
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - uses: actions/checkout@v4
      - run: gh release create v1
        env: { GH_TOKEN: "\${{ github.token }}" }
`,
        '.github/workflows/push.yml': `on: push
jobs:
  all:
    uses: ./.github/workflows/between.yml
    secrets: inherit
    permissions:
      contents: write
      id-token: write
      issues: write
      pull-requests: write
`,
      },
      because: 'the block of a caller takes nothing away that a workflow further down uses or is granted',
    },
    {
      file: '.github/workflows/ci.yml',
      text: usingIt("Key: '«${{ secrets.DEPLOY_KEY }}»', id: '${{ secrets.DEPLOY_ID }}'"),
      beside: {
        '.github/actions/image/action.yml': loginBy("aws-access-key-id: '${{ inputs.id }}', aws-secret-access-key: '${{ inputs.key }}'"),
      },
      message:
        '`Key` gives job `a` the key of an IAM user in AWS that never expires, from the secret `DEPLOY_KEY`; use `role-to-assume` with `id-token: write`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: usingIt("credentials: '«${{ secrets.AZURE }}»'"),
      beside: {
        '.github/actions/image/action.yaml':
          "name: Image\nruns:\n  using: composite\n  steps:\n    - run: ./up\n      shell: bash\n      env: { AZURE_CREDENTIALS: '${{ inputs.credentials }}' }\n",
      },
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v3
        with:
          registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com
          username: \${{ secrets.KEY_ID }}
          password: «\${{ secrets.KEY }}»
`,
      message: 'IAM user',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: \${{ vars.AWS_REGION }}
          role-to-assume: arn:aws:iam::<ACCOUNT_ID>:role/<ROLE>
      - uses: docker/login-action@v3
        with:
          registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: «az login» --service-principal -u "$ID" -p "$SECRET" --tenant "$TENANT"
        env: { ID: a, SECRET: "\${{ secrets.SP }}", TENANT: b }
      - run: |
          echo "$KEY" > key.json
          «gcloud auth activate-service-account» --key-file=key.json
        env: { KEY: "\${{ secrets.KEY }}" }
      - run: «aws configure set aws_secret_access_key» "$KEY"
        env: { KEY: "\${{ secrets.KEY }}" }
`,
      message: ['`az login --service-principal` logs job `a` in to Azure', 'Google Cloud', 'AWS'],
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: azure/login@v2
        with:
          client-id: \${{ vars.AZURE_CLIENT_ID }}
          tenant-id: \${{ vars.AZURE_TENANT_ID }}
          subscription-id: \${{ vars.AZURE_SUBSCRIPTION_ID }}
      - run: |
          echo "$KEY" > key.json
          gcloud auth activate-service-account --key-file=key.json
        env: { KEY: "\${{ secrets.KEY }}" }
      - run: aws configure set aws_secret_access_key "$KEY"
        env: { KEY: "\${{ secrets.KEY }}" }
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      because: 'the file of the key goes with the login, and what is left runs after the new one',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      # Deploys.
      - name: Deploy
        run: |
          set -e
          echo "\${{ secrets.GCP_SA_KEY }}" > key.json
          «gcloud auth activate-service-account» --key-file=key.json

          gcloud run deploy shop --source .
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      # Deploys.
      - id: google
        uses: google-github-actions/auth@v3
        with:
          token_format: access_token
          workload_identity_provider: projects/<PROJECT_NUMBER>/locations/global/workloadIdentityPools/<POOL>/providers/<PROVIDER>
          service_account: <SERVICE_ACCOUNT>@<PROJECT_ID>.iam.gserviceaccount.com
      - name: Deploy
        run: |
          set -e

          gcloud run deploy shop --source .
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      because: 'the region of the job is told to the login by its name',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      AWS_REGION: eu-west-1
    steps:
      - name: Log in
        if: github.ref == 'refs/heads/main'
        run: |
          aws configure set aws_access_key_id "$ID"
          «aws configure set aws_secret_access_key» "$KEY"
        env:
          ID: \${{ secrets.ID }}
          KEY: \${{ secrets.KEY }}
      - run: aws s3 ls
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      AWS_REGION: eu-west-1
    permissions:
      id-token: write
    steps:
      - name: Log in
        if: github.ref == 'refs/heads/main'
        uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: \${{ env.AWS_REGION }}
          role-to-assume: arn:aws:iam::<ACCOUNT_ID>:role/<ROLE>
      - run: aws s3 ls
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: actions/checkout@v5
      # to the bucket
      - name: Sync
        run: aws s3 sync dist s3://site
        env:
          AWS_ACCESS_KEY_ID: \${{ secrets.A }}
          AWS_SECRET_ACCESS_KEY: «\${{ secrets.B }}»
          AWS_REGION: eu-west-1
`,
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      suggestions: [
        `on: { push: { branches: [main] } }
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    permissions:
      contents: read
      id-token: write
    steps:
      - uses: actions/checkout@v5
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: eu-west-1
          role-to-assume: arn:aws:iam::<ACCOUNT_ID>:role/<ROLE>
      # to the bucket
      - name: Sync
        run: aws s3 sync dist s3://site
        env:
          AWS_REGION: eu-west-1
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      ARM_CLIENT_ID: \${{ vars.CLIENT }}
      ARM_CLIENT_SECRET: «\${{ secrets.ARM }}»
    steps:
      - run: terraform apply
`,
      suggestions: [
        `on: push
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      ARM_CLIENT_ID: \${{ vars.CLIENT }}
      ARM_USE_OIDC: 'true'
    permissions:
      contents: read
      id-token: write
    steps:
      - run: terraform apply
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v3
        with:
          registry: europe-docker.pkg.dev
          username: _json_key
          password: «\${{ secrets.GCR }}»
`,
      suggestions: [
        `on: push
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: google
        uses: google-github-actions/auth@v3
        with:
          token_format: access_token
          workload_identity_provider: projects/<PROJECT_NUMBER>/locations/global/workloadIdentityPools/<POOL>/providers/<PROVIDER>
          service_account: <SERVICE_ACCOUNT>@<PROJECT_ID>.iam.gserviceaccount.com
      - uses: docker/login-action@v3
        with:
          registry: europe-docker.pkg.dev
          username: oauth2accesstoken
          password: \${{ steps.google.outputs.access_token }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: google-github-actions/setup-gcloud@v0
        with:
          service_account_key: «\${{ secrets.KEY }}»
`,
      suggestions: [
        `on: push
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: google
        uses: google-github-actions/auth@v3
        with:
          token_format: access_token
          workload_identity_provider: projects/<PROJECT_NUMBER>/locations/global/workloadIdentityPools/<POOL>/providers/<PROVIDER>
          service_account: <SERVICE_ACCOUNT>@<PROJECT_ID>.iam.gserviceaccount.com
      - uses: google-github-actions/setup-gcloud@v0
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: eu-central-1
          aws-access-key-id: \${{ secrets.A }}
          aws-secret-access-key: «\${{ secrets.B }}»
`,
      beside: {
        'infra/main.tf': `resource "aws_iam_role" "deploy" {
  name = "Deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:production"
      } }
    }]
  })
}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      suggestions: [
        `on: { push: { branches: [main] } }
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: eu-central-1
          role-to-assume: arn:aws:iam::<ACCOUNT_ID>:role/Deploy
`,
      ],
    },
    {
      ...workflow`
        on: push
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - uses: aws-actions/configure-aws-credentials@v5
                with:
                  aws-region: eu-central-1
                  aws-access-key-id: ${'${{ secrets.A }}'}
                  aws-secret-access-key: «${'${{ secrets.B }}'}» # rotate!
      `,
      message: 'from the secret `B`',
      severity: 'high',
      suggestions: [
        `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      id-token: write
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: eu-central-1
          role-to-assume: arn:aws:iam::<ACCOUNT_ID>:role/<ROLE> # rotate!
`,
      ],
    },
    {
      ...workflow`
        on: push
        permissions:
          contents: read
        jobs:
          a:
            permissions:
              contents: write
            runs-on: ubuntu-latest
            steps:
              - uses: azure/login@v2
                with:
                  creds: «${'${{ secrets.AZURE }}'}»
      `,
      suggestions: [
        `on: push
permissions:
  contents: read
jobs:
  a:
    permissions:
      contents: write
      id-token: write
    runs-on: ubuntu-latest
    steps:
      - uses: azure/login@v2
        with:
          client-id: \${{ vars.AZURE_CLIENT_ID }}
          tenant-id: \${{ vars.AZURE_TENANT_ID }}
          subscription-id: \${{ vars.AZURE_SUBSCRIPTION_ID }}
`,
      ],
    },
    {
      ...workflow`
        on: push
        permissions: {}
        env:
          ARM_CLIENT_SECRET: «${'${{ secrets.ARM_CLIENT_SECRET }}'}»
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - uses: docker/login-action@v3
                with: { registry: gcr.io, username: _json_key, password: "«${'${{ secrets.GCR }}'}»" }
              - run: terraform plan
                env:
                  GOOGLE_CREDENTIALS: «${'${{ secrets.GOOGLE }}'}»
      `,
      message: ['for every step in reach', 'Google Cloud', 'service account'],
    },
  ],
});
