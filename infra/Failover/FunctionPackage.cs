using Pulumi;

namespace SessionStore.Infra.Failover;

/// <summary>
/// The failover function's package: the published folder of <c>lambda/</c>, which building this program puts beside its assembly.
/// Its bytes depend on the sources alone, so that unchanged sources cause no difference.
/// </summary>
internal static class FunctionPackage
{
    private const string Folder = "failover-function";

    /// <summary>The handler: the name of an executable assembly, which Lambda's managed runtime starts.</summary>
    public const string Handler = "SessionStore.Failover";

    /// <summary>The folder of the package.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, Folder);

    /// <summary>The package as Pulumi uploads it.</summary>
    /// <exception cref="RunException">The package is not there.</exception>
    public static Archive Archive()
    {
        var assembly = System.IO.Path.Combine(Path, $"{Handler}.dll");
        return File.Exists(assembly)
            ? new FileArchive(Path)
            : throw new RunException($"the failover function's package is missing: expected {assembly}, which `dotnet build infra` makes");
    }
}
