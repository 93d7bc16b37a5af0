// Generated from the role definitions that Microsoft publishes for Azure (data of 2026-08-22). Do not edit by hand.
// One line a built-in role: name, GUID, and what it can do that matters for privilege, computed from its actions minus its
// notActions. Letters: o owner-equivalent, * control-plane-star, r assigns-roles, d writes-role-definitions, e elevates-access, i assigns-identities, f writes-federated-credentials, s lists-storage-keys, v reads-key-vault-secrets, p writes-key-vault-policies, c runs-vm-commands, k lists-cluster-admin-credential, a writes-automation, w writes-deployments,
// ? the role's own condition limits which roles it may assign.

export const azureRoleRows = `Access Review Operator Service Role|76cc9ee4-d5d3-4a45-a930-26add3d73475|
AcrDelete|c2f4ef07-c644-48eb-af81-4b1b4947fb11|
AcrImageSigner|6cef56e8-d556-48e5-a04f-b8e64114680f|
AcrPull|7f951dda-4ed3-4680-a7ca-43fe172d538d|
AcrPush|8311e382-0749-4cb8-b61a-304f252e45ec|
AcrQuarantineReader|cdda3590-29a3-44f6-95f2-9f980659eb04|
AcrQuarantineWriter|c8d4ff99-41c3-41a8-9f60-21dfdad59608|
Advisor Recommendations Contributor|f680209a-a2a2-4e0d-aa81-5d2a65c13604|
Advisor Recommendations Contributor (Assessments and Reviews)|6b534d80-e337-47c4-864f-140f5c7f593d|
Advisor Reviews Contributor|8aac15f0-d885-4138-8afa-bfb5872f7d13|w
Advisor Reviews Reader|c64499e0-74c3-47ad-921c-13865957895c|
AgFood Platform Dataset Admin|a8d4b70f-0fb9-4f72-b267-b87b2f990aec|
AgFood Platform Sensor Partner Contributor|6b77f0a0-0d89-41cc-acd1-579c22c17a67|
AgFood Platform Service Admin|f8da80de-1ff9-4747-ad80-a19b7f6079e3|
AgFood Platform Service Contributor|8508508a-4469-4e45-963b-2518ee0bb728|
AgFood Platform Service Reader|7ec7ccdc-f61e-41fe-9aaf-980df0a44eba|
AI Model Scanner Operator|8b9beb50-e28c-4879-8472-24c9d328085f|
AnyBuild Builder|a2138dac-4907-4679-a376-736901ed8ad8|
Anyscale Platform Administrator Role|3e9f3756-203e-4734-a0b8-4b68691ffae3|
Anyscale Platform Contributor Role|6d461258-d39c-46cc-8ca1-cab4120979d8|
Anyscale Platform Reader Role|ab24b16e-fd5d-41b5-839e-6c6d2ad32363|
API Management Developer Portal Content Editor|c031e6a8-4391-4de0-8d69-4706a7ed3729|
API Management Service Contributor|312a565d-c81f-4fd8-895a-4e21e48d571c|w
API Management Service Operator Role|e022efe7-f5ba-4159-bbe4-b44f577e9b61|w
API Management Service Reader Role|71522526-b88f-4d52-b57f-d31fc3546d0d|
API Management Service Workspace API Developer|9565a273-41b9-4368-97d2-aeb0c976a9b3|
API Management Service Workspace API Product Manager|d59a3e9c-6d52-4a5a-aeed-6bf3cf0e31da|
API Management Workspace API Developer|56328988-075d-4c6a-8766-d93edd6725b6|
API Management Workspace API Product Manager|73c2c328-d004-4c5e-938c-35c6f5679a1f|
API Management Workspace Contributor|0c34c906-8d99-4cb7-8bb7-33f5b0a1a799|
API Management Workspace Reader|ef1c2c96-4a77-49e8-b9a4-6179fe1d2fd2|
App Compliance Automation Administrator|0f37683f-2463-46b6-9ce7-9b788b988ba2|sw
App Compliance Automation Reader|ffc6bbe0-e443-4c3b-bf54-26581bb2f78e|
App Configuration Contributor|fe86443c-f201-4fc4-9d2a-ac61149fbda0|w
App Configuration Data Owner|5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b|
App Configuration Data Reader|516239f1-63e1-4d78-a4de-a74fb236a071|
App Configuration Reader|175b81b9-6e0d-490a-85e4-0d422273c10c|
App Service Environment Contributor|8ea85a25-eb16-4e29-ab4d-6f2a26c711a2|w
AppGw for Containers Configuration Manager|fbc52c3f-28ad-4303-a892-8a056630b8f1|
Application Group Contributor|ca6382a4-1721-4bcf-a114-ff0c70227b6b|w
Application Insights Component Contributor|ae349356-3a1b-4a5e-921d-050484c6347e|w
Application Insights Snapshot Debugger|08954f03-6346-4c2e-81c0-ec3a5cfae23b|w
Arc Container Storage Contributor|ee99642a-225b-4fe8-a771-9d9036053e87|
Arc Gateway Manager|f6e92014-8af2-414d-9948-9b1abf559285|w
ArizeAi.ObservabilityEval Contributor Role|dca88c6f-5090-44cd-a0ff-a88f337b12a5|
ARN Service Event Grid Subscriber Role|dc0882cc-bc27-4d21-9ea2-f821aaa10fb1|
Artifact Signing Certificate Profile Signer|2837e146-70d7-4cfd-ad55-7efa6464f958|w
Artifact Signing Identity Verifier|4339b7cf-9826-4e41-b4ed-c7f4505dac08|
Associated Billing Accounts Reader|d6c7ff7d-dd03-45a8-af9c-2a825e11bf9f|
Astronomer Astro Contributor|a6a9a135-9048-45df-b559-a90bb025e92f|
Attestation Contributor|bbf86eb8-f7b4-4cce-96e4-18cddf81d86e|
Attestation Reader|fd1bd22b-8476-40bc-a0bc-69b95687b9f3|
Auto Actions Contributor|a8d01690-9418-4783-8ca2-9f0f1791783d|w
Automation Contributor|f353d9bd-d4a6-484e-a77a-8050b599b867|aw
Automation Job Operator|4fe576fe-1146-4730-92eb-48519fa6bf9f|w
Automation Operator|d3881f73-407a-4167-8283-e981cbba0404|w
Automation Runbook Operator|5fb5aef8-1081-4b8e-bb16-9d5d0385bab5|w
Autonomous Development Platform Data Contributor (Preview)|b8b15564-4fa6-4a59-ab12-03e1d9594795|
Autonomous Development Platform Data Owner (Preview)|27f8b550-c507-4db9-86f2-f4b8e816d59d|
Autonomous Development Platform Data Reader (Preview)|d63b75f7-47ea-4f27-92ac-e0d173aaf093|
Avere Contributor|4f8fab4f-1852-4a58-a46a-8eaf358af14a|scw
Avere Operator|c025889f-8102-4ebf-b32c-fc0c6f0c6bd9|
AVS on Fleet VIS Role|49fc33c1-886f-4b21-a00e-1d9993234734|?
AVS Orchestrator Role|d715fb95-a0f0-4f1c-8be6-5ad2d2767f67|w?
Aws Connector contributor role|98c206fe-ea1b-4578-93f8-83a99a5628fc|
Azure Advisor Service Role|69a41f41-6dce-4ea7-8a34-8e095ddba55c|
Azure AI Administrator|b78c5d69-af96-48a3-bf8d-a8b4d589de94|spw
Azure AI Developer|64702f94-c441-49e6-a78b-ef80e0188fee|w
Azure AI Enterprise Network Connection Approver|b556d68e-0be0-4f35-a333-ad7ee1ce17ea|
Azure AI Enterprise Networking Outbound Rules Operator|25cabde7-1a6c-4350-8877-cb6fe59f1399|
Azure AI Inference Deployment Operator|3afb7f49-54cb-416e-8c09-6dc049efa503|w
Azure AI Manager and Namespace RBAC Inference Operator|82b2f1a9-9593-4498-a824-c209343a28ec|
Azure AI Safety Evaluator|11102f94-c441-49e6-a78b-ef80e0188abc|
Azure AIManager and namespace RBAC Reader|9c77f8a7-b0b9-4462-844c-de6e66add8ba|
Azure AIManager Contributor|413f2675-4911-4010-be3b-c720b43a3c59|w
Azure AIManager User|223653d0-bf85-419e-ac7a-a67edf5fc44b|
Azure API Center Compliance Manager|ede9aaa3-4627-494e-be13-4aa7c256148d|
Azure API Center Credential Access Reader|1df7cd83-1d3f-41df-95b0-53b30d963369|
Azure API Center Data Reader|c7244dfb-f447-457d-b2ba-3999044d1706|
Azure API Center Service Contributor|dd24193f-ef65-44e5-8a7e-6fa6e03f7713|w
Azure API Center Service Reader|6cba8790-29c5-48e5-bab1-c7541b01cb04|
Azure Arc Enabled Kubernetes Cluster User Role|00493d72-78f6-4148-b6c5-d3ce8e4799dd|w
Azure Arc Kubernetes Admin|dffb1e0c-446f-4dde-a09f-99eb5cc68b96|w
Azure Arc Kubernetes Cluster Admin|8393591c-06b9-48a2-a542-1bd6b377f6a2|w
Azure Arc Kubernetes Viewer|63f0a09d-1495-4db4-a681-037d84835eb4|w
Azure Arc Kubernetes Writer|5b999177-9696-4545-85c7-50de3797e5a1|w
Azure Arc ScVmm Administrator role|a92dfd61-77f9-4aec-a531-19858b406c87|w
Azure Arc ScVmm Private Cloud User|c0781e91-8102-4553-8951-97c6d4243cda|w
Azure Arc ScVmm Private Clouds Onboarding|6aac74c4-6311-40d2-bbdd-7d01e7c6e3a9|w
Azure Arc ScVmm VM Contributor|e582369a-e17b-42a5-b10c-874c387c530b|w
Azure Arc VMware Administrator role |ddc140ed-e463-4246-9145-7c664192013f|w
Azure Arc VMware Private Cloud User|ce551c02-7c42-47e0-9deb-e3b6fc3a9a83|w
Azure Arc VMware Private Clouds Onboarding|67d33e57-3129-45e6-bb0b-7cc522f762fa|w
Azure Arc VMware VM Contributor|b748a06d-6150-4f8a-aaa9-ce3940cd96cb|w
Azure Automanage Contributor|8d6517c1-e434-405c-9f3f-e0ae65085d76|
Azure Backup Snapshot Contributor|afc680e2-a938-412d-b213-9a49efa7fb83|
Azure Batch Account Contributor|29fe4964-1e60-436b-bd3a-77fd4c178b3c|w
Azure Batch Account Reader|11076f67-66f6-4be0-8f6b-f0609fd05cc9|
Azure Batch Data Contributor|6aaa78f1-f7de-44ca-8722-c64a23943cae|w
Azure Batch Job Submitter|48e5e92e-a480-4e71-aa9c-2778f4c13781|
Azure Batch Service Orchestration Role|a35466a1-cfd6-450a-b35e-683fcdf30363|w
Azure Bot Service Contributor Role|9fc6112f-f48e-4e27-8b09-72a5c94e4ae9|w
Azure Business Continuity DUPI Reader|f4eb044f-76b9-47af-92f9-1d95c4c14ab5|
Azure Business Continuity UPI Reader|3b5a0aa9-eccd-48dc-9011-f2fd03b5e5f9|
Azure Center for SAP solutions administrator|7b0c7e81-271f-4c71-90bf-e30bdfdbc2f7|w
Azure Center for SAP solutions Management role|6d949e1d-41e2-46e3-8920-c6e4f31a8310|
Azure Center for SAP solutions reader|05352d14-a920-4328-a0de-4cbe7430e26b|
Azure Center for SAP solutions service role|aabbc5dd-1af0-458b-a942-81af88f9c138|w
Azure Center for SAP solutions Service role for management|0105a6b0-4bb9-43d2-982a-12806f9faddb|
Azure Connected Machine Onboarding|b64e21ea-ac4e-4cdf-9dc9-5b892992bee7|
Azure Connected Machine Resource Administrator|cd570a14-e51a-42ad-bac8-bafd67325302|w
Azure Connected Machine Resource Manager|f5819b54-e033-4d82-ac66-4fec3cbf3f4c|
Azure Connected SQL Server Onboarding|e8113dce-c529-4d33-91fa-e9b972617508|
Azure Container Instances Contributor Role|5d977122-f97e-4b4d-a52f-6b43003ddb4d|w
Azure Container Storage Contributor|95dd08a6-00bd-4661-84bf-f6726f83a4d0|rw?
Azure Container Storage Operator|08d4c71a-cc63-4ce4-a9c8-5dd251b4d619|
Azure Container Storage Owner|95de85bd-744d-4664-9dde-11430bc34793|rw?
Azure ContainerApps Session Executor|0fb8eba5-a2bb-4abe-b1c1-49dfad359bb0|
Azure Customer Lockbox Approver for Subscription|4dae6930-7baf-46f5-909e-0383bc931c46|
Azure Data Transfer Owner|eded264d-1796-4e25-8500-a78427f8a316|w
Azure Deployment Stack Contributor|bf7f8882-3383-422a-806a-6526c631a88a|w
Azure Deployment Stack Owner|adb29209-aa1d-457b-a786-c913953d2891|w
Azure Device Onboarding Contributor|a954a0e0-f57f-4606-8421-fd7bd4e54b0f|
Azure Device Onboarding Discovery Contributor|a227fb39-f479-404b-96fd-0176f5d88ab4|
Azure Device Registry Administrator|12675fd7-7f59-493f-9201-f7944860a2f1|
Azure Device Registry Contributor|a5c3590a-3a1a-4cd4-9648-ea0a32b15137|
Azure Device Registry Credentials Contributor|09267e11-2e06-40b5-8fe4-68cea20794c9|
Azure Device Registry Onboarding|547f7f0a-69c0-4807-bd9e-0321dfb66a84|
Azure Device Update Agent|2a740172-0fc2-4039-972c-b31864cd47d6|
Azure Digital Twins Data Owner|bcd981a7-7f74-457b-83e1-cceb9e632ffe|
Azure Digital Twins Data Reader|d57506d4-4c8d-48b1-8587-93c323f6a5a3|
Azure Edge Hardware Center Administrator|9295f069-25d0-4f44-bb6a-3da70d11aa00|
Azure Edge On-Site Deployment Engineer|207bcc4b-86a6-4487-9141-d6c1f4c238aa|
Azure Edge On-Site Deployment Manager|78739afa-3ece-4d6b-90ba-762fdccd7438|
Azure Event Hubs Data Owner|f526a384-b230-433a-b45c-95f59c4a2dec|
Azure Event Hubs Data Receiver|a638d3c7-ab3a-418d-83e6-5f17a39d4fde|
Azure Event Hubs Data Sender|2b629674-e913-4c01-ae53-ef4638d8f975|
Azure Extension for SQL Server Deployment|7392c568-9289-4bde-aaaa-b7131215889d|w
Azure File Sync Administrator|92b92042-07d9-4307-87f7-36a593fc5850|rw?
Azure File Sync Reader|754c1a27-40dc-4708-8ad4-2bffdeee09e8|
Azure Front Door Domain Contributor|0ab34830-df19-4f8c-b84e-aa85b8afa6e8|
Azure Front Door Domain Reader|0f99d363-226e-4dca-9920-b807cf8e1a5f|
Azure Front Door Profile Reader|662802e2-50f6-46b0-aed2-e834bacc6d12|w
Azure Front Door Secret Contributor|3f2eb865-5811-4578-b90a-6fc6fa0df8e5|
Azure Front Door Secret Reader|0db238c4-885e-4c4f-a933-aa2cef684fca|
Azure Hybrid Database Administrator - Read Only Service Role|5d9c6a55-fc0e-4e21-ae6f-f7b095497342|
Azure impact Reporter role|36e80216-a7e8-4f42-a7e1-f12c98cbaf8a|
Azure impact-insight reader|dfb2f09d-25f8-4558-8986-497084006d7a|
Azure IoT Operations Administrator|5bc02df6-6cd5-43fe-ad3d-4c93cf56cc16|w
Azure IoT Operations Onboarding|7b7c71ed-33fa-4ed2-a91a-e56d5da260b5|rw?
Azure Kubernetes Application Network Contributor Role|852e55ca-96ce-48b0-abca-2cd74d9042ca|
Azure Kubernetes Fleet Manager ABAC Custom Resources Reader|20cf746c-c765-402a-885e-c389c64478ce|
Azure Kubernetes Fleet Manager ABAC Custom Resources Reader for Member Clusters|e1663658-d5f7-4383-9afb-af9fdc9c5eae|
Azure Kubernetes Fleet Manager ABAC Custom Resources Writer|ff8eb232-5069-437e-94e5-31112ef30539|
Azure Kubernetes Fleet Manager ABAC Custom Resources Writer for Member Clusters|673366d4-9664-4020-b03b-b0093366bff9|
Azure Kubernetes Fleet Manager Contributor Role|63bb64ad-9799-4770-b5c3-24ed299a07bf|w
Azure Kubernetes Fleet Manager Hub Agent Role|de2b316d-7a2c-4143-b4cd-c148f6a355a1|
Azure Kubernetes Fleet Manager Hub Cluster User Role|850c5848-fc51-4a9a-8823-f220370626e3|
Azure Kubernetes Fleet Manager RBAC Admin|434fb43a-c01c-447e-9f67-c3ad923cfaba|
Azure Kubernetes Fleet Manager RBAC Admin for Member Clusters|d1f699ed-700a-4c77-a22f-29890ac7b115|
Azure Kubernetes Fleet Manager RBAC Cluster Admin|18ab4d3d-a1bf-4477-8ad9-8359bc988f69|
Azure Kubernetes Fleet Manager RBAC Cluster Admin for Member Clusters|79a36d98-eb96-4a76-ae1d-481dc98d2c23|
Azure Kubernetes Fleet Manager RBAC Cluster Reader|bd80684d-2f5f-4130-892a-0955546282de|
Azure Kubernetes Fleet Manager RBAC Cluster Writer|1dc4cd5a-de51-4ee4-bc8e-b40e9c17e320|
Azure Kubernetes Fleet Manager RBAC Reader|30b27cfc-9c84-438e-b0ce-70e35255df80|
Azure Kubernetes Fleet Manager RBAC Reader for Member Clusters|463ad26c-fcce-4469-9c7f-5653d8acbab5|
Azure Kubernetes Fleet Manager RBAC Writer|5af6afb3-c06c-4fa4-8848-71a8aee05683|
Azure Kubernetes Fleet Manager RBAC Writer for Member Clusters|50346970-0998-40f2-b47d-f3b8809840f8|
Azure Kubernetes Service Agent Pool Manager Role|1b7f3653-4324-473a-9165-bc55e4d04ba8|
Azure Kubernetes Service Arc Cluster Admin Role|b29efa5f-7782-4dc3-9537-4d5bc70a5e9f|
Azure Kubernetes Service Arc Cluster User Role|233ca253-b031-42ff-9fba-87ef12d6b55f|
Azure Kubernetes Service Arc Contributor Role|5d3f1697-4507-4d08-bb4a-477695db5f82|w
Azure Kubernetes Service Cluster Admin Role|0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8|k
Azure Kubernetes Service Cluster Monitoring User|1afdec4b-e479-420e-99e7-f82237c7c5e6|
Azure Kubernetes Service Cluster User Role|4abbcc35-e782-43d8-92c5-2d3f1bd2253f|
Azure Kubernetes Service Contributor Role|ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8|kw
Azure Kubernetes Service Hybrid Cluster Admin Role|b5092dac-c796-4349-8681-1a322a31c3f9|
Azure Kubernetes Service Hybrid Cluster User Role|fc3f91a1-40bf-4439-8c46-45edbd83563a|
Azure Kubernetes Service Hybrid Contributor Role|e7037d40-443a-4434-a3fb-8cd202011e1d|
Azure Kubernetes Service Machine Manager Role|8e253927-1f29-4d89-baa2-c3a549eff423|
Azure Kubernetes Service Namespace Contributor|289d8817-ee69-43f1-a0af-43a45505b488|w
Azure Kubernetes Service Namespace User|c9f76ca8-b262-4b10-8ed2-09cf0948aa35|
Azure Kubernetes Service Policy Add-on Deployment|18ed5180-3e48-46fd-8541-4ea054d57064|w
Azure Kubernetes Service Prepared Image Specification Contributor|4f772c11-8026-4833-859c-5c23e84b5c30|
Azure Kubernetes Service Prepared Image Specification Reader|ed915fdf-c373-4707-988e-fb5d15a5a9ec|
Azure Kubernetes Service RBAC Admin|3498e952-d568-435e-9b2c-8d77e338d7f7|
Azure Kubernetes Service RBAC Cluster Admin|b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b|
Azure Kubernetes Service RBAC Reader|7f6c6a51-bcf8-42ba-9220-52d62157d7db|
Azure Kubernetes Service RBAC Writer|a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb|
Azure Local Disconnected Operations Role|478d20ba-a53e-4946-b33c-8078a92f2d0a|
Azure Local Infrastructure Contributor|3e43f27e-8f98-43b0-9036-e5ae540c968a|
Azure Local Infrastructure Reader|345f07df-7946-4fa9-9edd-80e603e89ea1|
Azure Local Migrate Execute Expert|1cfa4eac-9a23-481c-a793-bfb6958e836c|rsw?
Azure Local Migrate Owner|fd8ea4d5-6509-4db0-bada-356ab233b4fb|rspw?
Azure Machine Learning Workspace Connection Secrets Reader|ea01e6af-a1c1-4350-9563-ad00f8c72ec5|
Azure Managed Grafana Workspace Contributor|5c2d7e57-b7c2-4d8a-be4f-82afa42c6e95|w
Azure Managed Redis Contributor|3015e5ed-6856-4ab3-b2f0-b8492aa30ca6|w
Azure Managed Redis Reader|f287ba2f-f923-4464-a5bd-721c3951d32d|
Azure Maps Contributor|dba33070-676a-4fb0-87fa-064dc56ff7fb|w
Azure Maps Data Contributor|8f5e0ce6-4f7b-4dcf-bddf-e6f48634a204|
Azure Maps Data Read and Batch Role|d6470a16-71bd-43ab-86b3-6f3a73f4e787|
Azure Maps Data Reader|423170ca-a8f6-4b0f-8487-9e4eb8f49bfa|
Azure Maps Search and Render Data Reader|6be48352-4f82-47c9-ad5e-0acacefdb005|
Azure Messaging Catalog Data Owner|f27b7598-bc64-41f7-8a44-855ff16326c2|
Azure Messaging Connectors Owner|ff478a4e-8633-416e-91bc-ec33ce7c9516|
Azure Migrate Decide and Plan Expert|7859c0b0-0bb9-4994-bd12-cd529af7d646|spw
Azure Migrate Execute Expert|1cfa4eac-9a23-481c-a793-bfb6958e836b|rsw?
Azure Migrate Owner|fd8ea4d5-6509-4db0-bada-356ab233b4fa|rspw?
Azure Migrate Service Reader|ba480ccd-6499-4709-b581-8f38bb215c63|w
Azure Monitor Dashboards with Grafana Contributor|0618ae3d-2930-4bb7-aa00-718db34ee9f9|w
Azure Monitor Pipeline Contributor|679dc20a-52e8-4ac0-a23c-3b557dfb1e24|w
Azure Monitor Pipeline Reader|2d50f159-7b96-4f1e-8fc7-fee6957ab7cc|
Azure Native Dynatrace Agent Management Role|55077723-1b30-4603-a70b-68de134cfa20|
Azure NetApp Files Administrator|f5db7409-a2c6-4d0c-8cf4-412ac01a38df|
Azure NetApp Files Reader|bafa5965-3211-483c-a7b7-027648c789e9|
Azure Notebooks NotebookProxy Contributor|063e4498-230d-40a9-be9b-037f35f982b5|
Azure Programmable Connectivity Gateway Dataplane User|c20923c5-b089-47a5-bf67-fd89569c4ad9|w
Azure Programmable Connectivity Gateway User|609c0c20-e0a0-4a71-b99f-e7e755ac493d|w
Azure Red Hat OpenShift Cloud Controller Manager|a1f96423-95ce-4224-ab27-4e3dc72facd4|
Azure Red Hat OpenShift Cluster Ingress Operator|0336e1d3-7a87-462b-b6db-342b63f7802c|
Azure Red Hat OpenShift Disk Storage Operator|5b7237c5-45e1-49d6-bc18-a1f62f400748|
Azure Red Hat OpenShift Federated Credential|ef318e2a-8334-4a05-9e4a-295a196c6a6e|f
Azure Red Hat OpenShift File Storage Operator|0d7aedc0-15fd-4a67-a412-efad370c947e|s
Azure Red Hat OpenShift First Party Network|42f3c60f-e7b1-46d7-ba56-6de681664342|
Azure Red Hat OpenShift Hosted Control Planes Cluster API Provider|88366f10-ed47-4cc0-9fab-c8a06148393e|
Azure Red Hat OpenShift Hosted Control Planes Control Plane Operator|fc0c873f-45e9-4d0d-a7d1-585aab30c6ed|
Azure Red Hat OpenShift Hosted Control Planes Service Managed Identity|c0ff367d-66d8-445e-917c-583feb0ef0d4|
Azure Red Hat OpenShift Image Registry Operator|8b32b316-c2f5-4ddf-b05b-83dacd2d08b5|s
Azure Red Hat OpenShift Machine API Operator|0358943c-7e01-48ba-8889-02cc51d78637|i
Azure Red Hat OpenShift Network Operator|be7a6435-15ae-4171-8f30-4a343eff9e8f|
Azure Red Hat OpenShift Service Operator|4436bae4-7702-4c84-919b-c4069ff25ee2|s
Azure Relay Listener|26e0b698-aa6d-4085-9386-aadae190014d|
Azure Relay Owner|2787bf04-f1f5-4bfe-8383-c8a24483ee38|
Azure Relay Sender|26baccc8-eea7-41f1-98f4-1762cc7f685d|
Azure Resilience Management Drills Administrator|c914561b-1575-4601-af9c-a1356bf59818|r?
Azure Resilience Management Drills Assets Administrator|5a2ec2f1-2375-4950-9906-59ec1d979249|ra?
Azure Resilience Management Drills Assets Contributor|344b740c-5e7c-4d32-89b2-ee3b51cb89bc|a
Azure Resilience Management Drills Contributor|e131102b-11a5-4ff4-8508-ed922132b74c|
Azure Resilience Management Drills Operator|ff09793b-be48-49f6-ad96-70d32039c0b9|w
Azure Resilience Management Drills Reader|d2e8fe82-9212-490f-af3e-34bb52d87d3d|
Azure Resilience Management Drills Target Resource Administrator|e4c7f620-39b8-4688-bba2-70dd82ef367b|r?
Azure Resilience Management Drills Target Resource Contributor|82c6a823-ae9c-4b90-b5c5-bff581c45896|
Azure Resilience Management Goals Administrator|a2b7cc47-30ec-462f-a2f4-9ac6e1c266af|r?
Azure Resilience Management Goals Contributor|3910633d-19d0-4d31-b5e6-4f3101b137b9|
Azure Resilience Management Goals Reader|39ea2c4e-798a-4469-b81d-65dc7c54cbdb|
Azure Resilience Management Recovery Administrator|481d9636-d9f0-468b-b93d-6056318e6f36|rw?
Azure Resilience Management Recovery Contributor|4c7fd853-7345-4453-babd-e9481e9b460b|w
Azure Resilience Management Recovery Operator|517781b0-5ad4-4418-94d5-f2421834b586|w
Azure Resilience Management Recovery Reader|8210e6a3-4e4c-4e1a-bd83-ef8bac788a45|
Azure Resilience Management Usage Administrator|b66c1f7c-c685-40d6-b8b8-64b8230febf4|
Azure Resilience Management Usage Contributor|5ca51376-e049-4302-abcc-64c588049c59|
Azure Resilience Management Usage Reader|b130f7de-5374-4e3d-ada8-bae6e49114b9|
Azure Resource Bridge Deployment Role|7b1f81f9-4196-4058-8aae-762e593270df|
Azure Resource Notifications System Topics Subscriber|0b962ed2-6d56-471c-bd5f-3477d83a7ba4|
Azure Service Bus Data Owner|090c5cfd-751d-490a-894a-3ce6f1109419|
Azure Service Bus Data Receiver|4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0|
Azure Service Bus Data Sender|69a216fc-b8fb-44d8-bc22-1f3c2cd27a39|
Azure Sphere Contributor|8b9dfcab-4b77-4632-a6df-94bd07820648|w
Azure Sphere Owner|5a382001-fe36-41ff-bba4-8bf06bd54da9|rw?
Azure Sphere Publisher|6d994134-994b-4a59-9974-f479f0b227fb|
Azure Sphere Reader|c8ae6279-5a0b-4cb2-b3f0-d4d62845742c|
Azure Spring Apps Application Configuration Service Config File Pattern Reader Role|25211fc6-dc78-40b6-b205-e4ac934fd9fd|
Azure Spring Apps Application Configuration Service Log Reader Role|6593e776-2a30-40f9-8a32-4fe28b77655d|
Azure Spring Apps Connect Role|80558df3-64f9-4c0f-b32d-e5094b036b0b|
Azure Spring Apps Job Execution Instance List Role|91422e52-bb88-4415-bb4a-90f5b71f6dcb|
Azure Spring Apps Job Log Reader Role|b459aa1d-e3c8-436f-ae21-c0531140f43e|
Azure Spring Apps Managed Components Log Reader Role|52fd16bd-6ed5-46af-9c40-29cbd7952a29|
Azure Spring Apps Remote Debugging Role|a99b0159-1064-4c22-a57b-c9b3caa1c054|
Azure Spring Apps Service Owner|4037dd68-1cc7-4a64-8765-3a79963a9940|
Azure Spring Apps Spring Cloud Config Server Log Reader Role|74252426-c508-480e-9345-4607bbebead4|
Azure Spring Apps Spring Cloud Gateway Log Reader Role|4301dc2a-25a9-44b0-ae63-3636cf7f2bd2|
Azure Spring Cloud Config Server Contributor|a06f5c24-21a7-4e1a-aa2b-f19eb6684f5b|
Azure Spring Cloud Config Server Reader|d04c6db6-4947-4782-9e91-30a88feb7be7|
Azure Spring Cloud Data Reader|b5537268-8956-4941-a8f0-646150406f0c|
Azure Spring Cloud Service Registry Contributor|f5880b48-c26d-48be-b172-7927bfa1c8f1|
Azure Spring Cloud Service Registry Reader|cff1b556-2399-4e7e-856d-a8f754be7b65|
Azure Stack Edge Operations Role|12b8206a-0216-4469-908d-a3e2025fe085|
Azure Stack HCI Administrator|bda0d508-adf1-4af0-9c28-88919fc3ae06|rw?
Azure Stack HCI Connected InfraVMs|c99c945f-8bd1-4fb1-a903-01460aae6068|
Azure Stack HCI Device Management Role|865ae368-6a45-4bd1-8fbf-0d5151f56fc1|
Azure Stack HCI Edge Machine Contributor Role|1a6f9009-515c-4455-b170-143e4c9ce229|w
Azure Stack HCI VM Contributor|874d1c73-6003-4e60-a13a-cb31ea190a85|w
Azure Stack HCI VM Reader|4b3fe76c-f777-4d24-a2d7-b027b0f7b273|
Azure Stack Hub Linked Subscriptions role|17e4de9d-139f-4531-b521-20804c310cf8|
Azure Stack Hub registration role|9a0e5da3-6c70-4a35-b13a-715cd5a7919a|
Azure Stack Registration Owner|6f12a6df-dd06-4f3e-bcb1-ce8be600526a|
Azure Usage Billing Data Sender|f0310ce6-e953-4cf8-b892-fb1c87eaf7f6|
Azure VM Managed identities restore Contributor|6ae96244-5829-4925-a7d3-5975537d91dd|
AzureML Compute Operator|e503ece1-11d0-4e8e-8e2c-7a6c3bf38815|
AzureML Data Scientist|f6c7c914-8db3-469d-8ca1-694a8f32e121|
AzureML Metrics Writer (preview)|635dd51f-9968-44d3-b7fb-6d9a6bd613ae|
AzureML Registry User|1823dd4f-9b8c-4ab6-ab4e-7397a3684615|
Backup Contributor|5e467623-bb1f-42f4-a55d-6e525e11384b|w
Backup MUA Admin|c2a970b4-16a7-4a51-8c84-8a8ea6ee0bb8|w
Backup MUA Operator|f54b6d04-23c6-443e-b462-9c16ab7b4a52|
Backup Operator|00c29273-979b-4161-815c-10b084fb9324|w
Backup Reader|a795c7a0-d4a2-40c1-ae25-d81f01202912|
Bayer Ag Powered Services Crop Id Solution User Role|39138f76-04e6-41f0-ba6b-c411b59081a9|
Bayer Ag Powered Services CWUM Solution|a9b99099-ead7-47db-8fcf-072597a61dfa|
Bayer Ag Powered Services Field Imagery Solution Service Role|1af232de-e806-426f-8ca1-c36142449755|
Bayer Ag Powered Services GDU Solution|c4bc862a-3b64-4a35-a021-a380c159b042|
Bayer Ag Powered Services Historical Weather Data Solution User Role|b5b192c1-773c-4543-bfb0-6c59254b74a9|
Bayer Ag Powered Services Imagery Solution|ef29765d-0d37-4119-a4f8-f9f9902c9588|
Bayer Ag Powered Services Smart Boundary Solution User Role|539283cd-c185-4a9a-9503-d35217a1db7b|
Billing Reader|fa23ad8b-c56e-40d8-ac0c-ce449e1d2c64|
BizTalk Contributor|5e3c6656-6cfa-4708-81fe-0de47ac73342|w
Blockchain Member Node Access (Preview)|31a002a1-acaf-453e-8a5b-297c9ca1ea24|
Blueprint Contributor|41077137-e803-4205-871c-5a86e6a753b4|w
Blueprint Operator|437d2ced-4a38-4302-8479-ed2bcb43d090|w
Carbon Optimization Reader|fa0d39e6-28e5-40cf-8521-1eb320653a4c|
CDN Endpoint Contributor|426e0c7f-0c7e-4658-b36f-ff54d6c29b45|w
CDN Endpoint Reader|871e35f6-b5c1-49cc-a043-bde969a0f2cd|
CDN Profile Contributor|ec156ff8-a8d1-4d15-830c-5b80698ca432|w
CDN Profile Reader|8f96442b-4075-438f-813d-ad51ab4019af|
Change Safety Contributor|fdb3df26-8dd6-49ff-9a74-e95dbfadcad3|
Chaos Studio Experiment Contributor|7c2e40b7-25eb-482a-82cb-78ba06cb46d5|w
Chaos Studio Operator|1a40e87e-6645-48e0-b27a-0b115d849a20|w
Chaos Studio Reader|29e2da8a-229c-4157-8ae8-cc72fc506b74|w
Chaos Studio Target Contributor|59a618e3-3c9a-406e-9f03-1a20dd1c55f1|w
Classic Network Contributor|b34d265f-36f7-4a0d-a4d4-e158ca92e90f|w
Classic Storage Account Contributor|86e8f5dc-a6e9-4c67-9d15-de283e8eac25|w
Classic Storage Account Key Operator Service Role|985d6b00-f706-48f5-a6fe-d0ca12fb668d|
Classic Virtual Machine Contributor|d73bb868-a0df-4d4d-bd69-98a00b01fccb|w
ClearDB MySQL DB Contributor|9106cda0-8a86-4e81-b686-29a22c54effe|w
Clinical Coder Data User|d0a94e7a-d791-4571-b2e0-8bdd8f867544|
CloudTest Contributor Role|4e9d0bd4-5aab-4f91-92df-9def33fe287c|w
CloudTest Leased VM Reader|b1e6a0dd-ea0f-4108-8925-7047693f2cfe|w
Cognitive Search Serverless Data Contributor (Deprecated)|7ac06ca7-21ca-47e3-a67b-cbd6e6223baf|
Cognitive Search Serverless Data Reader (Deprecated)|79b01272-bf9f-4f4c-9517-5506269cf524|
Cognitive Services Content Understanding Contributor|59a2dba3-6303-4fd8-9a2e-8cbb4bdda972|
Cognitive Services Content Understanding Owner|4b42bd01-da42-4c92-9b07-15ea5bd6a602|
Cognitive Services Content Understanding Reader|379c52cb-64de-498c-8b5b-c6170d6c49d4|
Cognitive Services Contributor|25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68|w
Cognitive Services Custom Vision Contributor|c1ff6cc2-c111-46fe-8896-e0ef812ad9f3|
Cognitive Services Custom Vision Deployment|5c4089e1-6d96-4d2f-b296-c1bc7137275f|
Cognitive Services Custom Vision Labeler|88424f51-ebe7-446f-bc41-7fa16989e96c|
Cognitive Services Custom Vision Reader|93586559-c37d-4a6b-ba08-b9f0940c2d73|
Cognitive Services Custom Vision Trainer|0a5ae4ab-0d65-4eeb-be61-29fc9b54394b|
Cognitive Services Data Contributor (Preview)|19c28022-e58e-450d-a464-0b2a53034789|
Cognitive Services Data Reader|b59867f0-fa02-499b-be73-45a86b5b3e1c|
Cognitive Services Face Contributor|b5b0c71d-aca9-4081-aee2-9b1bb335fc1a|
Cognitive Services Face Recognizer|9894cab4-e18a-44aa-828b-cb588cd6f2d7|
Cognitive Services Immersive Reader User|b2de6794-95db-4659-8781-7e080d3f2b9d|
Cognitive Services Language Owner|f07febfe-79bc-46b1-8b37-790e26e6e498|
Cognitive Services Language Reader|7628b7b8-a8b2-4cdc-b46f-e9b35248918e|
Cognitive Services Language Writer|f2310ca1-dc64-4889-bb49-c8e0fa3d47a8|
Cognitive Services LUIS Owner|f72c8140-2111-481c-87ff-72b910f6e3f8|
Cognitive Services LUIS Reader|18e81cdc-4e98-4e29-a639-e7d10c5a6226|
Cognitive Services LUIS Writer|6322a993-d5c9-4bed-b113-e49bbea25b27|
Cognitive Services Metrics Advisor Administrator|cb43c632-a144-4ec5-977c-e80c4affc34a|
Cognitive Services Metrics Advisor User|3b20f47b-3825-43cb-8114-4bd2201156a8|
Cognitive Services OpenAI Contributor|a001fd3d-188f-4b5d-821b-7da978bf7442|
Cognitive Services OpenAI User|5e0bd9bd-7b93-4f28-af87-19fc36ad61bd|
Cognitive Services QnA Maker Editor|f4cc2bf9-21be-47a1-bdf1-5c5804381025|
Cognitive Services QnA Maker Reader|466ccd10-b268-4a11-b098-b4849f024126|
Cognitive Services Security Integration Admin|14f26b53-9d80-4924-8141-f664426a48f6|
Cognitive Services Speech Contributor|0e75ca1e-0464-4b4d-8b93-68208a576181|
Cognitive Services Speech User|f2dc8367-1007-4938-bd23-fe263f013447|
Cognitive Services Usages Reader|bba48692-92b0-4667-a9ad-c31c7b334ac2|
Cognitive Services User|a97b65f3-24c7-4388-baec-2e87135dc908|
Collaborative Data Contributor|daa9e50b-21df-454c-94a6-a8050adab352|w
Collaborative Runtime Operator|7a6f0e70-c033-4fb1-828c-08514e5f4102|w
Common Edge Admin|b256d512-9a3a-4a96-9366-9f54f900e58b|
Communication and Email Service Owner|09976791-48a7-449e-bb21-39d1a415f350|
Community Contributor Role|49435da6-99fe-48a5-a235-fc668b9dc04a|w
Community Owner Role|5e28a61e-8040-49db-b175-bb5b88af6239|w
Community Reader Role|e6aadb6b-e64f-41c0-9392-d2bba3bc3ebc|
Commvault Contributor|222f0527-8571-4054-955d-aae12f1d09d6|
Compute Diagnostics Role|df2711a6-406d-41cf-b366-b0250bff9ad1|
Compute Fleet Contributor|2bed379c-9fba-455b-99e4-6b911073bcf2|w
Compute Gallery Artifacts Publisher|85a2d0d9-2eba-4c9c-b355-11c2cc0788ab|w
Compute Gallery Image Reader|cf7c76d2-98a3-4358-a134-615aa78bf44d|
Compute Gallery Sharing Admin|1ef6a3be-d0ac-425d-8c01-acb62866290b|
Compute Limit Operator|980cf6f7-edec-4fd1-8e9e-28f70b1d5258|w
Compute Recommendations Role|e82342c9-ac7f-422b-af64-e426d2e12b2d|
Confidential Ledger Contributor|9cf8853f-1e61-4999-915d-3e018bfc8a71|
Confidential Ledger Data Contributor|f1641a58-a144-402b-baf9-39d1a4c10119|
Confidential Ledger Data Reader|4f1e6fca-3fde-4291-961e-642def6d5e1d|
Connected Cluster Managed Identity CheckAccess Reader|65a14201-8f6c-4c28-bec4-12619c5a9aaa|
Connector Namespace Contributor|e7560e73-ee25-4ed7-94f9-666cca24b501|
Connector Namespace Developer|93ef01d8-7600-4956-9f82-b924cb66bfc6|
Connector Namespace Reader|5d0402fa-1042-4603-9e01-7fea218a05af|
Connector Reader|6cdbb904-5ff3-429d-8169-7d7818b91bd8|
Connector Writer|c459b115-f629-486b-b359-35feb5568b83|
Container Apps ConnectedEnvironments Contributor|6f4fe6fc-f04f-4d97-8528-8bc18c848dca|w
Container Apps ConnectedEnvironments Reader|d5adeb5b-107f-4aca-99ea-4e3f4fc008d5|
Container Apps Contributor|358470bc-b998-42bd-ab17-a7e34c199c0f|
Container Apps Jobs Contributor|4e3d2b60-56ae-4dc6-a233-09c8e5a82e68|w
Container Apps Jobs Operator|b9a307c4-5aa3-4b52-ba60-2b17c136cd7b|
Container Apps Jobs Reader|edd66693-d32a-450b-997d-0158c03976b0|
Container Apps ManagedEnvironments Contributor|57cc5028-e6a7-4284-868d-0611c5923f8d|w
Container Apps ManagedEnvironments Reader|1b32c00b-7eff-4c22-93e6-93d11d72d2d8|
Container Apps Operator|f3bd1b5c-91fa-40e7-afe7-0c11d331232c|
Container Apps SandboxGroup Contributor|11b23f7a-6229-4518-88db-0576f10dd2a0|
Container Apps SandboxGroup Data Owner|c24cf47c-5077-412d-a19c-45202126392c|
Container Apps SessionPools Contributor|f7669afb-68b2-44b4-9c5f-6d2a47fddda0|w
Container Apps SessionPools Reader|af61e8fc-2633-4b95-bed3-421ad6826515|
Container Registry Cache Rule Administrator|df87f177-bb12-4db1-9793-a413691eff94|
Container Registry Cache Rule Reader|c357b964-0002-4b64-a50d-7a28f02edc52|
Container Registry Configuration Reader and Data Access Configuration Reader|69b07be0-09bf-439a-b9a6-e73de851bd59|
Container Registry Connected Registry Administrator|281928aa-9782-4d9a-954a-3f34c1ed9f95|
Container Registry Connected Registry Reader|93f83a62-9a8b-4821-9827-5b3ee513aec3|
Container Registry Contributor and Data Access Configuration Administrator|3bc748fc-213d-45c1-8d91-9da5725539b9|w
Container Registry Credential Set Administrator|f094fb07-0703-4400-ad6a-e16dd8000e14|
Container Registry Credential Set Reader|29093635-9924-4f2c-913b-650a12949526|
Container Registry Data Importer and Data Reader|577a9874-89fd-4f24-9dbd-b5034d0ad23a|
Container Registry Repository Catalog Lister|bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7|
Container Registry Repository Contributor|2efddaa5-3f1f-4df3-97df-af3f13818f4c|
Container Registry Repository Reader|b93aa761-3e63-49ed-ac28-beffa264f7ac|
Container Registry Repository Writer|2a1e307c-b015-4ebd-883e-5b7698a07328|
Container Registry Tasks Contributor|fb382eab-e894-4461-af04-94435c366c3f|w
Container Registry Transfer Pipeline Contributor|bf94e731-3a51-4a7c-8c54-a1ab9971dfc1|
ContainerApp Reader|ad2dd5fb-cd4b-4fd4-a9b6-4fed3630980b|
Context Cache Administrator|b0ffeab8-d678-4570-b532-ce96bf97b032|w
Context Cache Container Contributor|646a9378-973f-42fd-927f-62d1c4381f50|w
Contributor|b24988ac-6180-42a0-ab88-20f7382dd24c|*ifspckaw
Conversation Session User|b3eb788f-5426-48bd-821d-561701ede368|
Cosmos DB Account Reader Role|fbdf93bf-df7d-467e-a4d2-9458aa1360c8|
Cosmos DB Long Term Retention Backup Role|fc896ebc-f9a8-484d-a5ff-bd6a8c36289f|
Cosmos DB Long Term Retention Restore Role|955d0cb2-de4e-43ed-819a-14220e079ba7|
Cosmos DB Operator|230815da-be43-4aae-9cb4-875f7bd000aa|w
CosmosBackupOperator|db7b14f2-5adf-42da-9f96-f2ee17bab5cb|
CosmosDB Fleet Analytics Storage Data Writer|bf41e52e-617f-4981-8b7a-47431bd4e011|
CosmosDB Fleet Operator Role|35ffec73-9cb8-4593-8718-40d5bc4b7f6f|
CosmosRestoreOperator|5432c526-bc82-444a-b7ba-57c5b0b5b34f|
Cost Management Contributor|434105ed-43f6-45c7-a02f-909b2ba83430|
Cost Management Reader|72fafb9e-0641-4937-9268-a91bfd8191a3|
CrossConnectionManager|399c3b2b-64c2-4ff1-af34-571db925b068|
CrossConnectionReader|b6ee44de-fe58-4ddc-b5c2-ab174eb23f05|
Data Boundary Tenant Administrator|d1a38570-4b05-4d70-b8e4-1100bcf76d12|w
Data Box Contributor|add466c9-e687-43fc-8d98-dfcf8d720be5|w
Data Box Reader|028f4ed7-e2a9-465e-a8f4-9c0ffdfdc027|
Data Factory Contributor|673868aa-7521-48a0-acc6-0f60742d39f5|w
Data Labeling - Labeler|c6decf44-fd0a-444c-a844-d653c394e7ab|
Data Lake Analytics Developer|47b7735b-770e-4598-a7da-8b91488b4c88|w
Data Operator for Managed Disks|959f8984-c045-4866-89c7-12bf9737be2e|
Data Purger|150f5e0c-0603-4f03-8c7f-cf70034c4e90|
Dedicated Host Contributor Role|96ebd254-ecc7-4590-aff5-e9af3ff5f3b3|
Defender Agentless VM Scan|d24ecba3-c1f4-40fa-a7bb-4588a071e8fd|
Defender AI|6fe711ec-654d-4ef7-8e32-eb7de3d94774|
Defender API Security|6f91a4f9-10ee-4b95-b8cd-96ee73c5968d|
Defender Azure Cosmos DB|d2acaa63-2a62-4c01-998a-cdbe7a00d709|
Defender Azure SQL Databases|eef9d654-743f-4e2c-ad0f-9ed243177663|
Defender Cloud Secrets Posture|512ef07a-840c-48d2-9be4-9a30a75a5c70|
Defender Containers Sensor|5e93ba01-8f92-4c7a-b12a-801e3df23824|w
Defender CSPM|46023a6a-0702-4cbf-956c-d8c3ac27bc2b|
Defender CSPM Storage Scanner Operator|8480c0f0-4509-4229-9339-7c10018cb8c4|rw?
Defender Databricks Operator|0e2ecf2a-0574-4b08-89e2-be133aa6303f|
Defender For Container Registries Operator|c5c82243-e78e-43f9-8428-793bba85b28e|
Defender for Storage Data Scanner|1e7ca9b1-60d1-4db8-a914-f2ca1ff27c40|
Defender for Storage Scanner Operator|0f641de8-0b88-4198-bdef-bd8b45ceba96|rw?
Defender for Storage Threat Protection|a366d631-94bf-46bf-b4af-b38f28c80774|
Defender Kubernetes Agent Operator|8bb6f106-b146-4ee6-a3f9-b9c5a96e0ae5|w
Defender Kubernetes API Access|d5a2ae44-610b-4500-93be-660a0c5f5ca6|
Defender Open Source Relational Databases|99626c15-0799-47ad-96ab-f298031f69d6|
Defender Registry Access|96062cf7-95ca-4f89-9b9d-2a2aa47356af|
Defender Sensitive Data Discovery|0b6ca2e8-2cdc-4bd6-b896-aa3d8c21fc35|
Defender Serverless Scanner|68ac31b4-936a-4046-a6d2-ba6f8a757bf6|
Defender Servers P1|78b19ac9-582c-44d8-9e11-733ae424ad83|
Defender Servers P2|1dc24dd8-b00e-4344-837c-58b193cd23c7|
Defender Settings Contributor|7d0c0268-1199-449b-a52e-75c20879f46b|
Defender SQL Servers On Machines|d9468a2b-1820-47e1-a40e-d2b7fba1879a|
Defender Storage Automated Malware Remediation|c6c9b2d8-9a5e-4122-85e1-81612a046ab2|
Defender Storage Malware Data Scanner|cd50fd1f-0421-46f2-8cce-afc587dbcc77|
Defender Storage Malware Operator|971cce9f-2680-4357-9678-c947847a9425|
Defender Unified RBAC Authorization Manager|1fd5d8bf-9037-4ede-89bf-680f798e2765|
Defender Unified RBAC Authorization Reader|ca62263b-07d5-4b48-b437-088803f5c2ff|
Defender Unified RBAC Contributor and Responder|625a1cea-653b-4a19-bd3a-df1d66ab6637|w
Defender Unified RBAC Data Manager|40ead2a5-466e-4039-8a80-325542d9d2dd|
Defender Unified RBAC Reader|78b7345a-1e1b-483a-ac62-62228c6ea89d|w
Defender Unified RBAC Responder|1bacae94-6c0f-4d2d-8dfa-408d5a28e6ec|w
Defender Unified RBAC Scoped Reader|d56b031f-8d90-4376-9231-b5c94fce88ef|
DeID Batch Data Owner|8a90fa6b-6997-4a07-8a95-30633a7c97b9|
DeID Batch Data Reader|b73a14ee-91f5-41b7-bd81-920e12466be9|
DeID Data Owner|78e4b983-1a0b-472e-8b7d-8d770f7c5890|
DeID Realtime Data User|bb6577c4-ea0a-40b2-8962-ea18cb8ecd4e|
Deployment Environments Reader|eb960402-bf75-4cc3-8d68-35b34f960f72|
Deployment Environments User|18e40d4e-8d2e-438d-97e1-9528336e149c|
Desktop Virtualization App Attach Contributor|97dfb3ce-e936-462c-9425-9cdb67e66d45|w
Desktop Virtualization Application Group Contributor|86240b0e-9422-4c43-887b-b61143f32ba8|w
Desktop Virtualization Application Group Reader|aebf23d0-b568-4e86-b8f9-fe83a2c6ab55|
Desktop Virtualization Contributor|082f0a83-3be5-4ba1-904c-961cca79b387|w
Desktop Virtualization Host Pool Contributor|e307426c-f9b6-4e81-87de-d99efb3c32bc|w
Desktop Virtualization Host Pool Reader|ceadfde2-b300-400a-ab7b-6143895aa822|
Desktop Virtualization Power On Contributor|489581de-a3bd-480d-9518-53dea7416b33|w
Desktop Virtualization Power On Off Contributor|40c5ff49-9181-41f8-ae61-143b0e78555e|w
Desktop Virtualization Reader|49a72310-ab8d-41df-bbb0-79b649203868|
Desktop Virtualization Session Host Operator|2ad6aaab-ead9-4eaa-8ac5-da422f562408|w
Desktop Virtualization User|1d18fff3-a72a-46b5-b4a9-0b38a3cd7e63|
Desktop Virtualization User Session Operator|ea4bfff8-7fb4-485a-aadd-d4129a0ffaa6|w
Desktop Virtualization Virtual Machine Contributor|a959dbd1-f747-45e3-8ba6-dd80f235f97c|cw
Desktop Virtualization Workspace Contributor|21efdde3-836f-432b-bf3d-3e8e734d4b2b|w
Desktop Virtualization Workspace Reader|0fa44ee9-7a7d-466b-9bb2-2bf446b1204d|
DevCenter Dev Box User|45d50f46-0b78-4001-a660-4198cbe8cd05|
DevCenter Owner|4c6569b6-f23e-4295-9b90-bd4cc4ff3292|rw?
DevCenter Project Admin|331c37c6-af14-46d9-b9f4-e1909e1b95a0|w
Device Provisioning Service Data Contributor|dfce44e4-17b7-4bd1-a6d1-04996ec95633|
Device Provisioning Service Data Reader|10745317-c249-44a1-a5ce-3a4353c0bbd8|
Device Update Administrator|02ca0879-e8e4-47a5-a61e-5c618b76e64a|
Device Update Content Administrator|0378884a-3af5-44ab-8323-f5b22f9f3c98|
Device Update Content Reader|d1ee9a80-8b14-47f0-bdc2-f4a351625a7b|
Device Update Contributor|f82fbe13-0f98-4809-af81-b82c343db82f|w
Device Update Deployments Administrator|e4237640-0e3d-4a46-8fda-70bc94856432|
Device Update Deployments Reader|49e2f5d2-7741-4835-8efa-19e1fe35e47f|
Device Update Reader|e9dba6fb-3d52-4cf0-bce3-f06ce71b9e0f|
DevOps Infrastructure Contributor|76153a9e-0edb-49bc-8e01-93c47e6b5180|w
DevTest Labs User|76283e04-6283-4c54-8f91-bcf1374a3c64|s
Diagnostics Operator|64375caa-ac3e-48b3-9492-da4d60aba7bb|
DICOM Data Owner|58a3b984-7adf-4c20-983a-32417c86fbc8|
DICOM Data Reader|e89c7a3c-2f64-4fa1-a847-3e4c9ba4283a|
Disk Backup Reader|3e5e47e6-65f7-47ef-90b5-e5dd4d455f24|
Disk Encryption Set Operator for Managed Disks|136d308c-0937-4a49-9bd7-edfb42adbffc|
Disk Pool Operator|60fc6e62-5479-42d4-8bf4-67625fcc2840|w
Disk Restore Operator|b50d9833-a0cb-478e-945f-707fcc997c13|
Disk Snapshot Contributor|7efff54f-a5b4-42b5-a1c5-5411624893ce|s
DNS Resolver Contributor|0f2ebee7-ffd4-4fc0-b3b7-664099fdad5d|w
DNS Zone Contributor|befefa01-2a29-4197-83a8-272ff33ce314|w
DocumentDB Account Contributor|5bd9cd88-fe45-4216-938b-f97437e15450|w
Domain Services Contributor|eeaeda52-9324-47f6-8069-5d5bade478b2|w
Domain Services Reader|361898ef-9ed1-48c2-849c-a832951106bb|
Durable Task Data Contributor|0ad04412-c4d5-4796-b79c-f76d14c8d402|
Durable Task Data Reader|d6a5505f-6ebb-45a4-896e-ac8274cfc0ac|
Durable Task Worker|80d0d6b0-f522-40a4-8886-a5a11720c375|
Dynamics 365 Customer Insights Service Role|89f7a3ec-e9d0-40eb-9b96-c016a5c2a53f|w
Edge Management Copilot User|53e48117-a530-4075-bcbe-d91913e3bdb8|
Edge Order Partner Inventory Manager Service Role|f24a559b-c2fc-4409-b96e-9af4b0c28ad6|
EdgeMarketPlace role|4b2b8358-764b-4884-85c6-f4b7946d95ad|
Elastic SAN Network Admin|fa6cecf6-5db3-4c43-8470-c540bcb4eafa|
Elastic SAN Owner|80dcbedb-47ef-405d-95bd-188a1b4ac406|w
Elastic SAN Reader|af6a70f8-3c9f-4105-acf1-d719e9fca4ca|
Elastic SAN Snapshot Exporter|1c4770c0-34f7-4110-a1ea-a5855cc7a939|
Elastic SAN Volume Data Contributor|8da79822-b118-42bc-83c9-789fdbdcd77b|
Elastic SAN Volume Group Owner|a8281131-f312-4f34-8d98-ae12be9f0d23|
Elastic SAN Volume Importer|90e8b822-3e73-47b5-868a-787dc80c008f|
Enclave Approver Role|2142ea27-02ad-4094-bfea-2dbac6d24934|w
Enclave Contributor Role|19feefae-eacc-4106-81fd-ac34c0671f14|w
Enclave Owner Role|3d5f3eff-eb94-473d-91e3-7aac74d6c0bb|w
Enclave Reader Role|86fede04-b259-4277-8c3e-e26b9865abd8|
Essential Machine Management Administrator|34013b0a-565b-43aa-8755-1b7c286f6cf7|w
EventGrid Contributor|1e241071-0855-49ea-94dc-649edcd759de|w
EventGrid Data Contributor|1d8c3fe3-8864-474b-8749-01e3783e8157|
EventGrid Data Receiver|78cbd9e7-9798-4e2e-9b5a-547d9ebb31fb|
EventGrid Data Sender|d5a91429-5739-47e2-a06b-3470a27159e7|
EventGrid EventSubscription Contributor|428e0ff0-5e57-4d9c-a221-2c70d0e0a443|w
EventGrid EventSubscription Reader|2414bbcf-6497-4faf-8c65-045460748405|
EventGrid TopicSpaces Publisher|a12b0b94-b317-4dcd-84a8-502ce99884c6|
EventGrid TopicSpaces Subscriber|4b0f2fd7-60b4-4eca-896f-4435034f8bf5|
Experimentation Administrator|7f646f1b-fa08-80eb-a33b-edd6ce5c915c|
Experimentation Contributor|7f646f1b-fa08-80eb-a22b-edd6ce5c915c|
Experimentation Metric Contributor|6188b7c9-7d01-4f99-a59f-c88b630326c0|
Experimentation Reader|49632ef5-d9ac-41f4-b8e7-bbe587fa74a1|
Experimentation Resource Admin|548d7e7c-65ee-412b-ae37-2dbb419d4207|
FHIR Data Bulk Operator|804db8d3-32c7-4ad4-a975-3f6f90d5f5f5|
FHIR Data Contributor|5a1fc7df-4bf1-4951-a576-89034ee01acd|
FHIR Data Converter|a1705bd2-3a8f-45a5-8683-466fcfd5cc24|
FHIR Data Exporter|3db33094-8700-4567-8da5-1501d4e7e843|
FHIR Data Importer|4465e953-8ced-4406-a58e-0f6e3f3b530b|
FHIR Data Reader|4c8d0bbc-75d3-4935-991f-5f3c56d81508|
FHIR Data Writer|3f88fce4-5892-4214-ae73-ba5294559913|
FHIR SMART User|4ba50f17-9666-485c-a643-ff00808643f0|
Firmware Analysis Admin|9c1607d1-791d-4c68-885d-c7b7aaff7c8a|w
Firmware Analysis Reader|2a94a2fd-3c4f-45d1-847d-6585ba88af94|
Firmware Analysis User|53b2724d-1e51-44fa-b586-bcace0c82609|
Flux Configurations Contributor|61eb6405-5f4a-440b-ad03-fe06c5c85e44|w
Foundry Account Owner|e47c6f54-e4a2-4754-9501-8e0985b135e1|rw?
Foundry Agent Consumer|eed3b665-ab3a-47b6-8f48-c9382fb1dad6|
Foundry Owner|c883944f-8b7b-4483-af10-35834be79c4a|rw?
Foundry Project Manager|eadc314b-1a2d-4efa-be10-5d325db5065e|rw?
Foundry Project Runtime User|142bfaed-a13f-4c2d-bed2-6db62c4a1009|
Foundry User|53ca6127-db72-4b80-b1b0-d745d6d5456d|w
Garnet Data Contributor|1694e55a-2496-4d07-b005-7259aa3fcbe8|
Garnet Data Owner|04f6c337-ffae-414c-b00f-3e80c9ab8a2c|
Garnet Data Reader|d9cd91b9-dada-4fa9-9406-454c4659c137|
Garnet PubSub Data Contributor|56e95fdc-3337-468d-b964-30d07f2a2018|
Garnet PubSub Data Reader|da9adf61-39cd-41d5-87a0-30b21f7270d8|
Garnet Script Data Contributor|7021ea36-e168-4bc0-af53-88de51d20665|
Gcp Connector contributor role|a51d5f27-deba-47d1-9ccd-8589014b2e28|
Genome Admin|ef3729d8-2861-401e-95ae-c7d4845a6097|
Genome EndUser|0e91b552-ae32-49ea-9898-317af306aa4b|
Genome SuperAdmin|27ddfca1-add5-422d-9817-ab0d2d13dc6c|
GeoCatalog Administrator|c9c97b9c-105d-4bb5-a2a7-7d15666c2484|w
GeoCatalog Reader|b7b8f583-43d0-40ae-b147-6b46f53661c1|
Grafana Admin|22926164-76b3-42b3-bc55-97df8dab3e41|
Grafana Editor|a79a5197-3a5c-4973-a920-486035ffd60f|
Grafana Limited Viewer|41e04612-9dac-4699-a02b-c82ff2cc3fb5|
Grafana Viewer|60921a7e-fef1-4a43-9b16-a26c52ad4769|
Graph Owner|b60367af-1334-4454-b71e-769d9a4f83d9|
Grounding with Bing User|2016c9ed-c18d-4120-93d7-178e583efe92|
GroupQuota Reader|d0f495dc-44ef-4140-aeb0-b89110e6a7c1|
GroupQuota Request Operator|e2217c0e-04bb-4724-9580-91cf9871bc01|
Guest Configuration Resource Contributor|088ab73d-1256-47ae-bea9-9de8e7131f31|w
HDInsight Cluster Admin|0847e196-2fd2-4c2f-a48c-fca6fd030f44|
HDInsight Cluster Operator|61ed4efc-fab3-44fd-b111-e24485cc132a|
HDInsight Domain Services Contributor|8d8d5a11-05d3-4bda-a417-a08778121c7c|
HDInsight on AKS Cluster Admin|fd036e6b-1266-47a0-b0bb-a05d04831731|w
HDInsight on AKS Cluster Operator|bcf28286-af25-4c81-bb6f-351fcab5dbe9|
HDInsight on AKS Cluster Pool Admin|7656b436-37d4-490a-a4ab-d39f838f0042|w
Health Safeguards Data User|566f0da3-e2a5-4393-9089-763f8bab8fb6|
Healthcare Agent Admin|f1082fec-a70f-419f-9230-885d2550fb38|
Healthcare Agent Contributer|13d06eae-ec82-4345-bcd6-c38625ddffbc|
Healthcare Agent Editor|af854a69-80ce-4ff7-8447-f1118a2e0ca8|
Healthcare Agent Reader|eb5a76d5-50e7-4c33-a449-070e7c9c4cf2|
Healthcare Apis contributor|29f61507-bdfb-4987-b629-20033be2d6c3|w
Healthcare Interop Contributor|585db2ed-219e-4821-a06a-c6c14b602afa|
Hierarchy Settings Administrator|350f8d15-c687-4448-8ae1-157740a3936d|
Hybrid Connectivity contributor role|f0f57965-de58-41bc-ba76-2aaab4d09f30|
Hybrid Network Owner|9d3ef640-3c86-4e0a-8907-8d361559c012|w
Hybrid Server Onboarding|5d1e5ee4-7c68-4a71-ac8b-0739630a3dfb|
Hybrid Server Resource Administrator|48b40c6e-82e0-4eb3-90d5-19e40f49b624|
HybridCompute Machine ListAccessDetails Action In-Built Role|e9701b4d-e6e7-4657-91cd-360a0881d224|
Impact Reader|68ff5d27-c7f5-4fa9-a21c-785d0df7bd9e|
Inference Account Operator|360cab3d-4340-4c96-816d-682fbd52b3e2|
Inference Account Owner|76315a85-9e6b-4514-9780-868b1977b64e|
Informatica DataManagement Contributor role|2e481b5d-5af3-463b-8b01-f9c948aaf0c5|
Integration Service Environment Contributor|a41e2c5b-bd99-4a07-88f4-9bf657a760b8|
Integration Service Environment Developer|c7aa55d3-1abb-444a-a5ca-5e51e485d6ec|
Intelligent Systems Account Contributor|03a6d094-3444-4b3d-88af-7477090a9e5e|w
IoT Hub Data Contributor|4fc6c259-987e-4a07-842e-c321cc9d413f|
IoT Hub Data Reader|b447c946-2db7-41ec-983d-d8bf3b1c77e3|
IoT Hub Registry Contributor|4ea46cd5-c1b2-4a8e-910b-273211f9ce47|
IoT Hub Twin Contributor|494bdba2-168f-4f31-a0a1-191d2f7c028c|
IPAM Pool User|7b3e853f-ad5d-4fb5-a7b8-56a3581c7037|
Issue Contributor|8d7ecc5c-f27b-43cf-883f-46409d445502|w
Key Vault Administrator|00482a5a-887f-4fb3-b363-3b7fe8e74483|vw
Key Vault Certificate User|db79e9a7-68ee-4b58-9aeb-b90e7c24fcba|v
Key Vault Certificates Officer|a4417e6f-fecd-4de8-b567-7b0420556985|w
Key Vault Contributor|f25e0fa2-a7c8-4377-a976-54943a77a395|pw
Key Vault Crypto Officer|14b46e9e-c2b7-41b4-b07b-48a6ebf60603|w
Key Vault Crypto Service Encryption User|e147488a-f6f5-4113-8e2d-b22465e65bf6|
Key Vault Crypto Service Release User|08bbd89e-9f13-488c-ac41-acfcb10c90ab|
Key Vault Crypto User|12338af0-0e69-4776-bea7-57ae8d297424|
Key Vault Data Access Administrator|8b54135c-b56d-4d72-a534-26097cfdc8d8|rw?
Key Vault Purge Operator|a68e7c17-0ab2-4c09-9a58-125dae29748c|w
Key Vault Reader|21090545-7ca7-4776-b22c-e363652d74d2|
Key Vault Secrets Officer|b86a8fe4-44ce-4948-aee5-eccb2c155cd7|vw
Key Vault Secrets User|4633458b-17de-408a-b874-0445c86b69e6|v
Knowledge Consumer|ee361c5d-f7b5-4119-b4b6-892157c8f64c|
Kubernetes Agent Subscription Level Operator|ada52afe-776a-4b4d-a8f2-55670d3d8178|w
Kubernetes Cluster - Azure Arc Onboarding|34e09817-6cbe-4d01-b1a2-e0eac5743d41|w
Kubernetes Extension Contributor|85cb6faf-e071-4c9b-8136-154b5a04f717|w
Kubernetes Namespace User|ba79058c-0414-4a34-9e42-c3399d80cd5a|
Kubernetes Runtime Storage Class Contributor Role|0cd9749a-3aaf-4ae5-8803-bd217705bf3b|w
KubernetesRuntime Load Balancer Contributor Role|1a5682fc-4f12-4b25-927e-e8cfed0c539e|w
Lab Assistant|ce40b423-cede-4313-a93f-9b28290b72e1|w
Lab Contributor|5daaa2af-1fe8-407c-9122-bba179798270|w
Lab Creator|b97fb8bc-a8b2-4522-a38b-dd33c7e65ead|w
Lab Operator|a36e6959-b6be-4b12-8e9f-ef4b474d304d|w
Lab Services Contributor|f69b8690-cc87-41d6-b77a-a4bc3c0a966f|w
Lab Services Reader|2a5c394f-5eb7-4d4f-9c8e-e8eae39faebc|w
LambdaTest.HyperExecute Contributor Role|44a00263-b2a0-45d5-a618-5d8d11709349|
Landing Zone Account Owner|bf2b6809-e9a5-4aea-a6e1-40a9dc8c43a7|w
Landing Zone Account Reader|2718b1f7-eb07-424e-8868-0137541392a1|
Landing Zone Management Owner|38863829-c2a4-4f8d-b1d2-2e325973ebc7|w
Landing Zone Management Reader|8fe6e843-6d9e-417b-9073-106b048f50bb|
Liftr Datadog Contributor|81b67e46-ef5b-4404-bddd-090985bb4a28|
Liftr Dell Owner role|d683b71b-2b91-4fc1-a43e-b53b3d85bed9|w
Liftr Dynatrace Contributor|fa96a588-3fac-4adb-bfb2-f8404ece07e0|
Liftr Elastic Contributor|d68eeb8d-afae-4932-a331-203b7957e509|
Liftr Elastic Owner|225efd4d-4ca0-42a1-ae53-5f233ba23c73|w
Liftr Newrelic Contributor|a60da355-bdec-443f-8d42-a03f0422f04d|
Liftr PureStorage Owner role|85546f1f-f28b-4cb3-b852-73e422a96897|w
Load Test Contributor|749a398d-560b-491b-bb21-08924219302e|w
Load Test Owner|45bb0b16-2f0c-4e78-afaa-a07599b003f6|w
Load Test Reader|3ae3fb29-0000-4ccd-bf80-542e7b26e081|
LocalNGFirewallAdministrator role|a8835c7d-b5cb-47fa-b6f0-65ea10ce07a2|w
LocalRulestacksAdministrator role|bfc3b73d-c6ff-45eb-9a5f-40298295bf20|w
Locks Contributor|28bf596f-4eb7-45ce-b5bc-6cf482fec137|
Log Analytics Contributor|92aaf0da-9dab-42b6-94a3-d43ce8d16293|sw
Log Analytics Data Reader|3b03c2da-16b3-4a49-8834-0f8130efdd3b|
Log Analytics Reader|73c42c96-874c-492b-b04d-ab87d138a893|
Logic App Contributor|87a39d53-fc1b-424a-814c-f7e04687dc9e|sw
Logic App Operator|515c2055-d9d4-4321-b1b9-bd0c9a0f79fe|
Logic Apps Hybrid Contributor|32109304-a0e2-4d64-bd07-b23ac5efbe43|
Logic Apps Standard Contributor|ad710c24-b039-4e85-a019-deb4a06e8570|
Logic Apps Standard Developer|523776ba-4eb2-4600-a3c8-f2dc93da4bdb|
Logic Apps Standard Operator|b70c96e9-66fe-4c09-b6e7-c98e69c98555|
Logic Apps Standard Reader|4accf36b-2c05-432f-91c8-5c532dff4c73|
Managed Application Contributor Role|641177b8-a67a-45b9-a033-47bc880bb21e|w
Managed Application Operator Role|c7393b34-138c-406f-901b-d8cf2b17e6ae|
Managed Application Publisher Operator|b9331d33-8a36-4f8c-b097-4f54124fdb44|w
Managed HSM contributor|18500a29-7fe2-46b2-a342-b16a415e101d|
Managed Identity Contributor|e40ec5ca-96e0-45a2-b4ff-59039f2c2b59|fw
Managed Identity Federated Identity Credential Contributor|7e559ce2-48d7-4b27-9128-fa1b247f1308|fw
Managed Identity Operator|f1a07417-d97a-45cb-824c-7a7467783830|w
Managed Services Registration assignment Delete Role|91c1777a-f3dc-4fae-b103-61d183457e46|
Management Group Contributor|5d58bcaf-24a5-4b20-bdb6-eed9f69fbe4c|
Management Group Reader|ac63b705-f282-497d-ac71-919bf39d939d|
Microsoft Approvals Request User|0343f3e8-01ac-4bb8-8f93-78b1d31ba64b|
Microsoft Approvals Service Operator|98d40527-c073-4096-943a-dd593105ca9c|
Microsoft Approvals Workflow Contributor|92318126-08be-45d0-a1b2-532e6c7d52ce|
Microsoft Cloud Security Arc Machine Operator|53ad7cb7-33cc-4509-b36b-03d40643c499|
Microsoft Confluent Contributor role|5052f0f9-7e27-4570-bc13-9ee1cf442526|
Microsoft Discovery Bookshelf Index Data Reader - Preview|8ec773c5-7ce6-4b78-91d1-182f8faa536d|
Microsoft Discovery Chat Model Reader - Preview|5e523d62-66de-4912-99be-6b009b7839cc|
Microsoft Discovery Platform Administrator (Preview)|7a2b6e6c-472e-4b39-8878-a26eb63d75c6|rw?
Microsoft Discovery Platform Contributor (Preview)|01288891-85ee-45a7-b367-9db3b752fc65|w
Microsoft Discovery Platform Reader (Preview)|3bb7c424-af4e-436b-bfcc-8779c8934c31|
Microsoft Discovery Project Contributor - Preview|c883607b-5c40-4930-b09a-19f58ae1c538|
Microsoft Discovery Project Reader - Preview|ac7d1e6d-3070-4d7d-9cd9-7adbf5cdd579|
Microsoft Discovery Storage Container Contributor - Preview|9697f39a-3a08-4fc8-ab07-674a0d5cacdd|
Microsoft Discovery Storage Container Reader - Preview|a51eacd1-6976-43ce-b6b6-83585e3639f0|
Microsoft Discovery Tools Reader - Preview|84c36cf8-7fcd-4453-af30-5f5b52b86732|
Microsoft PowerBI Tenant Operations Role|8c87871d-6201-42da-abb1-1c0c985ff71c|
Microsoft Sentinel Automation Contributor|f4c81013-99ee-4d62-a7ee-b3f1f648599a|
Microsoft Sentinel Business Applications Agent Operator|c18f9900-27b8-47c7-a8f0-5b3b3d4c2bc2|
Microsoft Sentinel Contributor|ab8e14d6-4a74-4a29-9ba8-549422addade|w
Microsoft Sentinel Playbook Operator|51d6186e-6489-4900-b93f-92e23144cca5|
Microsoft Sentinel Reader|8d289c81-5878-46d4-8554-54e1e3d8b5cb|w
Microsoft Sentinel Responder|3e150937-b8fe-4cfb-8069-0eaf05ecd056|w
Microsoft.AzureStackHCI Device Pool Machine Manager|b6d9c0f6-d69f-472b-91b4-7a6838c6d1cb|
Microsoft.AzureStackHCI Device Pool Manager|adc3c795-c41e-4a89-a478-0b321783324c|
Microsoft.AzureStackHCI EdgeMachine Reader|5f569efd-4da5-4123-99cd-d42fbb2a836e|
Microsoft.Edge Winfields federated subscription read access role|83ee7727-862c-4213-8ed8-2ce6c5d69a40|
Microsoft.Kubernetes connected cluster role|5548b2cf-c94c-4228-90ba-30851930a12f|
Microsoft.OffAzureSpringBoot Service Owner|79732128-7761-4733-aebf-35590da9f29b|
Microsoft.WeightsAndBiases Contributor Role|246fffca-69ee-4945-bbf1-2a867dce4fda|
Microsoft.Windows365.CloudPcDelegatedMsis Writer User|21bffb94-04c0-4ed0-b676-68bb926e832b|
Migrate Arc Discovery Reader - Preview|5d5dddae-e124-4753-972d-aae60b37deb4|
MongoDB Atlas Contributor|045b6ee5-0c68-42c4-9be0-7389794309f5|
Monitoring Contributor|749f88d5-cbae-40b8-bcfc-e573ddc772fa|w
Monitoring Data Reader|b0d8363b-8ddd-447d-831f-62ca05bff136|
Monitoring Metrics Publisher|3913510d-42f4-4e42-8a64-420c390055eb|
Monitoring Policy Contributor|47be4a87-7950-4631-9daf-b664a405f074|w
Monitoring Reader|43d0d8ad-25c7-4714-9337-8ba259a9fe05|
MySQL Backup And Export Operator|d18ad5f3-1baf-4119-b49b-d944edb1f9d0|
Network Contributor|4d97b98b-1d4f-4787-a291-c67834d212e7|w
New Relic APM Account Contributor|5d28c62d-5b37-4476-8438-e587778df237|w
Nexus Identity Owner|374a1cc6-96cb-4946-8d8b-a41054c8ae97|w
Nexus Network Fabric Owner|46c70067-0f50-457f-8137-2449c90de518|w
Nexus Network Fabric Service Reader|05fdd44c-adc6-4aff-981c-61041f0c929a|
Nexus Network Fabric Service Writer|a5eb8433-97a5-4a06-80b2-a877e1622c31|w
NginxPlus Contributor service role|61aed14c-6c9a-4ed5-aa44-49fc5e96a167|
Object Anchors Account Owner|ca0835dd-bacc-42dd-8ed2-ed5e7230d15b|
Object Anchors Account Reader|4a167cdf-cb95-4554-9203-2347fe489bd9|
Object Understanding Account Owner|4dd61c23-6743-42fe-a388-d8bdd41cb745|
Object Understanding Account Reader|d18777c0-1514-4662-8490-608db7d334b6|
Online Experimentation Contributor|2c7a01fe-5518-4a42-93c2-658e45441691|
Online Experimentation Data Owner|53747cdd-e97c-477a-948c-b587d0e514b2|
Online Experimentation Data Reader|1363e94d-546f-4fe9-8434-b0eefb292d59|
Online Experimentation Reader|58b80de8-4b34-424c-9e47-23faf0f7cfe2|
Operator Nexus Compute Contributor Role (Preview)|4aa368ec-fba9-4e93-81ed-396b3d461cc5|w
Operator Nexus Key Vault Writer Service Role (Preview)|44f0a1a8-6fea-4b35-980a-8ff50c487c97|
Operator Nexus Owner (Preview)|77be276d-fb44-4f3b-beb5-9bf03c4cd2d3|
Oracle Database DbSystems Administrator|63342533-d951-495d-a3c3-a459aa02362b|?
Oracle Subscriptions Manager Built-in Role|4caf51ec-f9f5-413f-8a94-b9f5fddba66b|w
Oracle.Database Autonomous Database Administrator|59c05558-2358-462d-ba19-afbd7118936d|w
Oracle.Database Exadata Infrastructure Administrator Built-in Role|4cfdd23b-aece-4fd1-b614-ad3a06c53453|w
Oracle.Database Exascale Storage Vault Administrator|a00ed373-f085-4b75-a950-53eacdc52ac0|w
Oracle.Database Exascale VmCluster Administrator|0869d06d-e3d1-4472-8764-1bb71b2bdaf7|w
Oracle.Database Owner Built-in Role|4562aac9-b209-4bd7-a144-6d7f3bb516f4|w
Oracle.Database Reader Built-in Role|d623d097-b882-4e1e-a26f-ac60e31065a1|
Oracle.Database VmCluster Administrator Built-in Role|e9ce8739-6fa2-4123-a0a2-0ef41a67806f|w
Owner|8e3af657-a8ff-443c-a75c-2fe8c4bcb635|o*rdeifspckaw
Pinecone.VectorDb Contributor Role|dd799a69-ffc8-4aa8-9701-b51f686857d9|
PlayFab Contributor|0c8b84dc-067c-4039-9615-fa1a4b77c726|w
PlayFab Reader|a9a19cc5-31f4-447c-901f-56c0bb18fcaf|
Playwright Workspace Contributor|78cf819f-0969-4ebe-8759-015c6efcd5bf|w
Playwright Workspace Owner|45265627-32f7-4da4-9ab0-b1cb0e9ec70b|w
Playwright Workspace Reader|19d36063-d00b-4ea5-a1ac-a7c4926a0b78|
Policy Enrollments Contributor|285ce6d6-fa11-43bd-94ef-42a9b3740bfd|w
Policy Insights Data Writer (Preview)|66bb4e9e-b016-4a94-8249-4c0511c2be84|
Portal Dashboard Writer Role|78eacb5e-e318-4560-85a9-e6a724ca60c9|
PostgreSQL Flexible Server Long Term Retention Backup Role|c088a766-074b-43ba-90d4-1fb21feae531|
Power Platform Account Contributor|2593f4c7-8bf4-4fff-9804-2ee069b41902|w
Power Platform Enterprise Policy Contributor|babe7770-cdbc-4f46-9bd7-b90b34842946|w
Private DNS Zone Contributor|b12aa53e-6015-4669-85d0-8515ebb3ae7f|w
Privileged Monitoring Data Reader|dbc9c667-e97f-4491-aee6-90b9cf960190|?
Pro Active Coding Data User|d622af9a-030e-4f32-8267-419abfd54702|
Procurement Contributor|be1a1ac2-09d3-4261-9e57-a73a6e227f53|
Procurement Contributor with Resource Group Permissions|469a0cf0-3794-4627-838e-39d04f27b306|w
Project Babylon Data Curator|9ef4ef9c-a049-46b0-82ab-dd8ac094c889|
Project Babylon Data Reader|c8d896ba-346d-4f50-bc1d-7d1c84130446|
Project Babylon Data Source Administrator|05b7651b-dc44-475e-b74d-df3db49fae0f|
ProviderHub Contributor|a3ab03bc-5350-42ff-b0d5-00207672db55|w
ProviderHub Reader|4d8c6f2e-3fd6-4d40-826e-93e3dc4c3fc1|
Provisioned Machine Admin|97922edc-56af-49a9-8996-4679a6e10e68|
Provisioned Machine Contributor|dab09fbf-28d0-4b30-b97e-d2a0f680847a|
Provisioned Machine Reader|cc733c34-b633-4850-8d77-77aa26638325|
Pure Storage Cloud VM Volume Group Mount Reader|a2425b74-61f3-4bff-97cb-d0e3bc906777|
Pure Storage Cloud VM Volume Group Owner|c9ba051b-aad6-42fd-92dc-e48780abee75|
Purview role 1 (Deprecated)|8a3c2885-9b38-4fd2-9d99-91af537c1347|
Purview role 2 (Deprecated)|200bba9e-f0c8-430f-892b-6f0794863803|
Purview role 3 (Deprecated)|ff100721-1b9d-43d8-af52-42b69c1272db|
Quantum Workspace Data Contributor|c1410b24-3e69-4857-8f86-4d0a2e603250|w
Quantum Workspace Data Reader|27af9d98-85b7-4dad-bc1b-df53a7fc8877|
Quota Request Operator|0e5f05e5-9ab9-446b-b98d-1e2157c94125|w
Reader|acdd72a7-3385-48ef-bd42-f606fba81ae7|
Reader and Data Access|c12c1c16-33a1-487b-954d-41c89c60f349|s
Recurring Scheduled Actions Contributor|376d0802-aca8-4c2d-83a5-c88630f396fe|w
Redis Cache Contributor|e0f68234-74aa-48ed-b826-c38b57376e17|w
Relationship Administrator|b54df9c1-53dc-45cc-a86d-7a83cced2ed0|
Relationship Reader|5eaf7b81-a48f-45ed-b6b4-c64bfe86d523|
Remote Rendering Administrator|3df8b902-2a6f-47c7-8cc5-360e9b272a7e|
Remote Rendering Client|d39065c4-c120-43c9-ab0a-63eed9795f0a|
Reservation Purchaser|f7b75c60-3036-4b75-91c3-6b41c27c1689|
Resource Policy Contributor|36243c78-bf99-498c-9df9-86d9f8d28608|w
Role Based Access Control Administrator|f58310d9-a9f6-439a-9e8d-f62e7b41a168|r
SaaS Hub Contributor|e9b8712a-cbcf-4ea7-b0f7-e71b803401e6|
Savings plan Purchaser|3d24a3a0-c154-4f6f-a5ed-adc8e01ddb74|
Scheduled Actions Contributor|6fbca9a8-3561-41fd-8b20-6576043c1076|w
Scheduled Events Contributor|b67fe603-310e-4889-b9ee-8257d09d353d|
Scheduled Patching Contributor|cd08ab90-6b14-449c-ad9a-8f8e549482c6|
Scheduler Job Collections Contributor|188a0f2f-5c9e-469b-ae67-2aa5ce574b94|w
Schema Registry Contributor|5dffeca3-4936-4216-b2bc-10343a5abb25|
Schema Registry Reader|2c56ea50-c6b3-40a6-83c0-9d98858bc7d2|
Search Index Data Contributor|8ebe5a00-799e-43f5-93ac-243d3dce84a7|
Search Index Data Reader|1407120a-92aa-4202-b7e9-c0e197c71c8f|
Search Parameter Manager|a02f7c31-354d-4106-865a-deedf37fa038|
Search Service Contributor|7ca78c08-252a-4471-8644-bb5ff32d4ba0|w
Secrets Store Extension Owner|5c227a58-cff3-4b51-9fa3-51bdafb6ca55|w
Security Admin|fb1c8493-542b-48eb-b624-b4c8fea62acd|w
Security Assessment Contributor|612c2aa1-cb24-443b-ac28-3ab7272de6f5|
Security Detonation Chamber Publisher|352470b3-6a9c-4686-b503-35deb827e500|
Security Detonation Chamber Reader|28241645-39f8-410b-ad48-87863e2951d5|
Security Detonation Chamber Submission Manager|a37b566d-3efa-4beb-a2f2-698963fa42ce|
Security Detonation Chamber Submitter|0b555d9b-b4a7-4f43-b330-627f0e5be8f0|
Security Manager (Legacy)|e3d13bf0-dd5a-482e-ba6b-9b8433878d10|w
Security Reader|39bc4728-0917-49c7-9d2c-d95423bc2eb4|
Semantic Reranker User|6c74a7c5-4a87-40f9-bb03-61e49aecbc78|
Service Connector Contributor|db7003cd-07a9-490c-bfa5-23e40314f8d7|
Service Fabric Cluster Contributor|b6efc156-f0da-4e90-a50a-8c000140b017|w
Service Fabric Managed Cluster Contributor|83f80186-3729-438c-ad2d-39e94d718838|w
Service Group Member Relationship Contributor|05b1aaf9-00c9-477b-b0e8-2da660b78c51|
Service Health Billing Reader|32c34659-0f83-4a4c-80f2-63a244f8ae0b|
Service Health Security Reader|1a928ab0-1fee-43cf-9266-f9d8c22a8ddb|
Services Hub Operator|82200a5b-e217-47a5-b665-6d8765ee745b|w
Services Hub User|4417a88f-3e58-4cf2-a4e9-112cf414254c|w
SignalR AccessKey Reader|04165923-9d83-45d5-8227-78b77b0a687e|
SignalR App Server|420fcaa2-552c-430f-98ca-3264be4806c7|
SignalR REST API Owner|fd53cd77-2268-407a-8f46-7e7863d0f521|
SignalR REST API Reader|ddde6b66-c0df-4114-a159-3618637b3035|
SignalR Service Owner|7e4f1700-ea5a-4f59-8f37-079cfe29dce3|
SignalR/Web PubSub Contributor|8cf5e20a-e4b2-4e9d-b3a1-5ceb692c2761|w
Site Recovery Contributor|6670b86e-a3f7-4917-ac9b-5d6ab1be4567|w
Site Recovery Operator|494ae006-db33-4328-bf46-533a6560a3ca|w
Site Recovery Reader|dbaa88c4-0c30-4179-9fb3-46319faa6149|
Sites Owner|1cd7e4da-2789-457f-adbe-3e9e84037a93|
Sites Reader|59f98be6-0817-488b-831e-36a353c8000b|
Spatial Anchors Account Contributor|8bbe83f1-e2a6-4df7-8cb4-4e04d4e5c827|
Spatial Anchors Account Owner|70bbe301-9835-447d-afdd-19eb3167307c|
Spatial Anchors Account Reader|5d51204f-eb77-4b1c-b86a-2ec626c49413|
SpatialMapsAccounts Account Owner|e9c9ed2b-2a99-4071-b2ff-5b113ebf73a1|
SQL DB Contributor|9b7fa17d-e63e-47b0-bb0a-15c516ac86ec|w
SQL Managed Instance Contributor|4939a1f6-9ae0-4e48-a1e0-f2cbe897382d|w
SQL Security Manager|056cd41c-7e88-42e1-933e-88ba6a50c9c3|w
SQL Server Contributor|6d8ee4ec-f05a-4a1d-8b00-a9b17e38b437|w
SqlDb Migration Role|189207d4-bb67-4208-a635-b06afe8b2c57|
SqlMI Migration Role|1d335eef-eee1-47fe-a9e0-53214eba8872|s
SqlVM Migration Role|ae8036db-e102-405b-a1b9-bae082ea436d|s
SRE Agent Administrator|e79298df-d852-4c6d-84f9-5d13249d1e55|
SRE Agent Author|eb64ab4c-23eb-4f63-a9c2-27da365f04e7|
SRE Agent Reader|a4b156ac-253f-4a1a-9851-96d62b71b047|
SRE Agent Standard User|2d84a65a-63b2-4343-bbb6-31105d857bc1|
SSH PublicKeys Contributor Role|fc6e3395-6a8c-4527-bb4c-d0abd41e8e74|
SSH PublicKeys Reader Role|31ef6312-5b0c-4ce9-8c5d-587a91344fe7|
Standby Container Group Pool Contributor|39fcb0de-8844-4706-b050-c28ddbe3ff83|w
Storage Account Backup Contributor|e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1|
Storage Account Contributor|17d1049b-9a84-46fb-8f53-869881c3d3ab|sw
Storage Account Encryption Scope Contributor Role|a316ed6d-1efe-48ac-ac08-f7995a9c26fb|
Storage Account Key Operator Service Role|81a9662b-bebf-436f-a333-f67b29880f12|s
Storage Actions Blob Data Operator|4bad4d9e-2a13-4888-94bb-c8432f6f3040|w
Storage Actions Contributor|bd8acdb0-202c-4493-a7fe-ef98eefbfbc4|w
Storage Actions Task Assignment Contributor|77789c21-1643-48a2-8f27-47f858540b51|rw?
Storage Blob Data Contributor|ba92f5b4-2d11-453d-a403-e96b0029c9fe|
Storage Blob Data Owner|b7e6dc6d-f1e8-4753-8033-0f276bb0955b|
Storage Blob Data Reader|2a2b9908-6ea1-4ae2-8e65-a410df84e7d1|
Storage Blob Delegator|db58b8e5-c6ad-4a2a-8342-4190687cbf4a|
Storage Connector Contributor|9d819e60-1b9f-4871-b492-4e6cdee0b50a|w
Storage DataShare Contributor|35c49d44-ccc1-4b18-8267-cfb3bacdd396|w
Storage File Backup Contributor|c8a487a2-c85b-4487-83a1-9f04cde10293|
Storage File Data Privileged Contributor|69566ab7-960f-475b-8e7c-b3118f30c6bd|
Storage File Data Privileged Reader|b8eda974-7b85-4f76-af95-65846b26df6d|
Storage File Data SMB Admin|bbf004e3-0e4b-4f86-ae4f-1f8fb47b357b|
Storage File Data SMB MI Admin|a235d3ee-5935-4cfb-8cc5-a3303ad5995e|
Storage File Data SMB Share Contributor|0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb|
Storage File Data SMB Share Elevated Contributor|a7264617-510b-434b-a828-9731dc254ea7|
Storage File Data SMB Share Reader|aba4ae5f-2193-4029-9191-0cb91df5e314|
Storage File Data SMB Take Ownership|5d9bac3f-34b2-432f-bde5-78aa8e73ce6b|
Storage File Delegator|765a04e0-5de8-4bb2-9bf6-b2a30bc03e91|
Storage File Restore Contributor|e7a9e73d-4397-41f2-a282-af8b65aaa2dc|
Storage Queue Data Contributor|974c5e8b-45b9-4653-ba55-5f855dd0fb88|
Storage Queue Data Message Processor|8a0f0c08-91a1-4084-bc3d-661d67233fed|
Storage Queue Data Message Sender|c6a89b2d-59bc-44d0-9896-0f6e12d7b80a|
Storage Queue Data Reader|19e7f393-937e-4f77-808e-94535e297925|
Storage Queue Delegator|7ee386e9-84f0-448e-80a6-f185f6533131|
Storage Table Data Contributor|0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3|
Storage Table Data Reader|76199698-9eea-4c19-bc75-cec21354c6b6|
Storage Table Delegator|965033a5-c8eb-4f35-b82f-fef460a3606d|
Stream Analytics Contributor|6e0c8711-85a0-4490-8365-8ec13c4560b4|w
Stream Analytics Query Tester|1ec5b3c1-b17e-4e25-8312-2acb3c3c5abf|
Stream Analytics Reader|1dfc38e8-6ce7-447f-807c-029c65262c5f|
Supercomputer Infrastructure Contributor|68899692-f960-4247-af28-82f55b357997|w
Support Request Contributor|cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e|
SupportPlan Contributor|6d6f52ba-a7de-4c56-a58f-522154514fba|w
Tag Contributor|4a9ae827-6dc8-4573-8ac7-8239d42aa03f|w
Template Spec Contributor|1c9b6475-caf0-4164-b5a1-2142a7116f4b|w
Template Spec Reader|392ae280-861d-42bd-9ea5-08ee6d83b80e|
Tenant Contributor|0a7c2fa1-6f28-41a4-86b8-e74937c63222|
Test Base Reader|15e0f5a1-3450-4248-8e25-e2afe88a9e85|
ToolchainOrchestrator Admin Role|2ccf8795-8983-4912-8036-1c45212c95e8|w
ToolchainOrchestrator Viewer Role|c5826735-177b-4a0d-a9a3-d0e4b4bda107|w
Traffic Manager Contributor|a4b10055-b0c7-44c2-b00f-c7b5b3550cf7|w
Transparency Logs Owner|8ad4d0ee-9bfb-49e8-93fc-01abb8db6240|w
Usage Billing Contributor|33cdeeac-0940-4f85-9317-7e2432c17289|w
User Access Administrator|18d7d88d-d35e-4fb5-a5c3-7773c20a72d9|rde
Video Indexer Account Contributor|3f99eaab-6f59-4877-adf5-1cacd22e20b0|
Video Indexer Restricted Viewer|a2c4a527-7dc0-4ee3-897b-403ade70fafb|
Virtual Enclave Owner Role|1abf4029-2200-4343-800c-e4c4c01eddbd|
Virtual Machine Administrator Login|1c0163c0-47e6-4577-8991-ea5c82e286e4|
Virtual Machine Contributor|9980e02c-c2be-4d73-94e8-173b1dc7cf3c|scw
Virtual Machine Data Access Administrator (preview)|66f75aeb-eabe-4b70-9f1e-c350c4c9ad04|rw?
Virtual Machine Local User Login|602da2ba-a5c2-41da-b01d-5360126ab525|
Virtual Machine User Login|fb879df8-f326-4884-b1cf-06f3ad86be52|
VM Restore Operator|dfce8971-25e3-42e3-ba33-6055438e3080|sw
Web Plan Contributor|2cc479cb-7b4d-49a8-b449-8c00fd0f0a4b|w
Web PubSub Service Owner|12cf5a90-567b-43ae-8102-96cf46c7d9b4|
Web PubSub Service Reader|bfb1c7d2-fb1a-466b-b2ba-aee63b92deaf|
Website Contributor|de139f84-1756-47ae-9be6-808fbbe84772|w
Windows 365 Network Interface Contributor|1f135831-5bbe-4924-9016-264044c00788|w
Windows 365 Network User|7eabc9a4-85f7-4f71-b8ab-75daaccc1033|
Windows Admin Center Administrator Login|a6333a3e-0164-44c3-b281-7a577aff287f|
Windows365SubscriptionReader|3d55a8f6-4133-418d-8051-facdb1735758|
Workbook Contributor|e8ddcd69-c73f-4f9f-9844-4100522f16ad|
Workbook Reader|b279062a-9be3-42a0-92ae-8b3cf002ec4d|
Workload Orchestration Administrator|cbb820e9-e561-45bb-84c2-ef45d0a13f7d|
Workload Orchestration IT Admin|63304235-eaf4-4c15-8e93-46c483611231|
Workload Orchestration Solution External Validator|db9875ba-bd2b-4e98-934d-0daa549a07f0|
WorkloadBuilder Migration Agent Role|d17ce0a2-0697-43bc-aac5-9113337ab61c|`;
