using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SessionStore.Failover;

/// <summary>The parameter in which this Region's function keeps what it knows of the records, through Systems Manager.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="client">Systems Manager.</param>
/// <param name="time">Tells the time.</param>
internal sealed class RecordsParameter(string name, IAmazonSimpleSystemsManagement client, TimeProvider time)
{
    /// <summary>
    /// How long a request may take, retries included. Short, because a value that arrives late replaces a newer one: there is no
    /// compare-and-set in Parameter Store.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The parameter's name.</summary>
    public string Name => name;

    /// <summary>The value.</summary>
    /// <exception cref="FailoverException">It could not be read.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new GetParameterRequest { Name = name };
        var response = await WithinAsync(cancelled => client.GetParameterAsync(request, cancelled), "read", cancellationToken)
            .ConfigureAwait(false);
        return response.Parameter?.Value ?? string.Empty;
    }

    /// <summary>Replaces the value, whatever it is.</summary>
    /// <exception cref="FailoverException">It could not be written.</exception>
    public Task WriteAsync(string value, CancellationToken cancellationToken)
    {
        var request = new PutParameterRequest { Name = name, Value = value, Type = ParameterType.String, Overwrite = true };
        return WithinAsync(cancelled => client.PutParameterAsync(request, cancelled), "written", cancellationToken);
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
