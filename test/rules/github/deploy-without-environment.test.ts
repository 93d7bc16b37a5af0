import { deployWithoutEnvironment } from '../../../rules/github/deploy-without-environment.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(deployWithoutEnvironment, {
  valid: [
    {
      file: '.github/workflows/a.yml',
      text: `on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  out:
    runs-on: ubuntu-latest
    steps:
      - run: kubectl apply -f k8s/
        env: { KUBECONFIG: "\${{ secrets.KUBECONFIG_DEV }}", NUMBER: "\${{ github.run_number }}" }
`,
      because: 'a cluster for development, by the name of the secret',
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  out:
    runs-on: ubuntu-latest
    steps:
      - run: helm upgrade --install "review-$NUMBER" chart
        env: { KUBECONFIG: "\${{ secrets.KUBECONFIG }}", NUMBER: "\${{ github.run_number }}" }
`,
      because: 'a place for each change, which comes and goes with it',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: kubectl diff -f k8s
        env: { KUBECONFIG: "\${{ secrets.KUBE }}" }
      - run: kubectl apply -f k8s
        env: { KUBECONFIG: /tmp/kind }
      - run: eb deploy
        env: { KUBE_CONFIG: "\${{ secrets.KUBE }}" }
  b:
    runs-on: ubuntu-latest
    environment: staging
    steps:
      - run: kubectl apply -f k8s
        env: { KUBECONFIG: "\${{ secrets.KUBE }}" }
`,
      because: 'a question, another cluster, another deployment, and an environment',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: terraform apply
      - run: terraform plan
        env: { AWS_SECRET_ACCESS_KEY: "\${{ secrets.AWS_SECRET_ACCESS_KEY }}" }
      - run: aws s3 sync . s3://b
        env: { AWS_SECRET_ACCESS_KEY: "\${{ secrets.R2_SECRET }}" }
`,
      because: 'before the key, with nothing that deploys, and to another store',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
      - run: terraform apply
`,
      because: 'an environment',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
      - run: terraform plan
`,
      because: 'nothing changes',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: terraform apply
`,
      because: 'no cloud identity is taken here',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      ARM_CLIENT_SECRET: \${{ secrets.ARM_CLIENT_SECRET }}
    steps:
      - run: |
          cat >> "$GITHUB_STEP_SUMMARY" <<EOF
          Now run
            terraform apply
          EOF
`,
      because: 'what a script writes down is not run',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/a.yml',
      text: `on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  out:
    runs-on: ubuntu-latest
    steps:
      - run: «helm upgrade» --install "store-$NUMBER" chart
        env: { KUBECONFIG: "\${{ secrets.KUBECONFIG }}", NUMBER: "\${{ github.run_number }}" }
`,
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  out:
    runs-on: ubuntu-latest
    steps:
      - run: «kubectl apply» -f k8s/
        env: { KUBECONFIG: "\${{ secrets.DEVICES_KUBECONFIG }}", NUMBER: "\${{ github.run_number }}" }
`,
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: azure/k8s-set-context@v4
        with: { method: kubeconfig, kubeconfig: "\${{ secrets.KUBE }}" }
      - run: «kubectl set image» deployment/api api=acme/api:1
  b:
    runs-on: ubuntu-latest
    steps:
      - run: «helm upgrade» api ./chart
        env: { KUBECONFIG: "\${{ secrets.KUBE }}" }
`,
      message: 'with a kubeconfig from the secrets',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      ARM_CLIENT_SECRET: \${{ secrets.ARM_CLIENT_SECRET }}
    steps:
      - run: «terraform apply» -auto-approve
`,
      message: 'with the Azure identity it takes',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      ARM_CLIENT_SECRET: \${{ secrets.ARM_CLIENT_SECRET }}
    steps:
      - run: |
          cat > up.sh <<EOF
          «terraform apply» -auto-approve
          EOF
          bash up.sh
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
      - run: «helm upgrade» --install x .
`,
      message: '`helm upgrade`',
      suggestions: [
        `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
      - run: helm upgrade --install x .
`,
      ],
    },
  ],
});
