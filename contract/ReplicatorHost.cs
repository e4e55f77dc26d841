namespace SessionStore.Contract;

/// <summary>
/// What the replicator's instance has where: its start puts it there, and an operator's commands, which Systems Manager runs as root, find
/// it there.
/// </summary>
public static class ReplicatorHost
{
    /// <summary>The service, and the name of everything that is its own.</summary>
    public const string Service = "session-replicator";

    /// <summary>The folder of the program.</summary>
    public const string Folder = $"/opt/{Service}";

    /// <summary>The program.</summary>
    public const string Program = $"{Folder}/SessionStore.Replicator";

    /// <summary>The plain settings, a line for each as NAME=value, which a shell reads as well.</summary>
    public const string EnvironmentFile = $"/etc/{Service}.env";

    /// <summary>The file that is written each second, as JSON.</summary>
    public const string HealthFile = $"/var/lib/{Service}/health.json";
}
