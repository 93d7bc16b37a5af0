import { longLivedCloudKeys } from '../../../rules/github/long-lived-cloud-keys.ts';
import { ruleTester, workflow } from '../../support/rule-tester.ts';

ruleTester(longLivedCloudKeys, {
  valid: [
    { ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - uses: aws-actions/configure-aws-credentials@v5
              with:
                role-to-assume: arn:aws:iam::111122223333:role/ci
                aws-region: eu-central-1
    `, because: 'federated' },
    { ...workflow`
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
    `, because: 'a session token makes it temporary' },
    { ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          env:
            AWS_SECRET_ACCESS_KEY: ${'${{ secrets.R2_SECRET_KEY }}'}
          steps:
            - run: aws s3 cp x s3://bucket
    `, because: 'another store with the protocol of S3' },
    { ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - run: aws s3 cp x s3://bucket
              env:
                AWS_ENDPOINT_URL: https://objects.example.com
                AWS_SECRET_ACCESS_KEY: ${'${{ secrets.STORE_KEY }}'}
    `, because: 'an endpoint of its own' },
    { ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - run: make
              env:
                AWS_SECRET_ACCESS_KEY: ${'${{ steps.login.outputs.key }}'}
    `, because: 'made in the job' },
    { ...workflow`
      on: push
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - uses: docker/login-action@v3
              with: { username: someone, password: "${'${{ secrets.GCP_KEY }}'}" }
    `, because: 'no key file: the user is not _json_key' },
  ],
  invalid: [
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
      suggestions: [`on: push
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
`],
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
      suggestions: [`on: push
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
`],
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
