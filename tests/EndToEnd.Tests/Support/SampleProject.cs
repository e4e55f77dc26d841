using SessionStore.Engine;

namespace SessionStore.EndToEnd.Tests.Support;

/// <summary>A project folder with a schema and one stack, removed with the test.</summary>
internal sealed class SampleProject : IDisposable
{
    public const string DefaultSchema = """
        name: sample
        main: infra
        config:
          region-list:
            type: array
            items: { type: string }
            default: [b, a]
          nodes: { type: integer, default: 2 }
          protected: { type: boolean, default: false }
          domain: { type: string, default: "" }
          aws:region: { value: eu-west-1 }
        """;

    public SampleProject(string stackConfig, string schema = DefaultSchema)
    {
        Folder = Directory.CreateTempSubdirectory("session-store-").FullName;
        File.WriteAllText(Path.Combine(Folder, "Pulumi.yaml"), schema);
        File.WriteAllText(Path.Combine(Folder, "Pulumi.dev.yaml"), stackConfig);
    }

    public string Folder { get; }

    public StackFile Read() => StackFile.Read(Folder, "dev");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
