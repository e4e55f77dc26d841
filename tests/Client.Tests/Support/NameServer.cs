using System.Collections.Concurrent;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Client.Tests.Support;

/// <summary>A DNS server on the loopback interface that knows CNAME records and nothing else.</summary>
internal sealed class NameServer : IDisposable
{
    private readonly ConcurrentDictionary<string, (string? Target, int Ttl)> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly DnsServer _server;

    public NameServer() => _server = new(question => Task.FromResult(Answer(question)))
    {
        Sending = answer => Silent ? null : Spoil(answer),
    };

    public string Address => _server.Address;

    public int Questions => _server.Questions;

    /// <summary>Whether it answers at all.</summary>
    public bool Silent { get; set; }

    /// <summary>Changes an answer before it is sent.</summary>
    public Func<byte[], byte[]> Spoil { get; set; } = answer => answer;

    /// <summary>Makes a name lead to another; to null for a name that exists without such a record.</summary>
    public void Lead(string name, string? target, int ttl = 1) => _records[name] = (target, ttl);

    public void Dispose() => _server.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private DnsAnswer Answer(DnsQuestion question) => !_records.TryGetValue(question.Name, out var record) ? DnsAnswer.NameError
        : record.Target is { } target ? new(0, [new(question.Name, "CNAME", record.Ttl, target)])
        : DnsAnswer.NoData;
}
