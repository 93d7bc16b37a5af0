import { publicMember } from '../../../rules/gcp/public-member.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

// Programs that use Google's client libraries.
const python = (body: string) => ({ ...at('src/share.py')``, text: `from google.cloud import bigquery, storage\n\n${body}` });
const node = (body: string) => ({ ...at('src/share.ts')``, text: `import { Storage } from '@google-cloud/storage';\n\n${body}` });
const go = (body: string) => ({
  ...at('share/share.go')``,
  text: `package share\n\nimport (\n\t"cloud.google.com/go/iam"\n\t"cloud.google.com/go/storage"\n)\n\n${body}`,
});
const java = (body: string) => ({
  ...at('src/Share.java')``,
  text: `package app;\n\nimport com.google.cloud.Identity;\n\nclass Share {\n${body}}\n`,
});

ruleTester(publicMember, {
  valid: [
    terraform`
      resource "google_storage_bucket_iam_binding" "b" {
        bucket  = "b"
        role    = "roles/storage.objectViewer"
        members = ["group:g@acme.example", "domain:acme.example"]
      }
    `,
    {
      ...terraform`
      variable "member" {}
      resource "google_storage_bucket_iam_member" "b" {
        bucket = "b"
        role   = "roles/storage.objectViewer"
        member = var.member
      }
    `,
      because: 'a member that is not known',
    },
    { ...python('def share(blob):\n    blob.make_private()\n'), because: 'the other way' },
    { ...python('class Album:\n    def publish(self):\n        self.make_public()\n'), because: 'a method of its own' },
    {
      ...python('class Admin:\n    def run(self, album, request):\n        album.make_public(request, 3)\n'),
      because: 'not the call of storage',
    },
    { ...python('def share(blob):\n    # blob.make_public()\n    print("blob.make_public()")\n'), because: 'a comment and a text' },
    { ...at('src/share.py')``, text: 'def share(album):\n    album.make_public()\n', because: 'no program of Google Cloud' },
    { ...python('def close(acl):\n    acl.all().revoke_read()\n    acl.group("readers@acme.example").grant_read()\n') },
    {
      ...python(
        'def check(bucket, policy):\n    if any("allUsers" in one["members"] for one in policy.bindings):\n        policy.bindings = [{"role": "roles/storage.objectViewer", "members": {"group:web@acme.example"}}]\n    bucket.set_iam_policy(policy)\n',
      ),
      because: 'everyone is looked for and taken out',
    },
    {
      ...python('wanted = {"bindings": [{"role": "roles/viewer", "members": ["allUsers"]}]}\nprint(wanted)\n'),
      because: 'nothing sets the policy',
    },
    { ...node('export const share = (file: File) => file.makePrivate();\n// file.makePublic()\n') },
    { ...node('export const add = (acl: Acl) => acl.add({ entity: "group-web@acme.example", role: "READER" });\n') },
    { ...go('func check(p *iam.Policy) bool {\n\treturn p.HasRole(iam.AllUsers, "roles/storage.objectViewer")\n}\n') },
    { ...go('func end(p *iam.Policy) {\n\tp.Remove(iam.AllUsers, "roles/storage.objectViewer")\n}\n') },
    { ...java('  void end(Storage s, BlobId id) {\n    s.deleteAcl(id, Acl.User.ofAllUsers());\n  }\n') },
    { ...java('  void end(Policy.Builder b) {\n    b.removeIdentity(StorageRoles.objectViewer(), Identity.allUsers());\n  }\n') },
  ],
  invalid: [
    {
      ...terraform`
        resource "google_storage_bucket_iam_binding" "b" {
          bucket  = "b"
          role    = "roles/storage.objectAdmin"
          members = ["group:g@acme.example", "«allUsers»"]
        }
      `,
      severity: 'critical',
      message: 'anyone on the internet',
      suggestions: [
        terraform`
          resource "google_storage_bucket_iam_binding" "b" {
            bucket  = "b"
            role    = "roles/storage.objectAdmin"
            members = ["group:g@acme.example"]
          }
        `.text,
      ],
    },
    {
      ...terraform`
        resource "google_pubsub_topic_iam_member" "t" {
          topic  = "t"
          role   = "roles/pubsub.viewer"
          member = "«allAuthenticatedUsers»"
        }
      `,
      severity: 'high',
      message: 'any Google account',
      suggestions: [''],
    },
    {
      ...terraform`
        resource "google_cloud_run_v2_service_iam_member" "t" {
          name   = "web"
          role   = "roles/run.invoker"
          member = "«allUsers»"
        }
      `,
      because: 'a public web service is often meant',
      severity: 'medium',
    },
    {
      ...terraform`
        resource "google_bigquery_dataset" "d" {
          dataset_id = "d"
          access {
            role          = "READER"
            special_group = "«allAuthenticatedUsers»"
          }
        }
      `,
      because: 'the access list of a dataset',
      severity: 'high',
    },
    { ...python('def share(blob):\n    blob.«make_public»()\n'), severity: 'high', message: '`READER` on this resource' },
    { ...python('def share(bucket):\n    bucket.«make_public»(recursive=True, future=True)\n') },
    { ...python('def share(blob):\n    blob.acl.«all().grant_read»()\n    blob.acl.save()\n'), message: '`READER`' },
    {
      ...python('def share(bucket):\n    bucket.acl.«all_authenticated().grant_owner»()\n'),
      message: '`allAuthenticatedUsers`',
      severity: 'critical',
    },
    {
      ...python(
        'def share(bucket):\n    policy = bucket.get_iam_policy(requested_policy_version=3)\n    policy.bindings.append({"role": "roles/storage.objectViewer", "members": {"«allUsers»"}})\n    bucket.set_iam_policy(policy)\n',
      ),
      message: '`roles/storage.objectViewer`',
    },
    {
      ...python(
        'def share(topics, policy):\n    policy.bindings.add(role="roles/pubsub.publisher", members=["«allAuthenticatedUsers»"])\n    topics.set_iam_policy(request={"policy": policy})\n',
      ),
      severity: 'critical',
    },
    { ...python('ENTRY = bigquery.AccessEntry("READER", "specialGroup", "«allAuthenticatedUsers»")\n') },
    { ...python('def share(blob, file):\n    blob.upload_from_filename(file, predefined_acl="«publicRead»")\n') },
    { ...node('export const share = (name: string) => new Storage().bucket("b").file(name).«makePublic»();\n'), severity: 'high' },
    { ...node('export const share = (bucket: Bucket) => bucket.«makePublic»({ includeFiles: true });\n') },
    { ...node('export const share = (bucket: Bucket) => bucket.acl.readers.«addAllUsers»();\n') },
    {
      ...node(
        "export async function share(bucket: Bucket) {\n  const [policy] = await bucket.iam.getPolicy();\n  policy.bindings.push({\n    role: 'roles/storage.objectViewer',\n    members: ['«allUsers»'],\n  });\n  await bucket.iam.setPolicy(policy);\n}\n",
      ),
    },
    {
      ...node("export const share = (bucket: Bucket) => bucket.acl.add({ entity: '«allUsers»', role: 'WRITER' });\n"),
      severity: 'critical',
    },
    {
      ...go('func open(p *iam.Policy) {\n\tp.Add(«iam.AllUsers», "roles/storage.objectViewer")\n}\n'),
      message: '`roles/storage.objectViewer`',
    },
    { ...go('func open(p *iam.Policy, role iam.RoleName) {\n\tp.Add(«iam.AllAuthenticatedUsers», role)\n}\n'), message: 'a role' },
    {
      ...go(
        'func open(p *iam.Policy3) {\n\tp.Bindings = append(p.Bindings, &iampb.Binding{\n\t\tRole:    "roles/storage.objectAdmin",\n\t\tMembers: []string{«iam.AllUsers»},\n\t})\n}\n',
      ),
      severity: 'critical',
    },
    {
      ...go(
        'func open(ctx context.Context, o *storage.ObjectHandle) error {\n\treturn o.ACL().Set(ctx, «storage.AllUsers», storage.RoleReader)\n}\n',
      ),
    },
    {
      ...java(
        '  void open(Storage s, Policy p) {\n    s.setIamPolicy("b", p.toBuilder().addIdentity(StorageRoles.objectViewer(), «Identity.allUsers»()).build());\n  }\n',
      ),
    },
    { ...java('  void open(Blob b) {\n    b.createAcl(Acl.of(Acl.«User.ofAllUsers»(), Acl.Role.READER));\n  }\n') },
  ],
});
