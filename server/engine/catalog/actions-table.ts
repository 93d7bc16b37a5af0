// The table behind `actions.ts`, one action a line. Each line says what the action asks for, and names the file in which
// that was read: its metadata or its readme, at the commit that was read. An action that could not be read is not here.
// A line has the scopes of the job token, scopes that an input adds, the inputs or variables that take another token, and
// its source.
//
//   owner/repo  scope:access,scope:access  input=value?scope:access  token=input  @path@commit
//
// The value of an input may be the host of an address that it holds.
// `-` means that it needs no scope: its metadata hands it no token, or only to be told apart by the rate limit. Where the
// source names no scopes, they follow from the endpoints of what it says it does; where it gives more for private
// repositories, the larger need is written, so that nothing that is needed looks surplus.
// Actions that run commands they are given, and actions whose need follows from a file of the repository, are left out.

/** The last day on which sources were read. Later versions of an action may ask for other scopes. */
export const readOn = '2026-11-22';

export const actionRows = `
abatilo/actions-poetry - @action.yml@0050c17
actions-rs/cargo - @action.yml@03012ab
actions-rs/toolchain - @action.yml@00a8bf2
actions/add-to-project - token=github-token @action.yml@0609a27
actions/ai-inference models:read,contents:read token=token @action.yml@51ecd8a
actions/attest id-token:write,attestations:write,artifact-metadata:write,contents:read push-to-registry=true?packages:write token=github-token @action.yml@01e19e4
actions/attest-build-provenance id-token:write,attestations:write,artifact-metadata:write,contents:read push-to-registry=true?packages:write token=github-token @README.md@00014ed
actions/attest-sbom id-token:write,attestations:write,artifact-metadata:write,contents:read push-to-registry=true?packages:write token=github-token @action.yml@07e74fc
actions/cache - @action.yml@0019037
actions/cache/restore - @restore/action.yml@11ab7cc
actions/cache/save - @save/action.yml@12a1a35
actions/checkout contents:read token=token token=ssh-key @action.yml@02c7380
actions/configure-pages pages:write,contents:read token=token @action.yml@0968db9
actions/create-github-app-token - @action.yml@00ba6ed
actions/create-release contents:write token=github_token @README.md@0cb9c9b
actions/delete-package-versions packages:write token=token @action.yml@00623cb
actions/dependency-review-action contents:read,pull-requests:read comment-summary-in-pr?pull-requests:write token=repo-token @README.md@00be2ce
actions/deploy-pages pages:write,id-token:write token=token @README.md@0143e11
actions/download-artifact - run-id?actions:read token=github-token @action.yml@055cd68
actions/first-interaction issues:write,pull-requests:write token=repo-token token=repo_token @README.md@01383ac
actions/jekyll-build-pages contents:read,pages:read token=token @action.yml@0143c15
actions/labeler contents:read,pull-requests:write,issues:write token=repo-token @action.yml@000ca75
actions/setup-dotnet - source-url=nuget.pkg.github.com?packages:read @action.yml@00e970a
actions/setup-go - @action.yml@02aadfe
actions/setup-java - @action.yml@0097df8
actions/setup-node - registry-url=npm.pkg.github.com?packages:write @action.yml@02041c0
actions/setup-python - @action.yml@05b0430
actions/stale actions:write,issues:write,pull-requests:write delete-branch?contents:write token=repo-token @action.yml@002bc97
actions/upload-artifact - @action.yml@02dd1e4
actions/upload-artifact/merge - @merge/action.yml@0232efd
actions/upload-pages-artifact - @action.yml@0252fc4
actions/upload-release-asset contents:write token=github_token @action.yml@89977b7
ad-m/github-push-action contents:write token=github_token token=ssh @action.yml@06669ac
amannn/action-semantic-pull-request pull-requests:read wip=true?pull-requests:write,statuses:write token=github_token @README.md@00282d6
anchore/sbom-action contents:write,actions:read token=github-token @README.md@0330ae6
anchore/scan-action - @action.yml@028cd8f
android-actions/setup-android - @action.yml@1f87d5b
appleboy/scp-action - @action.yml@11c56b5
appleboy/ssh-action - @action.yml@03b440e
aquasecurity/setup-trivy - @action.yaml@08e9fa0
aquasecurity/trivy-action - github-pat?contents:write @action.yaml@0024b3f
arduino/setup-protoc - @action.yml@0fb3d10
astral-sh/ruff-action - @action.yml@0a1ebca
astral-sh/setup-uv - @action.yml@0a4790f
awalsh128/cache-apt-pkgs-action - @action.yml@00e34cb
aws-actions/amazon-ecr-login - @action.yml@10f1782
aws-actions/amazon-ecs-deploy-task-definition - @action.yml@017093a
aws-actions/amazon-ecs-render-task-definition - @action.yml@0001b7d
aws-actions/aws-cloudformation-github-deploy - @action.yml@00a0dee
aws-actions/configure-aws-credentials - role-to-assume?id-token:write @action.yml@0271a81
aws-actions/setup-sam - @action.yml@03fbe11
azure/aks-set-context - @action.yml@0d17dff
azure/docker-login - @action.yml@1849ef1
azure/functions-action - @action.yml@0174cd5
azure/k8s-set-context - @action.yml@05c41a0
azure/login - client-id?id-token:write @action.yml@06f20c5
azure/setup-helm - @action.yml@017211e
azure/setup-kubectl - @action.yml@09fd320
azure/webapps-deploy - @action.yml@024a8cf
bahmutov/npm-install - @action.yml@1a16b2e
borales/actions-yarn - @action.yml@17af3bf
bridgecrewio/checkov-action - @action.yml@0003648
browser-actions/setup-chrome - @action.yml@05cfb77
bufbuild/buf-action contents:read,pull-requests:write username?id-token:write token=github_token @action.yml@0447aa2
bufbuild/buf-setup-action - @action.yml@0050ab7
cachix/cachix-action - @action.yml@033248a
cachix/install-nix-action - @action.yml@0598b73
codecov/codecov-action - use_oidc=true?id-token:write @action.yml@038c89e
codespell-project/actions-codespell - @action.yml@05ab9ab
conda-incubator/setup-miniconda - @action.yml@036481b
crate-ci/typos - @action.yml@0708757
crazy-max/ghaction-github-labeler issues:write,contents:read token=github-token token=github_token @action.yml@3821f54
crazy-max/ghaction-import-gpg - @action.yml@05fea50
dart-lang/setup-dart - @action.yml@1d905e2
davidanson/markdownlint-cli2-action - @action.yml@0820d56
dawidd6/action-download-artifact actions:read,contents:read token=github_token @action.yml@07ab29f
denoland/setup-deno - @action.yml@06a6402
dependabot/fetch-metadata pull-requests:read,contents:read alert-lookup=true?security-events:read token=github-token @action.yml@0ca01a5
dessant/lock-threads issues:write,pull-requests:write,discussions:write token=github-token @action.yml@0a0976f
docker/bake-action contents:read token=github-token @action.yml@063b84c
docker/build-push-action contents:read token=github-token @action.yml@01bd5c1
docker/login-action - registry=ghcr.io?packages:write @action.yml@087884b
docker/metadata-action contents:read token=github-token @action.yml@03eb07f
docker/setup-buildx-action - @action.yml@03082a1
docker/setup-compose-action - @action.yml@112d3e3
docker/setup-docker-action - @action.yml@de8d0f3
docker/setup-qemu-action - @action.yml@02897d0
dorny/paths-filter pull-requests:read,contents:read token=token @action.yml@0510efd
dorny/test-reporter checks:write,contents:read,actions:read,pull-requests:read token=token @action.yml@00c66cb
dtolnay/rust-toolchain - @action.yml@00e2247
embarkstudios/cargo-deny-action contents:read @action.yml@15da055
endbug/add-and-commit contents:write token=github_token @action.yml@018fe62
enricomi/publish-unit-test-result-action checks:write,pull-requests:write,contents:read,issues:read token=github_token @action.yml@00dc83b
eps1lon/actions-label-merge-conflict pull-requests:write,issues:write,contents:read token=repotoken @README.md@33740f1
erlef/setup-beam - @action.yml@0eda426
firebaseextended/action-hosting-deploy checks:write,contents:read,pull-requests:write token=repotoken @action.yml@03e71a3
github/codeql-action/analyze security-events:write,contents:read,actions:read,packages:read token=token @https://github.com/actions/starter-workflows/blob/main/code-scanning/codeql.yml
github/codeql-action/autobuild security-events:write,contents:read,actions:read token=token @https://github.com/actions/starter-workflows/blob/main/code-scanning/codeql.yml
github/codeql-action/init security-events:write,contents:read,actions:read,packages:read token=token @https://github.com/actions/starter-workflows/blob/main/code-scanning/codeql.yml
github/codeql-action/upload-sarif security-events:write,contents:read,actions:read token=token @https://github.com/actions/starter-workflows/blob/main/code-scanning/codeql.yml
golangci/golangci-lint-action contents:read,pull-requests:read,checks:write token=github-token @action.yml@06e45e8
google-github-actions/auth - workload_identity_provider?id-token:write @action.yml@12ea1f1
google-github-actions/deploy-cloudrun - @action.yml@0271ba2
google-github-actions/get-gke-credentials - @action.yml@2dfac90
google-github-actions/get-secretmanager-secrets - @action.yml@03ef11b
google-github-actions/setup-gcloud - @action.yml@0421dbc
google-github-actions/upload-cloud-storage - @action.yml@15c0c05
googleapis/release-please-action contents:write,pull-requests:write,issues:write token=token @action.yml@031c4c9
gradle/actions/setup-gradle - dependency-graph?contents:write add-job-summary-as-pr-comment?pull-requests:write @setup-gradle/action.yml@06905c7
gradle/actions/wrapper-validation - @wrapper-validation/action.yml@f1476a7
gradle/wrapper-validation-action - @action.yml@04b2c14
hadolint/hadolint-action - @action.yml@0c77515
hashicorp/setup-terraform - @action.yml@17d23a4
hashicorp/vault-action - method=jwt?id-token:write @action.yml@01bb0f9
haskell-actions/setup - @action.yml@0564961
helm/chart-releaser-action contents:write,pages:write token=cr_token @action.yml@02c7834
helm/chart-testing-action - @action.yml@00244d7
helm/kind-action - @action.yml@01c60e8
hmarr/auto-approve-action pull-requests:write token=github-token @action.yml@1b5fe29
ilammy/msvc-dev-cmd - @action.yml@1e07d4d
ilammy/setup-nasm - @action.yml@13cbeb3
jamesives/github-pages-deploy-action contents:write token=token token=ssh-key @action.yml@09a5452
jdx/mise-action - wings_enabled=true?id-token:write @action.yml@0153d0f
julia-actions/cache actions:write,contents:read @README.md@04d3d0e
julia-actions/julia-runtest - @action.yml@07b45fe
julia-actions/setup-julia - @action.yml@0485cde
jurplel/install-qt-action - @action.yml@020b044
jwlawson/actions-setup-cmake - @action.yml@0d6a7d6
ko-build/setup-ko packages:write @action.yml@1077500
lewagon/wait-on-check-action checks:read,actions:read,contents:read token=repo-token @action.yml@09789c8
ludeeus/action-shellcheck - @action.yaml@0020983
lukka/get-cmake - @action.yml@0db9bc6
lycheeverse/lychee-action - @action.yml@00bb447
mamba-org/setup-micromamba - @action.yml@00710c7
marocchino/sticky-pull-request-comment pull-requests:write token=github_token @action.yml@02d678b
mathieudutour/github-tag-action contents:write token=github_token @action.yml@00f4a1b
maxim-lobanov/setup-xcode - @action.yml@16d3b7b
medyagh/setup-minikube - @action.yml@0df6d20
microsoft/setup-msbuild - @action.yml@281b95d
mikepenz/action-junit-report checks:write,contents:read comment=true?pull-requests:write token=token @action.yml@0390b63
mshick/add-pr-comment pull-requests:write,issues:write,contents:read token=repo-token token=github_token @README.md@0ef0050
msys2/setup-msys2 - @action.yml@0baa240
mymindstorm/setup-emsdk - @action.yml@02676ce
ncipollo/release-action contents:write,discussions:write token=token @action.yml@028c2af
nuget/login id-token:write @README.md@39c08d6
nuget/setup-nuget - @action.yml@0acaf51
opentofu/setup-opentofu - @action.yml@000eeb8
ossf/scorecard-action security-events:write,id-token:write,contents:read,actions:read,issues:read,pull-requests:read,checks:read token=repo_token @action.yaml@037e7b7
oven-sh/setup-bun - @action.yml@01789a0
peaceiris/actions-gh-pages contents:write token=deploy_key token=personal_token @action.yml@0629bab
peaceiris/actions-hugo - @action.yml@03bccf6
peter-evans/close-issue issues:write,contents:read token=token @action.yml@05dff7c
peter-evans/create-issue-from-file issues:write token=token @action.yml@0030306
peter-evans/create-or-update-comment issues:write,pull-requests:write token=token @action.yml@27ae523
peter-evans/create-pull-request contents:write,pull-requests:write token=token @action.yml@053b501
peter-evans/enable-pull-request-automerge contents:write,pull-requests:write token=token @action.yml@08f08f9
peter-evans/find-comment issues:read,pull-requests:read token=token @action.yml@0304620
peter-evans/repository-dispatch contents:write token=token @action.yml@0ae1c4b
pnpm/action-setup - @action.yml@0aabe9d
pre-commit/action - token?contents:write @action.yml@05732e8
psf/black - @action.yml@05832e2
pulumi/auth-actions id-token:write @README.md@00f2e0f
pypa/cibuildwheel - @action.yml@013a7cc
pypa/gh-action-pypi-publish id-token:write token=password @action.yml@00ef3b8
r-lib/actions/setup-r - @setup-r/action.yml@00792c7
ramsey/composer-install - @action.yml@096419a
re-actors/alls-green - @action.yml@3a2de12
release-drafter/release-drafter contents:write,pull-requests:write token=github_token token=token @action.yml@01bde76
rtcamp/action-slack-notify - @action.yml@01e9138
ruby/setup-ruby - @action.yml@0effb2c
rubygems/configure-rubygems-credentials - role-to-assume?id-token:write @action.yml@4665725
rubygems/release-gem id-token:write,contents:write @README.md@11f20f5
rust-lang/crates-io-auth-action id-token:write @README.md@3253d64
shivammathur/setup-php - @action.yml@032bc86
sigstore/cosign-installer - @action.yml@0115d73
slackapi/slack-github-action - @action.yml@006e592
snok/install-poetry - @action.yml@0014031
snyk/actions/node - @node/action.yml@3c251ce
snyk/actions/setup - @setup/action.yml@31ac270
softprops/action-gh-release contents:write discussion_category_name?discussions:write token=token token=github_token @action.yml@030d4ce
sonarsource/sonarcloud-github-action pull-requests:read,contents:read token=github_token @action.yml@008e9e5
sonarsource/sonarqube-scan-action pull-requests:read,contents:read token=github_token @action.yml@00e62e1
stefanzweifel/git-auto-commit-action contents:write @action.yml@0822a9b
step-security/harden-runner - policy?id-token:write @action.yml@018beb8
styfle/cancel-workflow-action actions:write token=access_token @action.yml@00326b1
subosito/flutter-action - @action.yaml@02d6ac3
superfly/flyctl-actions/setup-flyctl - @setup-flyctl/action.yml@04b1c18
svenstaro/upload-release-action contents:write token=repo_token @action.yml@011f795
swatinem/rust-cache - @action.yml@028a3ac
swift-actions/setup-swift - @action.yml@03e3df9
taiki-e/create-gh-release-action contents:write token=token @README.md@0015858
taiki-e/install-action - @action.yml@006361d
taiki-e/upload-rust-binary-action contents:write token=token @action.yml@0096021
terraform-linters/setup-tflint - @action.yml@00b2816
thollander/actions-comment-pull-request pull-requests:write,issues:write token=github-token token=github_token @action.yml@0422a4d
tibdex/github-app-token - @action.yml@0470095
tj-actions/changed-files contents:read,pull-requests:read token=token @action.yml@0026098
toshimaru/auto-author-assign pull-requests:write,issues:write token=repo-token @README.md@042db56
trufflesecurity/trufflehog contents:read @action.yml@021483f
volta-cli/action - @action.yml@11177c5
wagoid/commitlint-github-action contents:read,pull-requests:read token=token @action.yml@0184f5a
webfactory/ssh-agent - @action.yml@1786038
zizmorcore/zizmor-action security-events:write,contents:read,actions:read token=token @README.md@0186e03
`;
