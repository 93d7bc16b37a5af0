// Texts that the examples of the rules about trusts share.

/** A role that trusts gitlab.com with this subject. */
export function gitlabRole(subject: string, operator = 'StringEquals', name = 'deploy'): string {
  return `resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }
      Condition = { ${operator} = { "gitlab.com:aud" = "https://aws.acme.dev", "gitlab.com:sub" = "${subject}" } }
    }]
  })
}
`;
}

/** A pipeline of GitLab that takes a role on the branch `main`. */
export function gitlabDeployment(role = 'deploy'): string {
  return `deploy:
  environment: production
  id_tokens:
    TOKEN: { aud: https://aws.acme.dev }
  only: [main]
  script:
    - aws sts assume-role-with-web-identity --role-arn arn:aws:iam::111122223333:role/${role} --role-session-name "job-$CI_JOB_ID" --web-identity-token "$TOKEN"
`;
}
