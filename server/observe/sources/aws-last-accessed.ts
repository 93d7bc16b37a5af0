// `aws iam get-service-last-accessed-details`: when one role, user or group last used each service that it may use.
import { instantOf, textOf } from '../fields.ts';
import { listFile, pageOf, type Pages, type Source } from '../reading.ts';
import { accountOf } from './aws-statements.ts';

export const awsLastAccessed: Source = {
  id: 'aws-last-accessed',
  title: 'when a role, user or group of AWS last used each service',
  reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html',
  // A job has to be started first, and asked for until it is done: two commands with an id between them.
  commands: [],
  subjectForm: 'the ARN that the job was started for',
  open(reading) {
    let arn = reading.subject;
    let taken: string | undefined;
    const pages: Pages = { all: 0, last: 0 };
    const services: { readonly service: string; readonly at: string | undefined }[] = [];
    return {
      file(name) {
        let truncated = false;
        const inner = listFile(
          reading,
          name,
          ['ServicesLastAccessed'],
          (item) => {
            const service = textOf(item, 'ServiceNamespace');
            if (service === undefined) return reading.gap('a service without a namespace');
            services.push({ service, at: reading.past(textOf(item, 'LastAuthenticated')) });
            // The entity that used it: the same as was asked for, unless that was a group or a policy.
            const by = textOf(item, 'LastAuthenticatedEntity');
            if (reading.subject === undefined && by !== undefined) {
              if (arn !== undefined && arn !== by)
                reading.refuse(`${name} names ${arn} and ${by}: say with --about which one was asked for`);
              arn ??= by;
            }
          },
          ['JobStatus', 'JobCompletionDate', 'IsTruncated'],
          (field, value) => {
            if (field === 'JobStatus' && value !== 'COMPLETED')
              reading.refuse(`the job of ${name} is ${String(value)}: ask again when it is COMPLETED`);
            if (field === 'JobCompletionDate') taken = instantOf(value) ?? taken;
            if (field === 'IsTruncated') truncated = value === true;
          },
        );
        return pageOf(inner, pages, () => truncated);
      },
      finish() {
        if (pages.all > 0 && pages.last === 0) reading.refuse('IsTruncated is true in every file: the last page is missing');
        const match = /^arn:aws[a-z-]*:iam::\d{12}:(role|user|group)\/(?:.*\/)?([^/]+)$/.exec(arn ?? '');
        if (!match) {
          reading.refuse(
            arn === undefined
              ? 'nothing in it was ever used, so it does not say whom it is about: give --about ARN'
              : `${arn} is no role, user or group`,
          );
          return { complete: [] };
        }
        const identity = `aws:${match[1]}:${match[2]}`;
        for (const { service, at } of services) reading.add({ fact: 'use', identity, service, ...(at ? { last: at } : {}) });
        return { place: `aws:${accountOf(arn!)}:${match[1]}/${match[2]}`, ...(taken ? { taken } : {}), complete: ['use'] };
      },
    };
  },
};
