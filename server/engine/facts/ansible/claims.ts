// Which documents hold tasks of Ansible that give somebody rights: the names of its modules, as keys of a task.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';

const modules =
  /^[ \t-]*(?:module[ \t]*:[ \t]*)?(?:(?:amazon|community)\.aws\.)?(?:iam|iam_role|iam_policy|iam_managed_policy|iam_user|iam_group|iam_access_key|iam_instance_profile|iam_password_policy|s3_bucket|s3_object|aws_s3|s3|rds_instance|rds_cluster|sqs_queue|sns_topic|kms_key|aws_kms|ecs_ecr|secretsmanager_secret|lambda_policy|lambda|ec2_instance|ecs_taskdefinition|codebuild_project|aws_codebuild|ses_identity_policy|aws_ses_identity_policy|opensearch|ec2_ami|ec2_vpc_endpoint)[ \t]*(?:$|:[ \t]*(?:#.*|\{.*|\w+=.*)?$)/m;

const otherModules =
  /^[ \t-]*(?:azure\.azcollection\.|google\.cloud\.|community\.(?:general|mysql|postgresql|mongodb|rabbitmq)\.)?(?:azure_rm_(?:roleassignment|roledefinition|containerregistry|adpassword|keyvault|storageaccount|storageblob|aks|virtualmachine)|gcp_(?:iam_role|iam_service_account_key|storage_\w+|bigquery_dataset|sql_user|compute_instance|compute_instance_template|container_cluster|container_node_pool)|postgresql_(?:user|privs|membership)|mysql_user|mongodb_user|rabbitmq_user|github_deploy_key)[ \t]*:[ \t]*(?:#.*|\{.*|\w+=.*)?$/m;
const mentionsOther = mentioning('azure_rm_', 'gcp_', 'postgresql_', 'mysql_user', 'mongodb_user', 'rabbitmq_user', 'github_deploy_key');
const mentionsAws = mentioning(
  ...['iam_', '_bucket', 's3_object', 'rds_', 'sqs_', 'sns_', 'kms', 'ecr', 'lambda', '_polic', 'launch_permissions', 'secretsmanager'],
);

export function claimsAnsible(document: Document): boolean {
  return document.format === 'yaml' && (claimsAws(document) || (mentionsOther(document) && otherModules.test(document.text)));
}

function claimsAws(document: Document): boolean {
  const { text } = document;
  return (mentionsAws(document) || (text.includes('s3') && text.includes('permission'))) && modules.test(text);
}
