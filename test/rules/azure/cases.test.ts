// Cases of the rules about Azure and Entra: their own examples, what stands just past the border of each, and what every
// suggestion makes of them.
import { rules } from '../../../rules/azure/rules.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('azure/escalation-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = azurerm_resource_group.app.id
  role_definition_name = "Virtual Machine Contributor"
  principal_id         = var.principal_id
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a role that is not in the table',
      text: `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = data.azurerm_subscription.s.id
  role_definition_name = "My own role"
  principal_id         = var.principal
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'contributor is another rule',
      text: `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = data.azurerm_subscription.s.id
  role_definition_name = "Contributor"
  principal_id         = var.principal
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`Virtual Machine Contributor\` on the whole subscription lets a principal run commands on e`,
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "«Virtual Machine Contributor»"
  principal_id         = var.principal_id
}
`,
      suggestions: [
        // Make the assignment eligible for 180 days, to be activated when it is needed
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

data "azurerm_role_definition" "app" {
  name  = "Virtual Machine Contributor"
  scope = data.azurerm_subscription.current.id
}

resource "azurerm_pim_eligible_role_assignment" "app" {
  scope              = data.azurerm_subscription.current.id
  role_definition_id = data.azurerm_role_definition.app.id
  principal_id       = var.principal_id

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
        // Narrow to Reader
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "Reader"
  principal_id         = var.principal_id
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'for a service principal, by its GUID',
      severity: 'high',
      message: `\`Virtual Machine Contributor\` on the whole subscription lets a principal run commands on e`,
      text: `resource "azurerm_role_assignment" "x" {
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_id = "«/providers/Microsoft.Authorization/roleDefinitions/9980e02c-c2be-4d73-94e8-173b1dc7cf3c»"
  principal_id       = var.principal
  principal_type     = "ServicePrincipal"
}
`,
    },
  ],
});

ruleTester(rule('azure/key-vault-admin'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = azurerm_key_vault.app.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = var.principal_id
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`Key Vault Administrator\` on the whole subscription lets a principal read the secrets of e`,
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "«Key Vault Administrator»"
  principal_id         = var.principal_id
}
`,
      suggestions: [
        // Make the assignment eligible for 180 days, to be activated when it is needed
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

data "azurerm_role_definition" "app" {
  name  = "Key Vault Administrator"
  scope = data.azurerm_subscription.current.id
}

resource "azurerm_pim_eligible_role_assignment" "app" {
  scope              = data.azurerm_subscription.current.id
  role_definition_id = data.azurerm_role_definition.app.id
  principal_id       = var.principal_id

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
        // Narrow to Key Vault Reader
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "Key Vault Reader"
  principal_id         = var.principal_id
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'over a resource group',
      severity: 'medium',
      message: `\`Key Vault Secrets Officer\` on the resource group lets a principal read the secrets of eve`,
      text: `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = azurerm_resource_group.g.id
  role_definition_name = "«Key Vault Secrets Officer»"
  principal_id         = var.principal
}
`,
      suggestions: [
        // Make the assignment eligible for 180 days, to be activated when it is needed
        `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

data "azurerm_role_definition" "x" {
  name  = "Key Vault Secrets Officer"
  scope = azurerm_resource_group.g.id
}

resource "azurerm_pim_eligible_role_assignment" "x" {
  scope              = azurerm_resource_group.g.id
  role_definition_id = data.azurerm_role_definition.x.id
  principal_id       = var.principal

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
        // Narrow to Key Vault Reader
        `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = azurerm_resource_group.g.id
  role_definition_name = "Key Vault Reader"
  principal_id         = var.principal
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/storage-keys-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = azurerm_resource_group.app.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = var.principal_id
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `\`Storage Blob Data Owner\` on the whole subscription lets a principal reach the data of eve`,
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "«Storage Blob Data Owner»"
  principal_id         = var.principal_id
}
`,
      suggestions: [
        // Make the assignment eligible for 180 days, to be activated when it is needed
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

data "azurerm_role_definition" "app" {
  name  = "Storage Blob Data Owner"
  scope = data.azurerm_subscription.current.id
}

resource "azurerm_pim_eligible_role_assignment" "app" {
  scope              = data.azurerm_subscription.current.id
  role_definition_id = data.azurerm_role_definition.app.id
  principal_id       = var.principal_id

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
        // Narrow to Storage Blob Data Reader
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = var.principal_id
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'a role that lists keys',
      severity: 'medium',
      message: `\`Storage Account Contributor\` on the whole subscription lets a principal reach the data of`,
      text: `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = data.azurerm_subscription.s.id
  role_definition_name = "«Storage Account Contributor»"
  principal_id         = var.principal
}
`,
      suggestions: [
        // Make the assignment eligible for 180 days, to be activated when it is needed
        `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

data "azurerm_role_definition" "x" {
  name  = "Storage Account Contributor"
  scope = data.azurerm_subscription.s.id
}

resource "azurerm_pim_eligible_role_assignment" "x" {
  scope              = data.azurerm_subscription.s.id
  role_definition_id = data.azurerm_role_definition.x.id
  principal_id       = var.principal

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
        // Narrow to Storage Blob Data Reader
        `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = data.azurerm_subscription.s.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = var.principal
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/management-group-scope'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = azurerm_resource_group.app.id
  role_definition_name = "Network Contributor"
  principal_id         = var.principal_id
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a subscription',
      text: `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = data.azurerm_subscription.s.id
  role_definition_name = "Network Contributor"
  principal_id         = var.principal
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'reads only',
      text: `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = "/providers/Microsoft.Management/managementGroups/m"
  role_definition_name = "Reader"
  principal_id         = var.principal
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`Network Contributor\` on a management group and every subscription in it reaches every sub`,
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = data.azurerm_management_group.acme.id
  role_definition_name = "«Network Contributor»"
  principal_id         = var.principal_id
}
`,
      suggestions: [
        // Make the assignment eligible for 180 days, to be activated when it is needed
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

data "azurerm_role_definition" "app" {
  name  = "Network Contributor"
  scope = data.azurerm_management_group.acme.id
}

resource "azurerm_pim_eligible_role_assignment" "app" {
  scope              = data.azurerm_management_group.acme.id
  role_definition_id = data.azurerm_role_definition.app.id
  principal_id       = var.principal_id

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
        // Narrow to Reader
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = data.azurerm_management_group.acme.id
  role_definition_name = "Reader"
  principal_id         = var.principal_id
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/permanent-assignment'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = azurerm_resource_group.app.id
  role_definition_name = "Monitoring Reader"
  principal_id         = var.principal_id
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a machine cannot activate',
      text: `data "azurerm_subscription" "s" {}

resource "azurerm_resource_group" "g" {
  name = "g"
}

resource "azurerm_role_assignment" "x" {
  scope                = azurerm_resource_group.g.id
  role_definition_name = "Contributor"
  principal_id         = var.principal
  principal_type       = "ServicePrincipal"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `a principal holds \`Contributor\` on the resource group all the time; make the assignment el`,
      text: `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = azurerm_resource_group.app.id
  role_definition_name = "«Contributor»"
  principal_id         = var.principal_id
  principal_type       = "Group"
}
`,
      suggestions: [
        // Make the assignment eligible for 180 days, to be activated when it is needed
        `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

data "azurerm_role_definition" "app" {
  name  = "Contributor"
  scope = azurerm_resource_group.app.id
}

resource "azurerm_pim_eligible_role_assignment" "app" {
  scope              = azurerm_resource_group.app.id
  role_definition_id = data.azurerm_role_definition.app.id
  principal_id       = var.principal_id

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/lighthouse-privileged'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azurerm_lighthouse_definition" "operations" {
  name               = "operations"
  managing_tenant_id = "00000000-0000-0000-0000-000000000001"
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000002"

  eligible_authorization {
    principal_id       = "00000000-0000-0000-0000-000000000003"
    role_definition_id = "b24988ac-6180-42a0-ab88-20f7382dd24c"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'reads only',
      text: `resource "azurerm_lighthouse_definition" "x" {
  name               = "x"
  managing_tenant_id = "00000000-0000-0000-0000-000000000001"
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000002"

  authorization {
    principal_id       = "00000000-0000-0000-0000-000000000003"
    role_definition_id = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`Contributor\` on the whole subscription goes to a principal of another tenant, all the tim`,
      text: `resource "azurerm_lighthouse_definition" "operations" {
  name               = "operations"
  managing_tenant_id = "00000000-0000-0000-0000-000000000001"
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000002"

  authorization {
    principal_id       = "00000000-0000-0000-0000-000000000003"
    role_definition_id = "«b24988ac-6180-42a0-ab88-20f7382dd24c»"
  }
}
`,
      suggestions: [
        // Delegate Reader instead
        `resource "azurerm_lighthouse_definition" "operations" {
  name               = "operations"
  managing_tenant_id = "00000000-0000-0000-0000-000000000001"
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000002"

  authorization {
    principal_id       = "00000000-0000-0000-0000-000000000003"
    role_definition_id = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/pim-no-expiry'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_pim_eligible_role_assignment" "admin" {
  scope              = data.azurerm_subscription.current.id
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/4f8fab4f-1852-4a58-a46a-8eaf358af14a"
  principal_id       = var.principal_id

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `This assignment of \`Avere Contributor\` has no end; give it one, so that somebody looks at `,
      text: `data "azurerm_subscription" "current" {}

«resource "azurerm_pim_eligible_role_assignment" "admin"» {
  scope              = data.azurerm_subscription.current.id
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/4f8fab4f-1852-4a58-a46a-8eaf358af14a"
  principal_id       = var.principal_id
}
`,
      suggestions: [
        // End it after 180 days
        `data "azurerm_subscription" "current" {}

resource "azurerm_pim_eligible_role_assignment" "admin" {
  scope              = data.azurerm_subscription.current.id
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/4f8fab4f-1852-4a58-a46a-8eaf358af14a"
  principal_id       = var.principal_id

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'more than a year',
      severity: 'medium',
      message: `This assignment of \`Avere Contributor\` lasts 730 days; give it a year at most, so that som`,
      text: `resource "azurerm_pim_eligible_role_assignment" "x" {
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/4f8fab4f-1852-4a58-a46a-8eaf358af14a"
  principal_id       = var.principal

  schedule {
    expiration {
      «duration_days = 730»
    }
  }
}
`,
      suggestions: [
        // End it after 180 days
        `resource "azurerm_pim_eligible_role_assignment" "x" {
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/4f8fab4f-1852-4a58-a46a-8eaf358af14a"
  principal_id       = var.principal

  schedule {
    expiration {
      duration_days = 180
    }
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/custom-role-star'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions = ["Microsoft.Web/sites/read", "Microsoft.Web/sites/restart/action"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'reads everything',
      text: `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions = ["*/read"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'of one provider is another rule',
      text: `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions = ["Microsoft.Web/*"]
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`*\` in this role is every action of every resource provider, giving roles among them; list`,
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions     = ["«*»"]
    not_actions = []
  }
}
`,
      suggestions: [
        // Narrow to */read, which changes nothing
        `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions     = ["*/read"]
    not_actions = []
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'without the actions that give roles',
      severity: 'high',
      message: `\`*\` in this role is every action of every resource provider, giving roles among them; list`,
      text: `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions     = ["«*»"]
    not_actions = ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete", "Microsoft.Authorization/elevateAccess/Action"]
  }
}
`,
      suggestions: [
        // Narrow to */read, which changes nothing
        `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions     = ["*/read"]
    not_actions = ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete", "Microsoft.Authorization/elevateAccess/Action"]
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/custom-role-authorization-write'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions = ["Microsoft.Web/sites/read", "Microsoft.Web/sites/restart/action"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'reads assignments',
      text: `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions = ["Microsoft.Authorization/*/read"]
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`Microsoft.Authorization/roleAssignments/write\` lets the holder of this role give roles, t`,
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions = ["Microsoft.Web/sites/read", "«Microsoft.Authorization/roleAssignments/write»"]
  }
}
`,
      suggestions: [
        // Remove Microsoft.Authorization/roleAssignments/write
        `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions = ["Microsoft.Web/sites/read"]
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'by a wildcard, in any case',
      severity: 'critical',
      message: `\`Microsoft.Authorization/*/Write\` lets the holder of this role give roles, to itself too; `,
      text: `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions = [
      "microsoft.web/sites/read",
      "«Microsoft.Authorization/*/Write»", # needed?
    ]
  }
}
`,
      suggestions: [
        // Remove Microsoft.Authorization/*/Write
        `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions = [
      "microsoft.web/sites/read",
    ]
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/custom-role-provider-star'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions = ["Microsoft.Storage/*/read"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'actions of the provider that read',
      text: `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions = ["Microsoft.Storage/storageAccounts/*/read"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'tickets of support are no power',
      text: `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions = ["Microsoft.Support/*", "Microsoft.Insights/alertRules/*"]
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`Microsoft.Storage/*\` is every action of the provider, those that delete and those that re`,
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions = ["«Microsoft.Storage/*»"]
  }
}
`,
      suggestions: [
        // Narrow to reading
        `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions = ["Microsoft.Storage/*/read"]
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/custom-role-data-star'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    data_actions = ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'control plane is another rule',
      text: `resource "azurerm_role_definition" "x" {
  name  = "x"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000001"

  permissions {
    actions = ["*"]
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`*\` is every action on the data of every service: blobs, secrets, queues, databases; list `,
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    data_actions = ["«*»"]
  }
}
`,
    },
  ],
});

ruleTester(rule('azure/custom-role-root-scope'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = azurerm_resource_group.app.id
  assignable_scopes = [azurerm_resource_group.app.id]

  permissions {
    actions = ["Microsoft.Web/sites/read", "Microsoft.Web/sites/restart/action"]
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `\`/providers/Microsoft.Management/managementGroups/acme\` makes this role assignable in ever`,
      text: `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = "/providers/Microsoft.Management/managementGroups/acme"
  assignable_scopes = ["«/providers/Microsoft.Management/managementGroups/acme»"]

  permissions {
    actions = ["Microsoft.Web/sites/read"]
  }
}
`,
    },
  ],
});

ruleTester(rule('azure/directory-role-admin'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azuread_directory_role" "role" {
  display_name = "Reports Reader"
}

resource "azuread_directory_role_assignment" "automation" {
  role_id             = azuread_directory_role.role.template_id
  principal_object_id = var.principal_id
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'eligible',
      text: `resource "azuread_directory_role_eligibility_schedule_request" "x" {
  role_definition_id = "62e90394-69f5-4237-9190-012177145e10"
  principal_id       = var.principal
  directory_scope_id = "/"
  justification      = "on call"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`Application Administrator\` is given for good: it owns the tenant or leads there; use a sm`,
      text: `resource "azuread_directory_role_assignment" "automation" {
  role_id             = "«9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3»"
  principal_object_id = var.principal_id
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'by its name',
      severity: 'critical',
      message: `\`Global Administrator\` is given for good: it owns the tenant or leads there; use a smaller`,
      text: `resource "azuread_directory_role" "r" {
  display_name = "Global Administrator"
}

resource "azuread_directory_role_member" "x" {
  role_object_id   = «azuread_directory_role.r.object_id»
  member_object_id = var.principal
}
`,
    },
  ],
});

ruleTester(rule('azure/application-password'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azuread_application" "ci" {
  display_name = "ci"
}

resource "azuread_application_federated_identity_credential" "ci" {
  application_id = azuread_application.ci.id
  display_name   = "github"
  issuer         = "https://token.actions.githubusercontent.com"
  audiences      = ["api://AzureADTokenExchange"]
  subject        = "repo:acme/app:environment:production"
}
`,
    },
    { file: 'deploy/setup.ps1', because: 'a certificate', text: 'New-AzADSpCredential -ObjectId $sp.Id -CertValue $certificate\n' },
    { file: 'deploy/setup.ps1', because: 'the key of a certificate', text: 'New-AzADAppCredential -ObjectId $id -KeyCredentials $keys\n' },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'ten years',
      severity: 'high',
      message: 'lasts 3650 days',
      text: 'resource "azuread_application_password" "p" {\n  application_id    = "a"\n  «end_date_relative = "87600h"»\n}\n',
    },
    {
      file: 'deploy/setup.sh',
      because: 'years, by a command',
      severity: 'high',
      message: 'lasts 3650 days, and prints it',
      text: 'az ad app credential reset --id a --years «10»\n',
    },
    {
      file: 'deploy/setup.ps1',
      because: 'a cmdlet',
      severity: 'high',
      message: 'prints it',
      text: 'New-AzADAppCredential -ApplicationId $app.AppId -EndDate «(Get-Date).AddYears(10)»\n',
    },
    {
      file: 'infra/main.tf',
      because: 'half a year',
      severity: 'medium',
      message: 'until it ends',
      text: '«resource "azuread_application_password" "p"» {\n  application_id    = "a"\n  end_date_relative = "4320h"\n}\n',
    },
    {
      file: 'deploy/setup.sh',
      because: 'a command',
      severity: 'medium',
      message: 'prints it, into the log',
      text: '«az ad sp create-for-rbac» --name ci --scopes /subscriptions/1\n',
    },
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `This makes a client secret without an end of its own, which lasts two years and lies in th`,
      text: `resource "azuread_application" "ci" {
  display_name = "ci"
}

«resource "azuread_application_password" "ci"» {
  application_id = azuread_application.ci.id
}
`,
      suggestions: [
        // Remove azuread_application_password.ci
        `resource "azuread_application" "ci" {
  display_name = "ci"
}

`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'with an end',
      severity: 'medium',
      message: `This makes a client secret, which lies in the Terraform state and works from anywhere unti`,
      text: `«resource "azuread_service_principal_password" "x"» {
  service_principal_id = var.principal
  end_date             = "2027-01-01T00:00:00Z"
}
`,
      suggestions: [
        // Remove azuread_service_principal_password.x
        ``,
      ],
    },
  ],
});

ruleTester(rule('azure/application-certificate-long'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azuread_application_certificate" "ci" {
  application_id = "/applications/00000000-0000-0000-0000-000000000001"
  type           = "AsymmetricX509Cert"
  value          = file("ci.pem")
  end_date       = "2026-12-31T00:00:00Z"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an end that is not known',
      text: `variable "end" {}

resource "azuread_service_principal_certificate" "x" {
  service_principal_id = var.principal
  value                = "x"
  end_date             = var.end
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'a duration counts like a date',
      message: 'for 1825 days from the day it is made',
      text: `resource "azuread_application_certificate" "ci" {
  application_id    = "/applications/00000000-0000-0000-0000-000000000001"
  value             = file("ci.pem")
  «end_date_relative = "43800h"»
}
`,
      suggestions: [
        `resource "azuread_application_certificate" "ci" {
  application_id    = "/applications/00000000-0000-0000-0000-000000000001"
  value             = file("ci.pem")
  end_date_relative = "8760h"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `This certificate signs the application in until 2040-01-01; a year is enough, a federated `,
      text: `resource "azuread_application_certificate" "ci" {
  application_id = "/applications/00000000-0000-0000-0000-000000000001"
  type           = "AsymmetricX509Cert"
  value          = file("ci.pem")
  «end_date       = "2040-01-01T00:00:00Z"»
}
`,
      suggestions: [
        // End it in a year
        `resource "azuread_application_certificate" "ci" {
  application_id = "/applications/00000000-0000-0000-0000-000000000001"
  type           = "AsymmetricX509Cert"
  value          = file("ci.pem")
  end_date       = "2027-11-21T00:00:00Z"
}
`,
      ],
    },
  ],
});

const trusted = (subject: string, issuer = 'https://token.actions.githubusercontent.com'): string =>
  `resource "azuread_application_federated_identity_credential" "c" {\n  application_id = "a"\n  display_name   = "c"\n  issuer         = "${issuer}"\n  audiences      = ["api://AzureADTokenExchange"]\n  subject        = "${subject}"\n}\n`;

ruleTester(rule('azure/federated-subject-wide'), {
  valid: [
    { file: 'infra/main.tf', text: trusted('repository_owner_id:12345:environment:production'), because: 'an owner by number' },
    {
      file: 'infra/main.tf',
      text: trusted('environment:production', 'https://token.actions.githubusercontent.com/acme'),
      because: 'the issuer of one enterprise',
    },
    { file: 'infra/main.tf', text: trusted('environment:\${var.environment}'), because: 'what is put there may name a repository' },
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azuread_application" "ci" {
  display_name = "ci"
}

resource "azuread_application_federated_identity_credential" "ci" {
  application_id = azuread_application.ci.id
  display_name   = "github"
  issuer         = "https://token.actions.githubusercontent.com"
  audiences      = ["api://AzureADTokenExchange"]
  subject        = "repo:acme/app:environment:production"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a flexible credential for one repository',
      text: `resource "azuread_application_flexible_federated_identity_credential" "x" {
  application_id             = "a"
  display_name               = "x"
  issuer                     = "https://token.actions.githubusercontent.com"
  audience                   = "api://AzureADTokenExchange"
  claims_matching_expression = "claims['sub'] matches 'repo:acme/app:ref:refs/heads/*'"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a subject that is not known',
      text: `variable "subject" {}

resource "azurerm_federated_identity_credential" "x" {
  name      = "x"
  parent_id = azurerm_user_assigned_identity.i.id
  issuer    = "https://token.actions.githubusercontent.com"
  audience  = ["api://AzureADTokenExchange"]
  subject   = "\${var.subject}"
}

resource "azurerm_user_assigned_identity" "i" {
  name = "i"
}
`,
    },
  ],
  invalid: [
    { file: 'infra/main.tf', text: trusted('«environment:production»'), message: 'names no repository' },
    { file: 'infra/main.tf', text: trusted('«ref:refs/heads/main»') },
    {
      file: 'connect.sh',
      text: 'az identity federated-credential create --name shop --issuer $ISSUER --subject «system:serviceaccount:shop:default»\n',
      because: 'the account of every pod that names none',
      severity: 'medium',
    },
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`repo:acme/app:pull_request\` lets in the workflows of pull requests, which run code that n`,
      text: `resource "azuread_application" "ci" {
  display_name = "ci"
}

resource "azuread_application_federated_identity_credential" "ci" {
  application_id = azuread_application.ci.id
  display_name   = "github"
  issuer         = "https://token.actions.githubusercontent.com"
  audiences      = ["api://AzureADTokenExchange"]
  subject        = "«repo:acme/app:pull_request»"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a wildcard that never fits',
      severity: 'medium',
      message: `\`repo:acme/*\` is compared literally, so that the \`*\` never matches; in a flexible credent`,
      text: `resource "azurerm_federated_identity_credential" "x" {
  name      = "x"
  parent_id = azurerm_user_assigned_identity.i.id
  issuer    = "https://token.actions.githubusercontent.com"
  audience  = ["api://AzureADTokenExchange"]
  subject   = "«repo:acme/*»"
}

resource "azurerm_user_assigned_identity" "i" {
  name = "i"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'every repository of an organization',
      severity: 'critical',
      message: `\`claims['sub'] matches 'repo:acme/*'\` lets in every workload that fits the pattern; name t`,
      text: `resource "azuread_application_flexible_federated_identity_credential" "x" {
  application_id             = "a"
  display_name               = "x"
  issuer                     = "https://token.actions.githubusercontent.com"
  audience                   = "api://AzureADTokenExchange"
  claims_matching_expression = "«claims['sub'] matches 'repo:acme/*'»"
}
`,
    },
  ],
});

ruleTester(rule('azure/provider-secret'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `provider "azurerm" {
  features {}

  client_id = "00000000-0000-0000-0000-000000000001"
  use_oidc  = true
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'from outside',
      text: `variable "secret" {
  type = string
}

provider "azuread" {
  client_secret = var.secret
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `The provider signs in with a secret that is written here; use \`use_oidc = true\` in pipelin`,
      text: `provider "azurerm" {
  features {}

  client_id       = "00000000-0000-0000-0000-000000000001"
  «client_secret» = "changed-every-never"
}
`,
    },
  ],
});

ruleTester(rule('azure/storage-shared-key'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azurerm_storage_account" "data" {
  name                      = "acmedata"
  shared_access_key_enabled = false
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'not known',
      text: `variable "keys" {}

resource "azurerm_storage_account" "x" {
  name                      = "x"
  shared_access_key_enabled = var.keys
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `The account keys open everything in this storage account, to whoever has them; turn them o`,
      text: `resource "azurerm_storage_account" "data" {
  name                      = "acmedata"
  shared_access_key_enabled = «true»
}
`,
      suggestions: [
        // Set shared_access_key_enabled to false
        `resource "azurerm_storage_account" "data" {
  name                      = "acmedata"
  shared_access_key_enabled = false
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'left at its default',
      severity: 'low',
      message: `Nobody turned the account keys off: they open everything in this storage account, to whoev`,
      text: `«resource "azurerm_storage_account" "x"» {
  name = "x"
}
`,
      suggestions: [
        // Set shared_access_key_enabled to false
        `resource "azurerm_storage_account" "x" {
  name = "x"
  shared_access_key_enabled = false
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/acr-admin'), {
  valid: [{ file: 'deploy/setup.ps1', text: 'Update-AzContainerRegistry -Name cr -EnableAdminUser:$false\n' }],
  invalid: [
    {
      file: 'deploy/setup.ps1',
      text: 'Update-AzContainerRegistry -Name cr «-EnableAdminUser»\n',
      suggestions: ['Update-AzContainerRegistry -Name cr -EnableAdminUser:$false\n'],
    },
    {
      file: 'deploy/setup.ps1',
      text: 'Update-AzContainerRegistry -Name cr -EnableAdminUser:«$True»\n',
      suggestions: ['Update-AzContainerRegistry -Name cr -EnableAdminUser:$false\n'],
    },
  ],
});

ruleTester(rule('azure/acr-admin'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azurerm_container_registry" "images" {
  name          = "acmeimages"
  admin_enabled = false
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'off unless somebody turns it on',
      text: `resource "azurerm_container_registry" "x" {
  name = "x"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `The admin user pushes and pulls every image with one shared password; turn it off and give`,
      text: `resource "azurerm_container_registry" "images" {
  name          = "acmeimages"
  admin_enabled = «true»
}
`,
      suggestions: [
        // Set admin_enabled to false
        `resource "azurerm_container_registry" "images" {
  name          = "acmeimages"
  admin_enabled = false
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/aks-local-account'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azurerm_kubernetes_cluster" "main" {
  name                   = "main"
  local_account_disabled = true
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `The cluster keeps a local administrator whose certificate cannot be taken back; turn local`,
      text: `resource "azurerm_kubernetes_cluster" "main" {
  name                   = "main"
  local_account_disabled = «false»
}
`,
      suggestions: [
        // Set local_account_disabled to true
        `resource "azurerm_kubernetes_cluster" "main" {
  name                   = "main"
  local_account_disabled = true
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'left at its default',
      severity: 'low',
      message: `Nobody turned local accounts off: whoever may list credentials gets an administrator certi`,
      text: `«resource "azurerm_kubernetes_cluster" "x"» {
  name = "x"

  identity {
    type = "SystemAssigned"
  }
}
`,
      suggestions: [
        // Set local_account_disabled to true
        `resource "azurerm_kubernetes_cluster" "x" {
  name = "x"
  local_account_disabled = true

  identity {
    type = "SystemAssigned"
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/local-auth-enabled'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azurerm_servicebus_namespace" "orders" {
  name               = "acme-orders"
  local_auth_enabled = false
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'only the SQL interface has another way in',
      text: `resource "azurerm_cosmosdb_account" "x" {
  name = "x"
  kind = "MongoDB"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `This Service Bus namespace accepts access keys beside Entra ID; turn local authentication `,
      text: `resource "azurerm_servicebus_namespace" "orders" {
  name               = "acme-orders"
  local_auth_enabled = «true»
}
`,
      suggestions: [
        // Set local_auth_enabled to false
        `resource "azurerm_servicebus_namespace" "orders" {
  name               = "acme-orders"
  local_auth_enabled = false
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'left at its default',
      severity: 'low',
      message: `Nobody turned local authentication off: this Cosmos DB account accepts access keys beside `,
      text: `«resource "azurerm_cosmosdb_account" "x"» {
  name = "x"
}
`,
      suggestions: [
        // Set local_authentication_disabled to true
        `resource "azurerm_cosmosdb_account" "x" {
  name = "x"
  local_authentication_disabled = true
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/acr-anonymous-pull'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "azurerm_container_registry" "images" {
  name                   = "acmeimages"
  sku                    = "Standard"
  anonymous_pull_enabled = false
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the basic tier has no such setting',
      text: `resource "azurerm_container_registry" "x" {
  name                   = "x"
  sku                    = "Basic"
  anonymous_pull_enabled = true
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'not known',
      text: `variable "open" {}

resource "azurerm_container_registry" "x" {
  name                   = "x"
  anonymous_pull_enabled = var.open
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `Anyone on the internet pulls every image of this registry, without signing in; turn anonym`,
      text: `resource "azurerm_container_registry" "images" {
  name                   = "acmeimages"
  sku                    = "Standard"
  anonymous_pull_enabled = «true»
}
`,
      suggestions: [
        // Turn anonymous pull off
        `resource "azurerm_container_registry" "images" {
  name                   = "acmeimages"
  sku                    = "Standard"
  anonymous_pull_enabled = false
}
`,
      ],
    },
  ],
});
