// Which documents hold tasks of Ansible that give somebody rights in AWS: the names of its modules, as keys of a task.
import type { Document } from '../../document.ts';

const modules = /^[ \t-]*(?:(?:amazon|community)\.aws\.)?(?:iam_role|iam_policy|iam_managed_policy|iam_user|iam_group|iam_access_key|iam_instance_profile|s3_bucket|sqs_queue|sns_topic|kms_key|aws_kms|ecs_ecr|secretsmanager_secret|lambda_policy|lambda|ec2_instance|ecs_taskdefinition|codebuild_project|aws_codebuild)[ \t]*:[ \t]*(?:#.*)?$/m;

export function claimsAnsible({ format, text }: Document): boolean {
  return format === 'yaml' && (text.includes('iam_') || text.includes('_bucket') || text.includes('sqs_') || text.includes('sns_') || text.includes('kms') || text.includes('ecr') || text.includes('lambda') || text.includes('secretsmanager')) && modules.test(text);
}
