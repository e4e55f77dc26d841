namespace SessionStore.App;

/// <summary>The Region that this process runs in.</summary>
/// <param name="configured">The setting <c>App:Region</c>; null or empty where nobody has said it.</param>
internal sealed class ServingRegion(string? configured)
{
    /// <summary>Its name, such as us-east-1, or unknown.</summary>
    public string Name { get; } = string.IsNullOrWhiteSpace(configured) ? "unknown" : configured.Trim();
}
