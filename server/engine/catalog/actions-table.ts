// The table behind `actions.ts`, one action a line. Each line says what the action asks for, as known on the day below and
// not read again in each readme; where a line is not sure, the larger need is written.
// A line has the scopes of the job token, scopes that an input adds, and the inputs or variables that take another token.
//
//   owner/repo  scope:access,scope:access  input=value?scope:access  token=input
//
// `-` means that it needs no scope: it either never uses the token, or only to be told apart by the rate limit. Where a
// readme gives more for private repositories, the larger need is written, so that nothing that is needed looks surplus.
// Actions that run commands they are given, and actions whose need follows from a file of the repository, are left out.

/** The day the lines were written down. The readme that `source` names is the word to check them against. */
export const writtenOn = '2026-11-21';

export const actionRows = `
actions/add-to-project - token=github-token
actions/ai-inference models:read,contents:read token=token
actions/attest id-token:write,attestations:write,contents:read push-to-registry=true?packages:write token=github-token
actions/attest-build-provenance id-token:write,attestations:write,contents:read push-to-registry=true?packages:write token=github-token
actions/attest-sbom id-token:write,attestations:write,contents:read push-to-registry=true?packages:write token=github-token
actions/cache -
actions/cache/restore -
actions/cache/save -
actions/checkout contents:read token=token token=ssh-key
actions/configure-pages pages:write,contents:read token=token
actions/create-github-app-token -
actions/create-release contents:write token=github_token
actions/delete-package-versions packages:write token=token
actions/dependency-review-action contents:read,pull-requests:read comment-summary-in-pr?pull-requests:write token=repo-token
actions/deploy-pages pages:write,id-token:write,contents:read,actions:read token=token
actions/download-artifact - run-id?actions:read token=github-token
actions/first-interaction issues:write,pull-requests:write token=repo-token token=repo_token
actions/jekyll-build-pages contents:read,pages:read token=token
actions/labeler contents:read,pull-requests:write,issues:write token=repo-token
actions/setup-dotnet - source-url?packages:read
actions/setup-go -
actions/setup-java -
actions/setup-node - registry-url?packages:write
actions/setup-python -
actions/stale actions:write,issues:write,pull-requests:write delete-branch?contents:write token=repo-token
actions/upload-artifact -
actions/upload-artifact/merge -
actions/upload-pages-artifact -
actions/upload-release-asset contents:write token=github_token
actions-rs/cargo -
actions-rs/clippy-check checks:write token=token
actions-rs/toolchain -
github/codeql-action/analyze security-events:write,contents:read,actions:read,packages:read token=token
github/codeql-action/autobuild security-events:write,contents:read,actions:read token=token
github/codeql-action/init security-events:write,contents:read,actions:read,packages:read token=token
github/codeql-action/upload-sarif security-events:write,contents:read,actions:read token=token
github/super-linter contents:read,packages:read,statuses:write,issues:write,pull-requests:write token=github_token
super-linter/super-linter contents:read,packages:read,statuses:write,issues:write,pull-requests:write token=github_token
super-linter/super-linter/slim contents:read,packages:read,statuses:write,issues:write,pull-requests:write token=github_token
abatilo/actions-poetry -
actions-cool/issues-helper issues:write,pull-requests:write,contents:read token=token
ad-m/github-push-action contents:write token=github_token token=ssh
amannn/action-semantic-pull-request pull-requests:write,statuses:write token=github_token
anchore/sbom-action contents:write,actions:read token=github-token
anchore/scan-action -
android-actions/setup-android -
appleboy/scp-action -
appleboy/ssh-action -
aquasecurity/setup-trivy -
aquasecurity/trivy-action - github-pat?contents:write
arduino/setup-protoc -
asdf-vm/actions/install -
asdf-vm/actions/setup -
astral-sh/ruff-action -
astral-sh/setup-uv -
aws-actions/amazon-ecr-login -
aws-actions/amazon-ecs-deploy-task-definition -
aws-actions/amazon-ecs-render-task-definition -
aws-actions/aws-cloudformation-github-deploy -
aws-actions/configure-aws-credentials - role-to-assume?id-token:write
aws-actions/setup-sam -
azure/login - client-id?id-token:write
azure/aks-set-context -
azure/docker-login -
azure/functions-action -
azure/k8s-set-context -
azure/setup-helm -
azure/setup-kubectl -
azure/webapps-deploy -
bahmutov/npm-install -
borales/actions-yarn -
bridgecrewio/checkov-action -
browser-actions/setup-chrome -
bufbuild/buf-setup-action -
cachix/cachix-action -
cachix/install-nix-action -
codecov/codecov-action - use_oidc=true?id-token:write
codespell-project/actions-codespell -
conda-incubator/setup-miniconda -
crate-ci/typos -
crazy-max/ghaction-github-labeler contents:read,issues:write token=github-token
crazy-max/ghaction-import-gpg -
cypress-io/github-action pull-requests:read,actions:read,contents:read
dart-lang/setup-dart -
davidanson/markdownlint-cli2-action -
dawidd6/action-download-artifact actions:read,contents:read token=github_token
denoland/setup-deno -
dependabot/fetch-metadata pull-requests:read,contents:read alert-lookup=true?security-events:read token=github-token
dessant/lock-threads issues:write,pull-requests:write,discussions:write token=github-token
docker/bake-action contents:read token=github-token
docker/build-push-action contents:read token=github-token
docker/login-action - registry=ghcr.io?packages:write
docker/metadata-action contents:read token=github-token
docker/setup-buildx-action -
docker/setup-compose-action -
docker/setup-docker-action -
docker/setup-qemu-action -
dorny/paths-filter pull-requests:read,contents:read token=token
dorny/test-reporter checks:write,contents:read,actions:read,pull-requests:read token=token
dtolnay/rust-toolchain -
endbug/add-and-commit contents:write token=github_token
enricomi/publish-unit-test-result-action checks:write,pull-requests:write,contents:read,issues:read token=github_token
erlef/setup-beam -
extractions/setup-just -
firebaseextended/action-hosting-deploy checks:write,contents:read,pull-requests:write token=repotoken
fountainhead/action-wait-for-check checks:read token=token
geekyeggo/delete-artifact actions:write token=token
gitleaks/gitleaks-action contents:read,pull-requests:write,security-events:write,actions:write token=github_token
golangci/golangci-lint-action contents:read,pull-requests:read,checks:write token=github-token
google-github-actions/auth - workload_identity_provider?id-token:write
google-github-actions/deploy-appengine -
google-github-actions/deploy-cloud-functions -
google-github-actions/deploy-cloudrun -
google-github-actions/get-gke-credentials -
google-github-actions/get-secretmanager-secrets -
google-github-actions/setup-gcloud -
google-github-actions/upload-cloud-storage -
googleapis/release-please-action contents:write,pull-requests:write,issues:write token=token
gradle/actions/setup-gradle - dependency-graph?contents:write add-job-summary-as-pr-comment?pull-requests:write
gradle/actions/wrapper-validation -
gradle/gradle-build-action - dependency-graph?contents:write
gradle/wrapper-validation-action -
hadolint/hadolint-action -
hashicorp/setup-packer -
hashicorp/setup-terraform -
hashicorp/vault-action - method=jwt?id-token:write
haskell-actions/setup -
helm/chart-releaser-action contents:write,pages:write token=cr_token
helm/chart-testing-action -
helm/kind-action -
hmarr/auto-approve-action pull-requests:write token=github-token
ilammy/msvc-dev-cmd -
ilammy/setup-nasm -
jamesives/github-pages-deploy-action contents:write token=token token=ssh-key
jdx/mise-action -
julia-actions/cache actions:write,contents:read
julia-actions/julia-buildpkg -
julia-actions/julia-processcoverage -
julia-actions/julia-runtest -
julia-actions/setup-julia -
jwlawson/actions-setup-cmake -
kentaro-m/auto-assign-action pull-requests:write,contents:read token=repo-token
lewagon/wait-on-check-action checks:read,actions:read,contents:read token=repo-token
ludeeus/action-shellcheck -
lukka/get-cmake -
lycheeverse/lychee-action -
mamba-org/setup-micromamba -
marocchino/sticky-pull-request-comment pull-requests:write,contents:read token=github_token
mathieudutour/github-tag-action contents:write token=github_token
maxim-lobanov/setup-xcode -
medyagh/setup-minikube -
microsoft/setup-msbuild -
mikepenz/action-junit-report checks:write,contents:read comment=true?pull-requests:write token=token
mikepenz/release-changelog-builder-action contents:read,pull-requests:read,issues:read token=token
msys2/setup-msys2 -
mymindstorm/setup-emsdk -
ncipollo/release-action contents:write,discussions:write token=token
nuget/setup-nuget -
ossf/scorecard-action security-events:write,id-token:write,contents:read,actions:read,issues:read,pull-requests:read,checks:read token=repo_token
oven-sh/setup-bun -
pascalgn/automerge-action contents:write,pull-requests:write,issues:write,checks:read,statuses:read token=github_token
peaceiris/actions-gh-pages contents:write token=deploy_key token=personal_token
peaceiris/actions-hugo -
peter-evans/create-issue-from-file issues:write token=token
peter-evans/create-or-update-comment issues:write,pull-requests:write token=token
peter-evans/create-pull-request contents:write,pull-requests:write token=token
peter-evans/enable-pull-request-automerge contents:write,pull-requests:write token=token
peter-evans/find-comment issues:read,pull-requests:read token=token
peter-evans/repository-dispatch contents:write token=token
pnpm/action-setup -
pre-commit/action -
pulumi/auth-actions id-token:write
pypa/cibuildwheel -
pypa/gh-action-pip-audit -
pypa/gh-action-pypi-publish id-token:write token=password
r-lib/actions/check-r-package -
r-lib/actions/setup-pandoc -
r-lib/actions/setup-r -
r-lib/actions/setup-r-dependencies -
ramsey/composer-install -
release-drafter/release-drafter contents:write,pull-requests:write token=github_token token=token
rtcamp/action-slack-notify -
ruby/setup-ruby -
rubygems/configure-rubygems-credentials id-token:write
rubygems/release-gem id-token:write,contents:write
rust-lang/crates-io-auth-action id-token:write
sigstore/cosign-installer -
slackapi/slack-github-action -
snok/install-poetry -
snyk/actions/node -
snyk/actions/setup -
softprops/action-gh-release contents:write discussion_category_name?discussions:write token=token token=github_token
sonarsource/sonarcloud-github-action pull-requests:read,contents:read token=github_token
sonarsource/sonarqube-scan-action pull-requests:read,contents:read token=github_token
stefanzweifel/git-auto-commit-action contents:write
step-security/harden-runner -
styfle/cancel-workflow-action actions:write token=access_token
subosito/flutter-action -
svenstaro/upload-release-action contents:write token=repo_token
swatinem/rust-cache -
swift-actions/setup-swift -
shivammathur/setup-php -
s-weigand/setup-conda -
taiki-e/create-gh-release-action contents:write token=token
taiki-e/install-action -
taiki-e/upload-rust-binary-action contents:write token=token
terraform-linters/setup-tflint -
thollander/actions-comment-pull-request pull-requests:write,issues:write token=github-token token=github_token
tj-actions/changed-files contents:read,pull-requests:read token=token
toshimaru/auto-author-assign pull-requests:write,issues:write token=repo-token
trufflesecurity/trufflehog contents:read
volta-cli/action -
wagoid/commitlint-github-action contents:read,pull-requests:read token=token
webfactory/ssh-agent -
zizmorcore/zizmor-action security-events:write,contents:read,actions:read token=token
`;
