namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The resolver of a Region's VPC: it answers for the private zone, and sees the latency records of its own Region.</summary>
internal sealed class LocalResolver : IAsyncDisposable
{
    private readonly DnsServer _server;

    /// <summary>Starts a resolver.</summary>
    /// <param name="region">The Region that its VPC is in.</param>
    public LocalResolver(string region, LocalDataPlane dataPlane) =>
        _server = new(question => dataPlane.AnswerAsync(question, region));

    /// <summary>Where to ask: address:port, over UDP.</summary>
    public string Address => _server.Address;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
