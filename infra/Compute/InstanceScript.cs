using Pulumi;

namespace SessionStore.Infra.Compute;

/// <summary>What the scripts have in common that an instance runs once, when it starts.</summary>
internal static class InstanceScript
{
    /// <summary>A script that ends with the first command that fails, and a command <c>retry</c> for what fails at first.</summary>
    public const string Opening = """
        set -euo pipefail
        retry() {
          for attempt in 1 2 3 4 5; do
            "$@" && return
            sleep $((attempt * 3))
          done
          return 1
        }
        """;

    /// <summary>Fetches the package's very version and unpacks it, for everybody to read and nobody to change.</summary>
    /// <param name="name">What the package is called on its way.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="command">The file of the package that is started.</param>
    public static Output<string> Fetch(string region, PackageBucket bucket, string name, string folder, string command) =>
        Output.Format($$"""
            retry aws s3api get-object --region {{region}} --bucket {{bucket.BucketName}} --key {{bucket.Key}} \
              --version-id '{{bucket.VersionId}}' /root/{{name}}.zip
            python3 -m zipfile -e /root/{{name}}.zip {{folder}}
            chmod -R u=rwX,go=rX {{folder}}
            chmod 0755 '{{folder}}/{{command}}'
            """);
}
