using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SessionStore.Failover;

/// <summary>The parameter in which this Region's function keeps what it knows of the records, through Systems Manager.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="client">Systems Manager.</param>
/// <param name="time">Tells the time.</param>
internal sealed class RecordsParameter(string name, IAmazonSimpleSystemsManagement client, TimeProvider time)
{
    /// <summary>How long a request may take, retries included: it is asked again with the next look.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private long? _version;

    /// <summary>The parameter's name.</summary>
    public string Name => name;

    /// <summary>The value.</summary>
    /// <exception cref="FailoverException">It could not be read.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var parameter = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        _version = parameter?.Version;
        return parameter?.Value ?? string.Empty;
    }

    /// <summary>
    /// Replaces the value. Parameter Store has no compare-and-set, but it counts versions: what others have written since the last read has
    /// been overwritten, and can still be read (GetParameter in the API reference: "name:version").
    /// </summary>
    /// <returns>The values that were overwritten unread; empty as a rule.</returns>
    /// <exception cref="FailoverException">It could not be written, or what it replaced could not be read.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(string value, CancellationToken cancellationToken)
    {
        var request = new PutParameterRequest { Name = name, Value = value, Type = ParameterType.String, Overwrite = true };
        var response = await WithinAsync(cancelled => client.PutParameterAsync(request, cancelled), "written", cancellationToken)
            .ConfigureAwait(false);
        var overwritten = new List<string>();
        for (var version = (_version ?? response.Version) + 1; version < response.Version; version++)
        {
            var parameter = await GetAsync($"{name}:{version}", cancellationToken).ConfigureAwait(false);
            overwritten.Add(parameter?.Value ?? string.Empty);
        }
        _version = response.Version;
        return overwritten;
    }

    private async Task<Parameter?> GetAsync(string selected, CancellationToken cancellationToken)
    {
        var request = new GetParameterRequest { Name = selected };
        var response = await WithinAsync(cancelled => client.GetParameterAsync(request, cancelled), "read", cancellationToken)
            .ConfigureAwait(false);
        return response.Parameter;
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> request, string done, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await request(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = patience.IsCancellationRequested ? $"nothing came within {Patience.TotalSeconds:0} s" : e.Message;
            throw new FailoverException($"Parameter {name} could not be {done}: {reason}", e);
        }
    }
}
