namespace SessionStore.Client.Tests.Histories;

internal enum Health
{
    Up,
    Down,
    Hanging,
    Loading,
}

/// <summary>A Region's server: executes operations while it is a primary, and writes down which.</summary>
internal sealed class FakeServer(string host)
{
    public string Host => host;

    public Health Health { get; set; } = Health.Up;

    public bool IsPrimary { get; set; }

    /// <summary>The operations that it has carried out.</summary>
    public List<int> Executed { get; } = [];

    public HashSet<FakeLink> Links { get; } = [];

    /// <summary>Ends all connections, as a process that dies does.</summary>
    public void Drop()
    {
        foreach (var link in Links.ToArray())
        {
            link.Lose("the server died");
        }
    }
}
