// Statements of Oracle Cloud's policy language, wherever in Terraform they are written.
import { rules } from '../../../rules/cloud/rules.ts';
import { at, python, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const policy = (...statements: readonly string[]) => terraform`
  resource "oci_identity_policy" "p" {
    compartment_id = var.tenancy_ocid
    name           = "p"
    description    = "p"
    statements     = [${statements.map((one) => (one.startsWith('format(') ? one : `"${one}"`)).join(', ')}]
  }
`;

ruleTester(rule('cloud/oracle-manage-everything'), {
  valid: [
    { ...policy('Allow group Auditors to read all-resources in tenancy'), because: 'it reads' },
    {
      ...policy("Allow group Ops to manage all-resources in tenancy where request.operation = 'ListInstances'"),
      because: 'a condition narrows it',
    },
    { ...policy('Allow service OKE to manage all-resources in tenancy'), because: 'a service of Oracle, whose documentation asks for it' },
    { ...policy('Allow group Ops to manage instance-family in tenancy'), because: 'one family' },
    { ...policy('Endorse group Ops to manage all-resources in tenancy Partner'), because: 'what another tenancy has to admit' },
    { ...policy('Allow group Ops to ${var.verb} all-resources in tenancy'), because: 'a verb that is not known' },
    { ...policy('Allow group Ops to {VOLUME_INSPECT, VOLUME_READ} in tenancy'), because: 'permissions one by one' },
    { ...policy('Deny group Ops to manage all-resources in tenancy'), because: 'it denies' },
  ],
  invalid: [
    {
      ...policy('Allow group Ops to «manage all-resources» in tenancy'),
      message: 'lets `Ops` manage every resource of the tenancy',
      severity: 'critical',
      suggestions: [policy('Allow group Ops to read all-resources in tenancy').text],
    },
    {
      ...policy(
        "allow GROUP 'Default'/'Ops', group id ocid1.group.oc1..a to «MANAGE  all-resources» IN compartment id ocid1.compartment.oc1..b",
      ),
      message: 'each of 2 (`Default/Ops`, `ocid1.group.oc1..a`)',
      severity: 'medium',
    },
    {
      ...policy('Allow dynamic-group ${oci_identity_dynamic_group.ci.name} to «manage all-resources» in compartment ${local.shop}'),
      message: 'compartment `…`',
    },
    {
      file: 'infra/main.tf',
      text: policy('format("Allow group %s to manage all-resources in tenancy", "Ops")')
        .text.replace('format(', '«format(')
        .replace('"Ops")', '"Ops")»'),
      message: '`Ops`',
    },
    {
      ...terraform`
      resource "oci_identity_policy" "p" {
        compartment_id = var.tenancy_ocid
        name           = "p"
        description    = "p"
        statements = [
          <<-EOT
            Allow group Ops
              to «manage all-resources» in tenancy
          EOT
        ]
      }
    `,
      message: '`Ops`',
    },
    {
      ...python`
      import pulumi_oci as oci

      oci.identity.Policy("p", compartment_id=tenancy, description="p", name="p", statements=["Allow group Ops to «manage all-resources» in tenancy"])
    `,
      message: '`Ops`',
    },
    {
      ...at('scripts/policy.sh')`
      oci iam policy create --name ci --statements '["Allow group Ops to «manage all-resources» in tenancy", "Allow group A to read buckets in tenancy"]'
      oci iam policy create --name file --statements file://statements.json
    `,
      message: '`Ops`',
    },
  ],
});

ruleTester(rule('cloud/oracle-manages-identity'), {
  valid: [
    {
      ...policy("Allow group Helpdesk to manage groups in tenancy where target.group.name != 'Administrators'"),
      because: 'without the administrators',
    },
    { ...policy('Allow group Helpdesk to inspect groups in tenancy'), because: 'it looks' },
    { ...policy('Allow group Shop to manage policies in compartment shop'), because: 'in one compartment' },
  ],
  invalid: [
    {
      ...policy('Allow group Helpdesk to «manage policies» in tenancy'),
      message: 'lets `Helpdesk` do so',
      severity: 'high',
      suggestions: [policy('Allow group Helpdesk to read policies in tenancy').text],
    },
    {
      ...policy('Allow dynamic-group ci to «manage dynamic-groups» in tenancy', 'Allow group A to «manage users» in tenancy'),
      message: ['manages dynamic-groups', 'manages users'],
    },
  ],
});

ruleTester(rule('cloud/oracle-any-user'), {
  valid: [
    {
      ...policy(
        "Allow any-user to manage objects in compartment shop where all {request.principal.type = 'serviceconnector', target.bucket.name = 'logs'}",
      ),
      because: 'what Oracle asks for',
    },
    { ...policy('Allow any-user to inspect users in tenancy'), because: 'it looks' },
    { ...policy('Allow any-group to use cloud-shell in tenancy'), because: 'people, not everything that signs in' },
  ],
  invalid: [
    { ...policy('Allow «any-user» to use keys in compartment shop'), message: 'each may use `keys`', severity: 'high' },
    { ...policy('Allow «any-user» to read secret-bundles in compartment shop'), message: 'read `secret-bundles`' },
  ],
});
